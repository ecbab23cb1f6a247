"""What the store holds goes out: exports and datasets at once, destinations as articles come.

`deliver` reads the store as a log and moves each destination's cursor only after the destination has the
rows. `export` writes one file of the current records, `export_dataset` a folder that can be published.
"""
