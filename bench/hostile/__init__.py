"""A web that means harm or is merely broken: one site a case, each with what a crawl has to make of it.

    python -m bench.hostile [--quick] [--only NAME]

`cases.py` puts the table together out of `wire.py` (answers that break HTTP), `moves.py` (redirects),
`pages.py` (answers that are no article), `bodies.py` (HTML), `listings.py` (feeds, sitemaps) and `fronts.py`
(fronts, robots.txt); `server.py` serves it on loopback, `battery.py` crawls it with the ordinary spider and
compares.
"""
