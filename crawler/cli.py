"""The command line: one function a command. Heavy imports wait inside the command that needs them.

Exit codes: 0 done · 1 unexpected error · 2 wrong input · 3 the store could not be read or written ·
4 done, but a source or page brought nothing · 130 interrupted (what was fetched is saved).
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console

from crawler import __version__
from crawler.errors import INTERRUPTED, PARTIAL, InputError, WarraqError

if TYPE_CHECKING:
    from crawler.fetching.identity import Identity

DATABASE = "sqlite:///output/warraq.db"
DATASET = Path("output/articles.jsonl")
# The choices that --help shows; each command's own module says no to any other (a test compares them).
WORK = ("crawl", "deliver", "extract")  # the queues (a test compares them), without their file being read
EXTRACT_FORMS = ("json", "csv", "markdown", "text", "html", "xml-tei")
DATASET_FORMS = ("jsonl", "jsonl.gz", "jsonl.zst", "parquet")
USES = ("train", "search", "any")
PAGE_FORMS = ("md", "json", "html", "txt", "xml")

app = typer.Typer(
    help="Crawls news sites into clean, deduplicated articles.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    epilog="Exit codes: 0 done, 1 unexpected, 2 wrong input, 3 store, 4 something failed, 130 interrupted.",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"warraq {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Crawls news sites into clean, deduplicated articles."""


sources_app = typer.Typer(help="Find and check sources.", no_args_is_help=True)
app.add_typer(sources_app, name="sources")

store_app = typer.Typer(help="Whole stores.", no_args_is_help=True)
app.add_typer(store_app, name="store")

identity_app = typer.Typer(help="Prove who is asking: signed requests.", no_args_is_help=True)
app.add_typer(identity_app, name="identity")

console = Console(stderr=True, highlight=False)

Database = Annotated[
    str,
    typer.Option(
        "--database", envvar="WARRAQ_DATABASE", metavar="URL", help="SQLAlchemy URL or a file's path."
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Nothing but errors.")]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Contact = Annotated[
    str,
    typer.Option(
        envvar="WARRAQ_CONTACT", help="Your e-mail or page, for the User-Agent. Without: 50 pages a site."
    ),
]
AllowPrivate = Annotated[
    list[str],
    typer.Option("--allow-private", metavar="HOST:PORT", help="A private address that may be crawled."),
]

Workers = Annotated[
    str,
    typer.Option(
        metavar="auto|N",
        help="Engines that crawl, each with its share of the cores; with --from, extraction processes.",
    ),
]


Health = Annotated[
    str | None,
    typer.Option(metavar="[HOST:]PORT", help="Serve /health and /metrics there; without HOST on 127.0.0.1."),
]

Browser = Annotated[
    str,
    typer.Option(
        envvar="WARRAQ_BROWSER",
        metavar="PATH",
        help="For pages that need scripts, if not the Chromium on PATH.",
    ),
]


@app.command()
def crawl(
    targets: Annotated[list[str] | None, typer.Argument(help="Addresses, or names out of --sources.")] = None,
    sources: Annotated[Path | None, typer.Option(help="The sources file.")] = None,
    saved: Annotated[
        list[Path] | None,
        typer.Option("--from", metavar="PATH", help="Saved pages instead: WARC, folder, HTML."),
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Articles a source (default 100).")] = None,
    since: Annotated[str | None, typer.Option(help="Only newer: 2026-11-01, 36h, 7d.")] = None,
    backfill: Annotated[
        bool, typer.Option(help="Archives too: every sitemap, no limit but --limit.")
    ] = False,
    warc: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write what is fetched there, as WARC files.")
    ] = None,
    browser: Browser = "",
    due: Annotated[
        bool, typer.Option("--due", help="Only what is due: listings keep the rhythm that was learnt.")
    ] = False,
    minutes: Annotated[
        float | None, typer.Option(min=0.1, help="Begin nothing after that; what is left stays due.")
    ] = None,
    output: Annotated[Path, typer.Option(help="The dataset that is left; .gz and .zst compress.")] = DATASET,
    export: Annotated[
        bool, typer.Option("--export/--no-export", help="Leave the dataset, or the store alone.")
    ] = True,
    database: Database = DATABASE,
    contact: Contact = "",
    allow_private: AllowPrivate = [],  # noqa: B006 - Typer's own way
    workers: Workers = "auto",
    fail_on: Annotated[
        list[str],
        typer.Option(
            metavar="WHAT",
            help="Exit code 4: quiet, when a source collects nothing that usually does; drift, when a site's "
            "pages are built anew.",
        ),
    ] = [],  # noqa: B006
    quiet: Quiet = False,
    json: Json = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Every page in the log.")] = False,
) -> None:
    """Crawl sources (or read saved pages), store what is new, leave the dataset and a report."""
    from crawler.runs.forking import context

    context()  # the process that extracting ones are forked from gets ready while this one imports the rest
    from crawler.runs.crawl import Crawl

    if not (targets or sources or saved) and Path("sources.toml").exists():
        sources = Path("sources.toml")
    level = "DEBUG" if verbose else "WARNING" if quiet or console.is_terminal else "INFO"
    outcome = Crawl(
        database=database,
        contact=contact,
        allow_private=allow_private,
        workers=workers,
        log_level=level,
        quiet=quiet,
        console=console,
        fail_on=fail_on,
        warc=warc,
        browser=browser,
    ).run(
        sources=sources,
        targets=targets or [],
        saved=saved or [],
        limit=limit,
        since=since,
        backfill=backfill,
        output=output,
        due=due,
        minutes=minutes,
        export=export,
    )
    if json:
        _print_json(outcome.to_json())
    elif not quiet:
        outcome.show(Console(highlight=False))
    raise typer.Exit(outcome.exit_code)


@app.command()
def watch(
    sources: Annotated[Path, typer.Option(help="The sources file, read again when it changes.")] = Path(
        "sources.toml"
    ),
    output: Annotated[Path, typer.Option(help="The dataset that the watch leaves at its end.")] = DATASET,
    export: Annotated[
        bool, typer.Option("--export/--no-export", help="Leave the dataset, or the store alone.")
    ] = True,
    database: Database = DATABASE,
    contact: Contact = "",
    allow_private: AllowPrivate = [],  # noqa: B006
    workers: Workers = "auto",
    queue: Annotated[
        bool | None,
        typer.Option(
            "--queue/--no-queue",
            help="Queue what is due for `warraq worker`, or crawl it here (default: queue on PostgreSQL).",
        ),
    ] = None,
    health: Health = None,
    quiet: Quiet = False,
) -> None:
    """Crawl what is due, again and again, until SIGTERM or Ctrl-C; on PostgreSQL, queue it for workers."""
    _log_plainly(quiet)
    if database.startswith("postgres") if queue is None else queue:
        with _needing("procrastinate", "machines", "; --no-queue crawls here, as on SQLite"):
            from crawler.machines.queueing import watch_queue
        watch_queue(sources, database=database, contact=contact, allow_private=allow_private, health=health)
        return
    from crawler.ops.watch import watch as keep_watching

    keep_watching(
        sources,
        database=database,
        output=output,
        contact=contact,
        allow_private=allow_private,
        workers=workers,
        health=health,
        export=export,
    )


@app.command()
def worker(
    database: Database = DATABASE,
    contact: Contact = "",
    allow_private: AllowPrivate = [],  # noqa: B006
    workers: Workers = "auto",
    minutes: Annotated[
        float, typer.Option(min=0.1, help="A slice: what a site has left then goes back into the queue.")
    ] = 10.0,
    kind: Annotated[
        str,
        typer.Option(
            "--work",
            metavar="|".join(WORK),
            help="Which queue: sites, destinations that are behind, archives of `extract --queue`.",
            autocompletion=lambda: list(WORK),
        ),
    ] = "crawl",
    destinations: Annotated[
        Path, typer.Option(help="With --work deliver: what the destinations are.")
    ] = Path("destinations.toml"),
    health: Health = None,
    quiet: Quiet = False,
) -> None:
    """Work at a queue of a PostgreSQL store, on any number of machines: crawl what `warraq watch` queued."""
    from crawler.runs.forking import context

    if kind not in WORK:
        raise InputError(f"allowed are {', '.join(WORK)}", name=f"--work {kind}")
    _log_plainly(quiet)
    with _needing("procrastinate", "machines"):
        from crawler.machines.archives import extract_from_queue
        from crawler.machines.deliveries import deliver_from_queue
        from crawler.machines.worker import work
    if kind == "deliver":
        deliver_from_queue(database, destinations, health=health)
        return
    if kind == "extract":
        extract_from_queue(database, workers=workers, health=health)
        return
    try:
        context()  # the process that engines are forked from gets ready
    except FileNotFoundError as error:  # its socket has to lie somewhere, and the disk may be full
        raise InputError(f"no folder for temporary files can be written: {error}", name="TMPDIR") from error
    work(
        database,
        contact=contact,
        allow_private=allow_private,
        workers=workers,
        minutes=minutes,
        health=health,
    )


@app.command()
def extract(
    inputs: Annotated[
        list[str] | None, typer.Argument(help="URLs, HTML files, folders, WARC files; - is HTML on stdin.")
    ] = None,
    lists: Annotated[
        list[str] | None,
        typer.Option("--input", "-i", metavar="FILE", help="A list of addresses or paths, one a line."),
    ] = None,
    archives: Annotated[
        list[str] | None,
        typer.Option(
            "--from",
            metavar="URL",
            help="Web archives anywhere (s3://…/*.warc.gz, …/warc.paths.gz, cc-news:2026-10): a file each "
            "in --output, or revisions in --store, and on from there when started again.",
        ),
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(
            "--store", metavar="URL", help="With --from: the store in which the pages become revisions."
        ),
    ] = None,
    queue: Annotated[
        bool,
        typer.Option("--queue", help="With --store: leave the archives to `warraq worker --work extract`."),
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="With --store: archives that are done are read again.")
    ] = False,
    form: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="|".join(EXTRACT_FORMS),
            help="Of each record; Markdown has the metadata as front matter.",
            autocompletion=lambda: list(EXTRACT_FORMS),
        ),
    ] = "json",
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE|DIR/", help="Write there; in DIR/ a file a page."),
    ] = None,
    blocks: Annotated[bool, typer.Option(help="With the body's structure.")] = False,
    explain: Annotated[
        bool, typer.Option(help="Print the evidence for each field on standard error.")
    ] = False,
    render: Annotated[
        str,
        typer.Option(
            metavar="never|auto|always",
            help="Of addresses: a browser fills those that need scripts, or all (warraq[render]).",
            autocompletion=lambda: ["never", "auto", "always"],
        ),
    ] = "never",
    browser: Browser = "",
    contact: Contact = "",
    allow_private: AllowPrivate = [],  # noqa: B006
    workers: Annotated[int, typer.Option(min=0, help="Processes; 0 is one a core.")] = 0,
    quiet: Quiet = False,
) -> None:
    """Turn pages into records, one JSON line each. Bad pages are named on standard error."""
    from crawler.runs.forking import context

    context()  # the process that extracting ones are forked from gets ready while this one imports the rest
    from crawler.runs.extracting import Extract, listed

    named = [*(inputs or ()), *(line for file in lists or () for line in listed(file))]
    if store and (output or not archives):
        raise InputError("goes with --from, and without --output", name="--store")
    if (queue or again) and not store:
        raise InputError("goes with --store", name="--queue" if queue else "--again")
    if archives and store and queue:
        _queue_archives(archives, store, again=again, quiet=quiet)
        return
    if archives:
        if named or form != "json":
            raise InputError("goes with --output or --store, and its records are JSON Lines", name="--from")
        raise typer.Exit(_from_archives(archives, output, store, again=again, workers=workers, quiet=quiet))
    code = Extract(
        form=form,
        output=output,
        blocks=blocks,
        explain=explain,
        contact=contact,
        allow_private=allow_private,
        workers=workers,
        console=console,
        quiet=quiet,
        render=render,
        browser=browser,
    ).run(named)
    raise typer.Exit(code)


def _queue_archives(archives: list[str], store: str, *, again: bool, quiet: bool) -> None:
    with _needing("procrastinate", "machines"):
        from crawler.machines.archives import queue_archives
    added = queue_archives(archives, store, again=again)
    if not quiet:
        console.print(f"{added} archives queued", markup=False)


def _from_archives(
    archives: list[str], output: str | None, store: str | None, *, again: bool, workers: int, quiet: bool
) -> int:
    if store:
        from crawler.runs.archivestore import store_archives

        command = f"warraq extract --from {' '.join(archives)} --store {store}"
        return store_archives(
            archives, store, command=command, workers=workers, console=console, quiet=quiet, again=again
        )
    from crawler.runs.fromarchives import extract_archives

    return extract_archives(archives, output, workers=workers, console=console, quiet=quiet)


@app.command()
def export(
    output: Annotated[
        str,
        typer.Argument(
            metavar="[FILE|DIR/|-]",
            help="The name's ending is the format: .jsonl, .csv, .md (.gz, .zst), .parquet; DIR/: files.",
        ),
    ] = str(DATASET),
    source: Annotated[list[str] | None, typer.Option(help="Only this source; may be repeated.")] = None,
    language: Annotated[list[str] | None, typer.Option(help="Only this language; may be repeated.")] = None,
    since: Annotated[str | None, typer.Option(help="Published from then on: 2026-11-01, 7d.")] = None,
    until: Annotated[str | None, typer.Option(help="Published before then.")] = None,
    fields: Annotated[str | None, typer.Option(help="Only these, comma-separated, in this order.")] = None,
    copies: Annotated[
        str,
        typer.Option(
            metavar="first|all",
            help="One article a cluster of copies, or every article.",
            autocompletion=lambda: ["first", "all"],
        ),
    ] = "first",
    rights: Annotated[
        str | None,
        typer.Option(
            metavar="|".join(USES),
            help="Only what no page or site reserves for that use (any: for none at all).",
            autocompletion=lambda: list(USES),
        ),
    ] = None,
    dataset: Annotated[
        str | None, typer.Option(metavar="DIR", help="Instead: a folder to publish, with a card.")
    ] = None,
    form: Annotated[
        str | None,
        typer.Option(
            metavar="FORM",
            help=f"Of --dataset: {', '.join(DATASET_FORMS)}; of DIR/: {', '.join(PAGE_FORMS)}.",
            autocompletion=lambda: [*DATASET_FORMS, *PAGE_FORMS],
        ),
    ] = None,
    title: Annotated[str, typer.Option(help="Of the folder's card.")] = "News articles",
    license: Annotated[
        str, typer.Option(metavar="NAME", help="What the card says of it: cc-by-4.0, other.")
    ] = "other",
    database: Database = DATABASE,
    quiet: Quiet = False,
) -> None:
    """Write the stored articles: a file, a folder of files, or a dataset; the same bytes each time."""
    from crawler.runs.storecommands import Wanted, export_articles, export_files, export_folder

    wanted = Wanted.parse(
        source=source, language=language, since=since, until=until, copies=copies, use=rights
    )
    with _counting("articles", quiet=quiet) as seen:
        if dataset is not None:
            count = export_folder(
                database, dataset, form or DATASET_FORMS[1], wanted, title=title, license=license
            )
        elif output.endswith("/"):
            count = export_files(database, output, form or PAGE_FORMS[0], wanted, seen=seen)
        else:
            names = [name.strip() for name in fields.split(",")] if fields else None
            count = export_articles(database, output, wanted, names, seen=seen)
    if not quiet:
        console.print(f"{count} articles → {dataset or output}", markup=False)


@app.command()
def history(
    article: Annotated[str, typer.Argument(help="An article's address or id.")],
    database: Database = DATABASE,
    json: Json = False,
) -> None:
    """Show the revisions of an article and what changed from each to the next."""
    from crawler.runs.storecommands import read_history
    from crawler.runs.storeviews import show_history

    found = read_history(database, article)
    if json:
        _print_json(found)
    else:
        show_history(found, Console(highlight=False))


@app.command()
def forget(
    article: Annotated[str, typer.Argument(help="An article's address or id.")], database: Database = DATABASE
) -> None:
    """Erase an article's text from the store, and never fetch its addresses again."""
    from crawler.runs.storecommands import forget_article

    console.print(forget_article(database, article), markup=False, soft_wrap=True)


@app.command()
def deliver(
    destinations: Annotated[Path, typer.Argument(help="The destinations file.")] = Path("destinations.toml"),
    only: Annotated[list[str] | None, typer.Option(help="Only this destination; may be repeated.")] = None,
    follow: Annotated[bool, typer.Option(help="Go on with what comes, until stopped.")] = False,
    again: Annotated[bool, typer.Option(help="Also those that wait after a failure.")] = False,
    database: Database = DATABASE,
    json: Json = False,
) -> None:
    """Bring what is new in the store to each destination: files, webhooks, commands."""
    from crawler.runs.delivering import run_delivery

    report = run_delivery(database, destinations, only=only or [], follow=follow, again=again)
    if json:
        _print_json(report.to_json())
    else:
        for line in report.lines():
            console.print(line, markup=False, soft_wrap=True)
    raise typer.Exit(PARTIAL if report.failed else 0)


@app.command()
def status(database: Database = DATABASE, json: Json = False) -> None:
    """What the store holds, a source at a time, and the last runs."""
    from crawler.runs.storecommands import read_status
    from crawler.runs.storeviews import show_status

    found = read_status(database)
    if json:
        _print_json(found)
    else:
        show_status(found, Console(highlight=False))


@app.command()
def schema() -> None:
    """Print the record's JSON Schema."""
    from pipelines.record import json_schema

    _print_json(json_schema())


@app.command()
def doctor(
    database: Database = DATABASE,
    check: Annotated[bool, typer.Option("--check", help="Read the whole store for broken links.")] = False,
) -> None:
    """Look at the installation and the store, and say what is wrong."""
    from crawler.ops.doctor import examine

    raise typer.Exit(examine(database, Console(highlight=False), thorough=check))


@sources_app.command("find")
def find(
    url: Annotated[str, typer.Argument(help="A site's address, or a feed reader's list (.opml).")],
    write: Annotated[Path | None, typer.Option(help="Append the entries to this file.")] = None,
    contact: Contact = "",
    allow_private: AllowPrivate = [],  # noqa: B006
    json: Json = False,
) -> None:
    """Show the feeds, sitemaps and fronts of a site, and the entry for sources.toml."""
    from crawler.runs.find import find_source, listed_sources

    if Path(url).suffix.lower() == ".opml":
        listed = listed_sources(Path(url), write)
        if json:
            _print_json(listed.to_json())
        else:
            print(listed.entries, end="")
        if write is not None:
            console.print(f"{listed.told} → {write}", markup=False, soft_wrap=True)
        return
    found = find_source(url, contact=contact, allow_private=allow_private)
    if json:
        _print_json(found.to_json())
    else:
        found.show(console)
        print(found.entry, end="")
    if write is not None:
        found.append_to(write)
        console.print(f"written to {write}", markup=False)
    raise typer.Exit(0 if found.ok else PARTIAL)


@sources_app.command("learn")
def learn(
    site: Annotated[str, typer.Argument(help="A site's address, or a source's name.")],
    export: Annotated[
        Path | None, typer.Option(help="Write all of it to this file, to keep or share.")
    ] = None,
    bring: Annotated[
        Path | None, typer.Option("--import", help="Put what this file has in its place.")
    ] = None,
    database: Database = DATABASE,
    json: Json = False,
) -> None:
    """Show what was learned of a site from its pages: where things stand, which claims agree, new layouts."""
    from crawler.runs import learned

    found = learned.bring(database, site, bring) if bring is not None else learned.learned(database, site)
    if export is not None:
        found.export(export)
    if json:
        _print_json(found.to_json())
    else:
        found.show(Console(highlight=False))


@sources_app.command("check")
def check(file: Annotated[Path, typer.Argument()] = Path("sources.toml")) -> None:
    """Read a sources file and say all that is wrong with it."""
    from crawler.sources.file import check_sources

    loaded, errors = check_sources(file)
    for error in errors:
        console.print(str(error), markup=False, soft_wrap=True)
    if errors:
        raise typer.Exit(errors[0].exit_code)
    names = ", ".join(source.name for source in loaded)
    console.print(f"{file}: {len(loaded)} sources: {names}", markup=False, soft_wrap=True)


@store_app.command("copy")
def copy_store(
    source: Annotated[str, typer.Argument(metavar="FROM", help="The store's URL or path.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="An empty database, or a copy broken off.")],
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Copy a store into another database and prove that both are the same; goes on if broken off."""
    from crawler.runs.storecommands import copy_whole

    with _counting("rows", quiet=quiet) as seen:
        copied = copy_whole(source, target, seen)
    if json:
        _print_json(copied)
    elif not quiet:
        for one in copied:
            console.print(f"{one['table']}: {one['rows']} rows, sha256 {one['sha256'][:16]}", markup=False)


IdentityFolder = Annotated[
    Path, typer.Argument(envvar="WARRAQ_IDENTITY", metavar="FOLDER", help="Key, agent and directory.")
]


@identity_app.command("create")
def create_identity(
    agent: Annotated[str, typer.Option(metavar="URL", help="Your site, which publishes the key.")],
    folder: IdentityFolder = Path("identity"),
) -> None:
    """Make a key, and the directory to publish on your site."""
    from crawler.fetching.identity import Identity

    _tell_identity(Identity.create(agent, folder), folder)


@identity_app.command("show")
def show_identity(folder: IdentityFolder = Path("identity")) -> None:
    """Check a folder, and say which key it has and where its directory belongs."""
    from crawler.fetching.identity import Identity

    _tell_identity(Identity.load(folder), folder)


def _tell_identity(identity: "Identity", folder: Path) -> None:
    from crawler.fetching.identity import DIRECTORY, KEY, MEDIA_TYPE

    console.print(
        f"key {identity.keyid} in {folder / KEY}: keep it to yourself", markup=False, soft_wrap=True
    )
    where = f"publish {folder / DIRECTORY} at {identity.published_at}, as {MEDIA_TYPE}"
    console.print(where, markup=False, soft_wrap=True)


@contextmanager
def _counting(what: str, *, quiet: bool) -> Iterator[Callable[[int], object]]:
    """What long work tells how far it is, on a terminal; elsewhere nothing is shown."""
    if quiet or not console.is_terminal:
        yield lambda count: None
        return
    with console.status("starting …") as spinner:
        yield lambda count: spinner.update(f"{count} {what}")


def _log_plainly(quiet: bool) -> None:
    """Log lines with their times, of a command that runs for long."""
    import logging

    form = "%(asctime)s %(levelname)s %(message)s"
    logging.basicConfig(format=form, datefmt="%Y-%m-%dT%H:%M:%S%z", level="WARNING" if quiet else "INFO")


@contextmanager
def _needing(package: str, extra: str, otherwise: str = "") -> Iterator[None]:
    """Around the import of what an extra brings; `otherwise`: what can be done without."""
    from crawler.errors import InputError

    try:
        yield
    except ModuleNotFoundError as error:
        hint = f'pip install "warraq[{extra}]"{otherwise}'
        raise InputError(f"needs the Python package {package}: {hint}", name=f"warraq[{extra}]") from error


def _print_json(value: object) -> None:
    import msgspec

    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")


def main() -> NoReturn:
    """Run the command; an error that we know is one line, and its kind is the exit code."""
    try:
        app(standalone_mode=True)
    except WarraqError as error:
        console.print(f"[red]warraq:[/] {_plain(error)}", soft_wrap=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        # whoever read us has seen enough (`warraq export - | head`)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    sys.exit(0)


def _plain(error: Exception) -> str:
    from rich.markup import escape

    return escape(str(error))


if __name__ == "__main__":
    main()
