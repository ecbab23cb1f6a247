"""What a page is: an article, or a front, gallery, ticker, video, wall or error page (decide.py)."""
