"""When an article was published and changed: claims of the page → decision (decide.py).

Reading a date out of text, in any of the languages and calendars, is text.py.
"""
