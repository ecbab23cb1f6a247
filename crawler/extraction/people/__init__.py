"""Who wrote an article: by-lines and author fields → people and agencies (decide.py)."""
