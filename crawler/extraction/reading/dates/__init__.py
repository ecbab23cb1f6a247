"""Text → date and time, in any of the languages and calendars (finding.py)."""
