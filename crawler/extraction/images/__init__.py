"""The article's images with captions and credits (decide.py)."""
