"""The articles of a store as an ORM reads them: for comparison with the export."""

import time
from pathlib import Path

from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session, registry, relationship

from pipelines.storage.tables import articles, revisions


class StoredArticle:
    """A row of `articles`, with its current revision."""

    current: "StoredRevision"
    published: object
    id: str


class StoredRevision:
    """A row of `revisions`."""

    record: str


def read_through_orm(file: Path, until: int) -> tuple[int, float]:
    """How many articles were read, and how many a second of processor time."""
    mapping = registry()
    mapping.map_imperatively(StoredRevision, revisions)
    joined = (articles.c.id == revisions.c.article_id) & (articles.c.revision == revisions.c.revision)
    current = relationship(
        StoredRevision, primaryjoin=joined, foreign_keys=revisions.c.article_id, uselist=False, lazy="joined",
        viewonly=True,
    )  # fmt: skip
    mapping.map_imperatively(StoredArticle, articles, properties={"current": current})
    engine = create_engine(f"sqlite:///{file}")
    began, count = time.process_time(), 0
    with Session(engine) as session:
        query = select(StoredArticle).order_by(articles.c.published, articles.c.id).limit(until)
        for article in session.scalars(query.execution_options(yield_per=500)):
            count += bool(article.current.record.encode())
    engine.dispose()
    mapping.dispose()
    return count, count / (time.process_time() - began)
