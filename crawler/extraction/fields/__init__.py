"""One decision a field, from claims and roles, with its reason."""
