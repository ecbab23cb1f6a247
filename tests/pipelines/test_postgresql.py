"""What is PostgreSQL's alone: the server of the tests, its URLs, the order of its log."""

from pipelines.storage import Store
from tests.pipelines.making import NOW, article
from tests.postgresql import Server


def test_a_database_made_from_nothing(postgresql: Server) -> None:
    url = postgresql.create()
    try:
        for _ in range(2):
            with Store.open(url) as store:
                store.commit([article("https://harbour.example/a")], now=NOW)
                assert len(list(store.records())) == 1
                assert store.check() == []
    finally:
        postgresql.drop(url)
