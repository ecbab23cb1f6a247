"""By-lines and author fields → the people, agencies and organisations that they name (cleaning.py)."""
