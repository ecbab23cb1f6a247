"""The demo news web: invented news sites on loopback, with the records that a crawl of them must give.

`server.DemoWeb` serves them, `python -m demo` serves or crawls them. `sites/*/site.toml` says what is where.
"""
