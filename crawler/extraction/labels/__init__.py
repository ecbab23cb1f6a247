"""Section, tags, publisher, canonical address and claimed language (decide.py)."""
