"""From a site's address to one clean article."""

__version__ = "0.1.0"  # the one place: pyproject.toml, the User-Agent and `warraq --version` read it
