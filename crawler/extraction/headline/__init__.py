"""The words over an article: title, kicker, subtitle, summary (decide.py)."""
