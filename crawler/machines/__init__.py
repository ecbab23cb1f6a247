"""Several machines at one PostgreSQL store: a queue of sites that are due, and who works at it."""
