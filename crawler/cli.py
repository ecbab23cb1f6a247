"""The command line: one function a command. Heavy imports wait inside the command that needs them.

Exit codes: 0 done · 1 unexpected error · 2 wrong input · 3 the store could not be read or written ·
4 done, but a source or page brought nothing · 130 interrupted (what was fetched is saved).
"""

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click
from click.exceptions import Exit

from crawler import __version__
from crawler.console import Console
from crawler.errors import INTERRUPTED, PARTIAL, InputError, WarraqError
from crawler.text import counted

if TYPE_CHECKING:
    from crawler.fetching.identity import Identity

DATABASE = "sqlite:///output/warraq.db"
DATASET = "output/articles.jsonl"
# The choices that --help shows; each command's own module says no to any other (a test compares them).
WORK = ("crawl", "deliver", "extract")  # the queues (a test compares them), without their file being read
EXTRACT_FORMS = ("json", "csv", "markdown", "text", "html", "xml-tei")
DATASET_FORMS = ("jsonl", "jsonl.gz", "jsonl.zst", "parquet")
USES = ("train", "search", "any")
PAGE_FORMS = ("md", "json", "html", "txt", "xml")
SHELLS = ("bash", "zsh", "fish")

PATH = click.Path(path_type=Path)
AMOUNT = click.IntRange(min=1)
MINUTES = click.FloatRange(min=0.1)

Completer = Callable[[click.Context, click.Parameter, str], list[str]]
Command = TypeVar("Command", bound=Callable[..., object])

console = Console(stderr=True)


def _completes(*choices: str) -> Completer:
    """What the shell offers for an option's value."""
    return lambda context, parameter, begun: [one for one in choices if one.startswith(begun)]


def _one_of(
    *names: str, among: Sequence[str], told: str, default: str | None = None
) -> Callable[[Command], Command]:
    """An option with a value of a few, which its help shows and the shell offers; the command checks it."""
    shown = "|".join(among)
    return click.option(*names, metavar=shown, default=default, shell_complete=_completes(*among), help=told)


# Options that several commands have.
_database = click.option(
    "--database",
    envvar="WARRAQ_DATABASE",
    show_envvar=True,
    metavar="URL",
    default=DATABASE,
    help="SQLAlchemy URL or a file's path.",
)
_quiet = click.option("--quiet", "-q", is_flag=True, help="Nothing but errors.")
_json = click.option("--json", is_flag=True, help="Print the result as JSON.")
_contact = click.option(
    "--contact",
    envvar="WARRAQ_CONTACT",
    show_envvar=True,
    default="",
    show_default=False,
    help="Your e-mail or page, for the User-Agent. Without: 50 pages a site.",
)
_allow_private = click.option(
    "--allow-private", metavar="HOST:PORT", multiple=True, help="A private address that may be crawled."
)
_workers = click.option(
    "--workers",
    metavar="auto|N",
    default="auto",
    help="Engines that crawl, each with its share of the cores; with --from, extraction processes.",
)
_health = click.option(
    "--health",
    metavar="[HOST:]PORT",
    help="Serve /health and /metrics there; without HOST on 127.0.0.1.",
)
_browser = click.option(
    "--browser",
    envvar="WARRAQ_BROWSER",
    show_envvar=True,
    metavar="PATH",
    default="",
    show_default=False,
    help="For pages that need scripts, if not the Chromium on PATH.",
)
_export = click.option("--export/--no-export", default=True, help="Leave the dataset, or the store alone.")


class _App(click.Group):
    def list_commands(self, context: click.Context) -> list[str]:
        """In the order in which they are wanted, which is that of this file; groups come last."""
        return sorted(self.commands, key=lambda name: isinstance(self.commands[name], click.Group))

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except BrokenPipeError:
            # whoever read us has seen enough (`warraq export - | head`)
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise Exit(0) from None


@click.group(
    cls=_App,
    context_settings={"show_default": True},
    epilog="Exit codes: 0 done, 1 unexpected, 2 wrong input, 3 store, 4 something failed, 130 interrupted.",
)
@click.version_option(
    __version__, message="%(prog)s %(version)s", prog_name="warraq", help="Print the version."
)
def app() -> None:
    """Crawls news sites into clean, deduplicated articles."""


@app.group("sources")
def sources_app() -> None:
    """Find and check sources."""


@app.group("store")
def store_app() -> None:
    """Whole stores."""


@app.group("identity")
def identity_app() -> None:
    """Prove who is asking: signed requests."""


@app.command()
@click.argument("targets", nargs=-1)
@click.option("--sources", type=PATH, help="The sources file.")
@click.option(
    "--from",
    "saved",
    metavar="PATH",
    type=PATH,
    multiple=True,
    help="Saved pages instead: WARC, folder, HTML.",
)
@click.option("--limit", type=AMOUNT, help="Articles a source (default 100).")
@click.option("--since", help="Only newer: 2026-11-01, 36h, 7d.")
@click.option(
    "--backfill/--no-backfill",
    default=False,
    show_default=False,
    help="Archives too: every sitemap, no limit but --limit.",
)
@click.option("--warc", metavar="DIR", type=PATH, help="Write what is fetched there, as WARC files.")
@_browser
@click.option("--due", is_flag=True, help="Only what is due: listings keep the rhythm that was learnt.")
@click.option("--minutes", type=MINUTES, help="Begin nothing after that; what is left stays due.")
@click.option("--output", type=PATH, default=DATASET, help="The dataset that is left; .gz and .zst compress.")
@_export
@_database
@_contact
@_allow_private
@_workers
@click.option(
    "--fail-on",
    metavar="WHAT",
    multiple=True,
    help="Exit code 4 where a source is not as usual: quiet, when it collects nothing; fewer, when it brings "
    "half or less; missing, when its articles lack what most had; drift, when its pages are built anew.",
)
@_quiet
@_json
@click.option("--verbose", "-v", is_flag=True, help="Every page in the log.")
def crawl(
    *,
    targets: Sequence[str],
    sources: Path | None,
    saved: Sequence[Path],
    limit: int | None,
    since: str | None,
    backfill: bool,
    warc: Path | None,
    browser: str,
    due: bool,
    minutes: float | None,
    output: Path,
    export: bool,
    database: str,
    contact: str,
    allow_private: Sequence[str],
    workers: str,
    fail_on: Sequence[str],
    quiet: bool,
    json: bool,
    verbose: bool,
) -> None:
    """Crawl sources, store what is new, leave the dataset.

    TARGETS are addresses, or names out of --sources; with --from, saved pages are read instead.
    """
    from crawler.runs.forking import context

    context()  # the process that extracting ones are forked from gets ready while this one imports the rest
    from crawler.runs.crawl import Crawl

    if not (targets or sources or saved) and Path("sources.toml").exists():
        sources = Path("sources.toml")
    level = "DEBUG" if verbose else "WARNING" if quiet or console.is_terminal else "INFO"
    outcome = Crawl(
        database=database,
        contact=contact,
        allow_private=list(allow_private),
        workers=workers,
        log_level=level,
        quiet=quiet,
        console=console,
        fail_on=list(fail_on),
        warc=warc,
        browser=browser,
    ).run(
        sources=sources,
        targets=list(targets),
        saved=list(saved),
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
        outcome.show(Console())
    raise Exit(outcome.exit_code)


@app.command()
@click.option(
    "--sources", type=PATH, default="sources.toml", help="The sources file, read again when it changes."
)
@click.option("--output", type=PATH, default=DATASET, help="The dataset that the watch leaves at its end.")
@_export
@_database
@_contact
@_allow_private
@_workers
@click.option(
    "--queue/--no-queue",
    default=None,
    help="Queue what is due for `warraq worker`, or crawl it here (default: queue on PostgreSQL).",
)
@_health
@_quiet
def watch(
    *,
    sources: Path,
    output: Path,
    export: bool,
    database: str,
    contact: str,
    allow_private: Sequence[str],
    workers: str,
    queue: bool | None,
    health: str | None,
    quiet: bool,
) -> None:
    """Crawl what is due, again and again, until SIGTERM or Ctrl-C.

    With a PostgreSQL store, what is due is queued for `warraq worker`.
    """
    _log_plainly("WARNING" if quiet else "INFO")
    if database.startswith("postgres") if queue is None else queue:
        with _needing("procrastinate", "machines", "; --no-queue crawls here, as on SQLite"):
            from crawler.machines.queueing import watch_queue
        private = list(allow_private)
        watch_queue(sources, database=database, contact=contact, allow_private=private, health=health)
        return
    from crawler.ops.watch import watch as keep_watching

    keep_watching(
        sources,
        database=database,
        output=output,
        contact=contact,
        allow_private=list(allow_private),
        workers=workers,
        health=health,
        export=export,
    )


@app.command()
@_database
@_contact
@_allow_private
@_workers
@click.option(
    "--minutes",
    type=MINUTES,
    default=10.0,
    help="A slice: what a site has left then goes back into the queue.",
)
@_one_of(
    "--work",
    "kind",
    among=WORK,
    default="crawl",
    told="Which queue: sites, destinations that are behind, archives of `extract --queue`.",
)
@click.option(
    "--destinations",
    type=PATH,
    default="destinations.toml",
    help="With --work deliver: what the destinations are.",
)
@_health
@_quiet
def worker(
    *,
    database: str,
    contact: str,
    allow_private: Sequence[str],
    workers: str,
    minutes: float,
    kind: str,
    destinations: Path,
    health: str | None,
    quiet: bool,
) -> None:
    """Work at the queue of a store, on any number of machines.

    The store is on PostgreSQL, as --database names it; sites are what `warraq watch` queued.
    """
    from crawler.runs.forking import context

    if kind not in WORK:
        raise InputError(f"allowed are {', '.join(WORK)}", name=f"--work {kind}")
    _log_plainly("WARNING" if quiet else "INFO")
    with _needing("procrastinate", "machines"):
        from crawler.machines.archivejobs import extract_from_queue
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
        allow_private=list(allow_private),
        workers=workers,
        minutes=minutes,
        health=health,
    )


@app.command()
@click.argument("inputs", nargs=-1)
@click.option(
    "--input", "-i", "lists", metavar="FILE", multiple=True, help="A list of addresses or paths, one a line."
)
@click.option(
    "--from",
    "archives",
    metavar="URL",
    multiple=True,
    help="Web archives anywhere (s3://…/*.warc.gz, …/warc.paths.gz, cc-news:2026-10): a file each "
    "in --output, or revisions in --store, and on from there when started again.",
)
@click.option("--store", metavar="URL", help="With --from: the store in which the pages become revisions.")
@click.option(
    "--queue", is_flag=True, help="With --store: leave the archives to `warraq worker --work extract`."
)
@click.option("--again", is_flag=True, help="With --store: archives that are done are read again.")
@_one_of(
    "--format",
    "form",
    among=EXTRACT_FORMS,
    default="json",
    told="Of each record; Markdown has the metadata as front matter.",
)
@click.option("--output", "-o", metavar="FILE|DIR/", help="Write there; in DIR/ a file a page.")
@click.option("--blocks/--no-blocks", default=False, show_default=False, help="With the body's structure.")
@click.option(
    "--explain/--no-explain",
    default=False,
    show_default=False,
    help="Print the evidence for each field on standard error.",
)
@_one_of(
    "--render",
    among=("never", "auto", "always"),
    default="never",
    told="Of addresses: a browser fills those that need scripts, or all (warraq[render]).",
)
@_browser
@_contact
@_allow_private
@click.option("--workers", type=click.IntRange(min=0), default=0, help="Processes; 0 is one a core.")
@_quiet
def extract(
    *,
    inputs: Sequence[str],
    lists: Sequence[str],
    archives: Sequence[str],
    store: str | None,
    queue: bool,
    again: bool,
    form: str,
    output: str | None,
    blocks: bool,
    explain: bool,
    render: str,
    browser: str,
    contact: str,
    allow_private: Sequence[str],
    workers: int,
    quiet: bool,
) -> None:
    """Turn pages into records, one JSON line each. Bad pages are named on standard error.

    INPUTS are URLs, HTML files, folders or WARC files; - is HTML on stdin.
    """
    from crawler.runs.forking import context

    context()  # the process that extracting ones are forked from gets ready while this one imports the rest
    from crawler.runs.extracting import Extract, listed

    named = [*inputs, *(line for file in lists for line in listed(file))]
    if store and (output or not archives):
        raise InputError("goes with --from, and without --output", name="--store")
    _require_store(store, queue=queue, again=again)
    if archives and (named or form != "json"):
        raise InputError("goes with --output or --store, and its records are JSON Lines", name="--from")
    if store and queue:
        _queue_archives(list(archives), store, again=again, quiet=quiet)
        return
    if archives:
        raise Exit(_from_archives(list(archives), output, store, again=again, workers=workers, quiet=quiet))
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
    raise Exit(code)


def _require_store(store: str | None, **given: bool) -> None:
    """None of these options without --store."""
    for name in (name for name, wanted in given.items() if wanted and not store):
        raise InputError("goes with --store", name=f"--{name}")


def _queue_archives(archives: list[str], store: str, *, again: bool, quiet: bool) -> None:
    with _needing("procrastinate", "machines"):
        from crawler.machines.archivejobs import queue_archives
    added = queue_archives(archives, store, again=again)
    if not quiet:
        console.print(f"{counted(added, 'archive')} queued")


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
@click.argument("output", metavar="[FILE|DIR/|-]", default=DATASET)
@click.option("--source", multiple=True, help="Only this source; may be repeated.")
@click.option("--language", multiple=True, help="Only this language; may be repeated.")
@click.option("--since", help="Published from then on: 2026-11-01, 7d.")
@click.option("--until", help="Published before then.")
@click.option("--fields", help="Only these, comma-separated, in this order.")
@_one_of(
    "--copies",
    among=("first", "all"),
    default="first",
    told="One article a cluster of copies, or every article.",
)
@_one_of(
    "--rights",
    among=USES,
    told="Only what no page or site reserves for that use (any: for none at all).",
)
@click.option("--dataset", metavar="DIR", help="Instead: a folder to publish, with a card.")
@click.option(
    "--form",
    metavar="FORM",
    shell_complete=_completes(*DATASET_FORMS, *PAGE_FORMS),
    help=f"Of --dataset: {', '.join(DATASET_FORMS)}; of DIR/: {', '.join(PAGE_FORMS)}.",
)
@click.option("--title", default="News articles", help="Of the folder's card.")
@click.option(
    "--license", metavar="NAME", default="other", help="What the card says of it: cc-by-4.0, other."
)
@_database
@_quiet
def export(
    *,
    output: str,
    source: Sequence[str],
    language: Sequence[str],
    since: str | None,
    until: str | None,
    fields: str | None,
    copies: str,
    rights: str | None,
    dataset: str | None,
    form: str | None,
    title: str,
    license: str,
    database: str,
    quiet: bool,
) -> None:
    """Write the stored articles: a file, a folder, or a dataset.

    The same store gives the same bytes each time.

    The name's ending is the format: .jsonl, .csv, .md (.gz, .zst), .parquet; DIR/ takes a file an
    article. Without a name it is output/articles.jsonl.
    """
    from crawler.runs.storecommands import Wanted, export_articles, export_files, export_folder

    wanted = Wanted.parse(
        source=list(source),
        language=list(language),
        since=since,
        until=until,
        copies=copies,
        use=rights,
    )
    with _counting("article", quiet=quiet) as seen:
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
        console.print(f"{counted(count, 'article')} → {dataset or output}")


@app.command()
@click.argument("article")
@_database
@_json
def history(*, article: str, database: str, json: bool) -> None:
    """Show an article's revisions and what changed from each.

    ARTICLE is its address or its id.
    """
    from crawler.runs.storecommands import read_history
    from crawler.runs.storeviews import show_history

    found = read_history(database, article)
    if json:
        _print_json(found)
    else:
        show_history(found, Console())


@app.command()
@click.argument("article")
@_database
def forget(*, article: str, database: str) -> None:
    """Erase an article's text, and never fetch its addresses again.

    ARTICLE is its address or its id.
    """
    from crawler.runs.storecommands import forget_article

    console.print(forget_article(database, article))


@app.command()
@click.argument("destinations", type=PATH, default="destinations.toml")
@click.option("--only", multiple=True, help="Only this destination; may be repeated.")
@click.option(
    "--follow/--no-follow", default=False, show_default=False, help="Go on with what comes, until stopped."
)
@click.option(
    "--again/--no-again", default=False, show_default=False, help="Also those that wait after a failure."
)
@_database
@_json
def deliver(
    *, destinations: Path, only: Sequence[str], follow: bool, again: bool, database: str, json: bool
) -> None:
    """Bring what is new in the store to files, webhooks, commands.

    DESTINATIONS is the destinations file (destinations.toml).
    """
    from crawler.runs.delivering import run_delivery

    _log_plainly("INFO" if follow else "ERROR")  # without --follow, the report at the end says all of it
    report = run_delivery(database, destinations, only=list(only), follow=follow, again=again)
    if json:
        _print_json(report.to_json())
    else:
        for line in report.lines():
            console.print(line)
    raise Exit(PARTIAL if report.failed else 0)


@app.command()
@_database
@_json
def status(*, database: str, json: bool) -> None:
    """What the store holds, a source at a time, and the last runs."""
    from crawler.runs.storecommands import read_status
    from crawler.runs.storeviews import show_status

    found = read_status(database)
    if json:
        _print_json(found)
    else:
        show_status(found, Console())


@app.command()
def schema() -> None:
    """Print the record's JSON Schema."""
    from pipelines.record import json_schema

    _print_json(json_schema())


@app.command()
@_database
@click.option("--check", is_flag=True, help="Read the whole store for broken links.")
def doctor(*, database: str, check: bool) -> None:
    """Look at the installation and the store, and say what is wrong."""
    from crawler.ops.doctor import examine

    raise Exit(examine(database, Console(), thorough=check))


@app.command()
@click.argument("shell", metavar="|".join(SHELLS))
def completion(*, shell: str) -> None:
    """Print what completes commands and options in a shell.

    In ~/.bashrc or ~/.zshrc: eval "$(warraq completion bash)", or zsh; for fish see docs/formats.md.
    """
    from click.shell_completion import get_completion_class

    from crawler.errors import InputError

    kind = get_completion_class(shell)
    if kind is None:
        raise InputError(f"allowed are {', '.join(SHELLS)}", name=shell)
    print(kind(app, {}, "warraq", "_WARRAQ_COMPLETE").source())


@sources_app.command("find")
@click.argument("url")
@click.option("--write", type=PATH, help="Append the entries to this file.")
@_contact
@_allow_private
@_json
def find(*, url: str, write: Path | None, contact: str, allow_private: Sequence[str], json: bool) -> None:
    """Show the feeds, sitemaps and fronts of a site, and the entry for sources.toml.

    URL is a site's address, or a feed reader's list (.opml).
    """
    from crawler.runs.find import find_source, listed_sources

    if Path(url).suffix.lower() == ".opml":
        listed = listed_sources(Path(url), write)
        if json:
            _print_json(listed.to_json())
        elif write is None:
            print(listed.entries, end="")
        if write is not None:
            console.print(f"{listed.told} → {write}")
        return
    found = find_source(url, contact=contact, allow_private=list(allow_private))
    if json:
        _print_json(found.to_json())
    else:
        found.show(console)
        print(found.entry, end="")
    if write is not None:
        found.append_to(write)
        console.print(f"written to {write}")
    raise Exit(0 if found.ok else PARTIAL)


@sources_app.command("learn")
@click.argument("site")
@click.option("--export", type=PATH, help="Write all of it to this file, to keep or share.")
@click.option("--import", "bring", type=PATH, help="Put what this file has in its place.")
@_database
@_json
def learn(*, site: str, export: Path | None, bring: Path | None, database: str, json: bool) -> None:
    """Show what was learned of a site: where things stand, new layouts.

    SITE is a site's address, or a source's name.
    """
    from crawler.runs import learned

    found = learned.bring(database, site, bring) if bring is not None else learned.learned(database, site)
    if export is not None:
        found.export(export)
    if json:
        _print_json(found.to_json())
    else:
        found.show(Console())


@sources_app.command("check")
@click.argument("file", type=PATH, default="sources.toml")
def check(*, file: Path) -> None:
    """Read a sources file and say all that is wrong with it."""
    from crawler.sources.file import check_sources

    loaded, errors = check_sources(file)
    for error in errors:
        console.print(str(error))
    if errors:
        raise Exit(errors[0].exit_code)
    names = ", ".join(source.name for source in loaded)
    console.print(f"{file}: {counted(len(loaded), 'source')}: {names}")


@store_app.command("copy")
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@_json
@_quiet
def copy_store(*, source: str, target: str, json: bool, quiet: bool) -> None:
    """Copy a store into another database, and prove both the same.

    A copy that was broken off goes on where it was.

    FROM is the store's URL or path; TO an empty database, or a copy that was broken off.
    """
    from crawler.runs.storecommands import copy_whole

    with _counting("row", quiet=quiet) as seen:
        copied = copy_whole(source, target, seen)
    if json:
        _print_json(copied)
    elif not quiet:
        for one in copied:
            console.print(f"{one['table']}: {counted(one['rows'], 'row')}, sha256 {one['sha256'][:16]}")


_folder = click.argument("folder", type=PATH, envvar="WARRAQ_IDENTITY", default="identity")


@identity_app.command("create")
@click.option("--agent", metavar="URL", required=True, help="Your site, which publishes the key.")
@_folder
def create_identity(*, agent: str, folder: Path) -> None:
    """Make a key, and the directory to publish on your site.

    FOLDER (WARRAQ_IDENTITY; identity) gets the key, the agent and the directory.
    """
    from crawler.fetching.identity import Identity

    _tell_identity(Identity.create(agent, folder), folder)


@identity_app.command("show")
@_folder
def show_identity(*, folder: Path) -> None:
    """Check a folder, and say which key it has and where its directory belongs."""
    from crawler.fetching.identity import Identity

    _tell_identity(Identity.load(folder), folder)


def _tell_identity(identity: "Identity", folder: Path) -> None:
    from crawler.fetching.identity import DIRECTORY, KEY, MEDIA_TYPE

    console.print(f"key {identity.keyid} in {folder / KEY}: keep it to yourself")
    where = f"publish {folder / DIRECTORY} at {identity.published_at}, as {MEDIA_TYPE}"
    console.print(where)


@contextmanager
def _counting(what: str, *, quiet: bool) -> Iterator[Callable[[int], object]]:
    """What long work tells how far it is, on a terminal; elsewhere nothing is shown."""
    if quiet or not console.is_terminal:
        yield lambda count: None
        return
    with console.status("starting …") as show:
        yield lambda count: show(counted(count, what))


def _log_plainly(level: str) -> None:
    """Log lines with their times, of a command that runs for long."""
    import logging

    form = "%(asctime)s %(levelname)s %(message)s"
    logging.basicConfig(format=form, datefmt="%Y-%m-%dT%H:%M:%S%z", level=level)


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


def _hear_hangup() -> None:
    """A terminal that is closed ends a command as SIGTERM does: in an orderly way. `nohup` goes before."""
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:
        signal.signal(signal.SIGHUP, lambda number, frame: signal.raise_signal(signal.SIGTERM))


def main() -> NoReturn:
    """Run the command; an error that we know is one line, and its kind is the exit code."""
    _hear_hangup()
    try:
        code = app(prog_name="warraq", standalone_mode=False)  # what `Exit` was raised with
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except WarraqError as error:
        console.print(str(error), head="warraq: ", colour="red")
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(INTERRUPTED)
    sys.exit(code or 0)


if __name__ == "__main__":
    main()
