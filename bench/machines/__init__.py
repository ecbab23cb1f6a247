"""Many machines on this one: what queue and store bear, and a simulated day of thousands of sources."""
