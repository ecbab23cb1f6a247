"""Measurements of quality, speed and the code itself. `tests/bench` runs the small ones."""
