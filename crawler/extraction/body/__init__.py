"""Which blocks are the article's body: features → model → choice → rules that mend it (assemble.py).

`model.npz` holds the model's numbers; `model.md` says what it was trained on and how well it does.
"""
