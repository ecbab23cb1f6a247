"""From bytes to a `Document`: what a page is (sniff), its text (decode), its tree (parse), its blocks, and
what it says of itself in machine-readable form (structured). Discovery, fetching and extraction share it.
"""
