"""`warraq doctor`: installation, store and extras, one line each; exit code 3 where the store is ill."""

import importlib.metadata
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from crawler.console import Console
from crawler.errors import RenderError, StorageError, WarraqError
from crawler.pages.page import Page
from crawler.text import counted

PACKAGES = (
    "warraq",
    "scrapy",
    "trafilatura",
    "lxml",
    "beautifulsoup4",
    "langdetect",
    "py3langid",
    "itemadapter",
    "sqlalchemy",
)
# Extra → (the package that it brings, what Warraq can do with it). A test compares them with pyproject.toml.
EXTRAS = {
    "kafka": ("confluent-kafka", "Kafka as a destination"),
    "parquet": ("pyarrow", "Parquet, in exports, datasets and destinations"),
    "postgresql": ("psycopg", "a PostgreSQL database as the store"),
    "machines": ("procrastinate", "workers on several machines (needs PostgreSQL)"),
    "metrics": ("prometheus-client", "/metrics of `watch --health` and `worker --health`, for Prometheus"),
    "datatrove": ("datatrove", "extraction as a block of datatrove's pipelines"),
    "remote": ("fsspec", "destinations and archives at s3:// and the like, with a driver of theirs"),
    "ray": ("ray", "extraction over archives with Ray Data"),
    "render": ("scrapy-playwright", "pages that need scripts, filled by a browser (render in sources.toml)"),
    "identity": ("http-message-signatures", "signed requests (sign in sources.toml)"),
    "poet": ("scrapy-poet", "warraq.Article in page objects"),
}
# Drivers of fsspec for destinations; they are nobody's extra.
DRIVERS = {"s3://": "s3fs", "gs://": "gcsfs", "abfs://": "adlfs", "sftp://": "paramiko"}
LITTLE_DISK = 500 * 2**20  # bytes; a run of forty sources writes about 100 MB


def examine(database: str, console: Console, *, thorough: bool) -> int:
    """Print what is there and what is wrong; returns the exit code."""
    code = 0
    checks: list[tuple[str, Callable[[], str]]] = [
        ("python", lambda: sys.version.split()[0]),
        ("packages", _packages),
        ("word tables", _tables),
        ("walk over the page", _walk),
        ("extraction", _extraction),
        ("disk", _disk),
        ("store", lambda: _store(database, thorough)),
    ]
    for name, check in checks:
        try:
            console.print(f"{name}: {check()}", head="ok   ", colour="green")
        except StorageError as error:
            code = error.exit_code
            console.print(f"{name}: {error}", head="bad  ", colour="red")
        except WarraqError as error:
            code = code or 1
            console.print(f"{name}: {error}", head="bad  ", colour="red")
    for name, said, there in extras():
        head, colour = ("ok   ", "green") if there else ("–    ", "")
        console.print(f"{name}: {said}", head=head, colour=colour)
    return code


def extras() -> Iterator[tuple[str, str, bool]]:
    """(name, what it adds or would add, whether it is installed) of everything that is optional."""
    for name, (package, adds) in EXTRAS.items():
        version = _version(package)
        how = f"{package} {version}" if version else f"pip install 'warraq[{name}]' adds"
        yield f"extra {name}", f"{how}: {adds}", version is not None
    yield _browser()
    for scheme, package in DRIVERS.items():
        version = _version(package)
        how = f"{package} {version}" if version else f"pip install {package} adds"
        yield f"driver {scheme}", f"{how}: destinations at {scheme}", version is not None


def _browser() -> tuple[str, str, bool]:
    from crawler.fetching.browser import executable

    try:
        return "browser", f"{executable(os.environ.get('WARRAQ_BROWSER', ''))}: for sources with render", True
    except RenderError as error:
        return "browser", f"{error}; apt-get install chromium adds: pages that need scripts", False


def _version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


def _packages() -> str:
    return ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)


def _tables() -> str:
    from crawler.languages import agencies, codes

    return f"{len(codes())} languages, {len(set(agencies().values()))} agencies"


def _walk() -> str:
    from crawler.pages.blocks.segment import NOT_COMPILED

    return f"in Python, twice the time ({NOT_COMPILED})" if NOT_COMPILED else "compiled"


def _extraction() -> str:
    """A page through a real child process: spawning and limits work here."""
    from datetime import UTC, datetime

    from crawler.runs.workers import Workers

    paragraph = "<p>The lake froze early this year, and the ferry stayed in its harbour for eleven days.</p>"
    body = f"<html><body><h1>Lake freezes early</h1><article>{paragraph * 5}</article></body></html>".encode()
    workers = Workers(1)
    try:
        page = Page(url="https://example.org/a", body=body, fetched_at=datetime.now(UTC))
        article = workers.result(workers.submit(page, workers.work), page)
    finally:
        workers.close(now=True)
    if article.title != "Lake freezes early":
        raise WarraqError("a test page lost its title")
    return "a page went through a child process"


def _disk() -> str:
    free = shutil.disk_usage(Path.cwd()).free
    if free < LITTLE_DISK:
        raise WarraqError(f"only {free / 2**20:.0f} MiB free here")
    return f"{free / 2**30:.1f} GiB free here"


def _store(database: str, thorough: bool) -> str:
    from pipelines.storage import Store

    with Store.open(database, create=False) as store:
        if thorough and (problems := store.check()):
            raise StorageError("; ".join(problems[:5]), url=store.url)
        articles = sum(row["articles"] for row in store.status())
        return f"{store.url}, {counted(articles, 'article')}" + (", every link holds" if thorough else "")
