"""One file a schema version, numbered; a published one is never edited."""
