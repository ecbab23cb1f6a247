"""Passwords in the addresses of databases are neither kept nor shown."""

import pytest

from crawler.errors import StorageError
from crawler.urls import without_passwords
from pipelines.storage.database import Store


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgresql://u:secret@db/w", "postgresql://u:***@db/w"),
        ("postgresql+psycopg://u:se@cr/et@db:5432/w", "postgresql+psycopg://u:***@db:5432/w"),
        ("postgresql://:secret@db/w", "postgresql://:***@db/w"),
        (
            "postgresql://db/w?user=u&password=secret&sslmode=on",
            "postgresql://db/w?user=u&password=***&sslmode=on",
        ),
        ("host=db password=secret dbname=w", "host=db password=*** dbname=w"),
        (
            "warraq crawl --database postgresql://u:secret@db/w --limit 3",
            "warraq crawl --database postgresql://u:***@db/w --limit 3",
        ),
        ("postgresql://u@db/w", "postgresql://u@db/w"),
        ("https://news.example/a:b", "https://news.example/a:b"),
        ("sqlite:///output/warraq.db", "sqlite:///output/warraq.db"),
    ],
)
def test_a_text_shows_none(text: str, shown: str) -> None:
    assert without_passwords(text) == shown


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:secret@127.0.0.1:1/w",
        "postgresql://u:se/cret@127.0.0.1:1/w",
        "postgresql://127.0.0.1:1/w?user=u&password=secret&connect_timeout=1",
        "nosuch://u:secret@db/w",
        "postgresql://u:secret@db:port/w",
    ],
)
def test_an_error_names_none(url: str) -> None:
    with pytest.raises(StorageError) as caught:
        Store.open(url)
    assert "secret" not in str(caught.value)
    assert "cret" not in str(caught.value)
