"""Measurements of quality and speed. Nothing here is run by the tests."""
