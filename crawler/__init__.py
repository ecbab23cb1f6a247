"""From a site's address to one clean article. The version stands here alone (docs/versions.md)."""

__version__ = "0.2.0.dev0"
