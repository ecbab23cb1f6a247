"""Alembic migrations, run by `pipelines.storage.migrate` on the store's own connection."""
