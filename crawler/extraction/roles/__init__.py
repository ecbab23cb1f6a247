"""What each block of a page is: the model proposes which are body, rules correct it, lines are read.

`model.npz` holds the model's numbers; `model.md` says what it was trained on and how well it does.
"""
