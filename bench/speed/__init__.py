"""What a crawl costs, beside the crawler that a competent user writes in an afternoon.

`python -m bench.speed` measures, `python -m bench.speed.shares` says where Warraq's own time goes.
"""
