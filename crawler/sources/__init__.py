"""Which sites to crawl, and when: sources.toml → `Source` (file.py), its rhythm (schedule.py)."""
