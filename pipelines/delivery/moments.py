"""A record's times as moments."""

from datetime import UTC, datetime


def moment(value: str | None) -> datetime | None:
    """In UTC; a bare day begins at midnight. None where there is no time."""
    if value is None:
        return None
    try:
        found = datetime.fromisoformat(value)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
