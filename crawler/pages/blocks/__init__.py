"""The page as a list of blocks: runs of text, each of one block-level element, cut in one walk."""
