"""destinations.toml: what it may say, and the errors for what it may not."""

import re
from pathlib import Path

import pytest

from crawler.errors import InputError
from pipelines.delivery.destinations import Csv, DestinationsError, Jsonl, Webhook, load_destinations

GOOD = """
[[destination]]
name = "archive"
type = "jsonl"
path = "out/{source}/{day}.jsonl.zst"
max_mb = 64

[[destination]]
name = "أخبار"
type = "csv"
path = "news.csv"
languages = ["ar"]
fields = ["title", "text"]

[[destination]]
name = "search"
type = "webhook"
url = "https://search.example/articles"
secret_env = "WARRAQ_HOOK_SECRET"
start = "now"

[[destination]]
name = "local"
type = "webhook"
url = "http://127.0.0.1:9200/articles"

[[destination]]
name = "columns"
type = "parquet"
path = "columns"

[[destination]]
name = "bucket"
type = "csv"
path = "s3://news/{language}/{month}.csv.gz"
every = 300

[[destination]]
name = "program"
type = "command"
command = ["psql", "-c", "COPY articles FROM STDIN"]
"""

HEAD = "[[destination]]\nname = 'a'\n"
FILE = HEAD + "type = 'jsonl'\n"
STREAM = HEAD + "type = 'kafka'\n"
HOOK = HEAD + "type = 'webhook'\n"
# (text, line, words that the error holds)
WRONG = [
    ("", None, ["there is no [[destination]]"]),
    ("destination = []", None, ["names no destination"]),
    (HEAD, 1, ["type", "is missing"]),
    (HEAD + "type = 'ftp'\n", 3, ["type", "'ftp'", "jsonl, csv, parquet, webhook, kafka, command"]),
    (HEAD + "type = 3\n", 3, ["type", "allowed are"]),
    (FILE, 1, ["path", "is missing"]),
    (FILE + "path = 'a.jsonl'\nurl = 'x'\n", 5, ["url", "unknown key", "path, every, max_mb"]),
    (FILE + "path = 'a.json'\n", 4, ["path", ".jsonl, .jsonl.gz, .jsonl.zst"]),
    (FILE + "path = '{host}.jsonl'\n", 4, ["in braces allowed are day, month, source, language"]),
    (FILE + "path = '{day!r}.jsonl'\n", 4, ["in braces"]),
    (FILE + "path = '{.jsonl'\n", 4, ["is wrong"]),
    (FILE + "path = 'a.jsonl'\nmax_mb = 0\n", 5, ["max_mb", "0.001"]),
    (FILE + "path = 'a.jsonl'\nstart = 'later'\n", 5, ["start", "first and now"]),
    (FILE + "path = 'a.jsonl'\nfields = ['headline']\n", 5, ["'headline' is no field", "title"]),
    (FILE + "path = 'a.jsonl'\n" + FILE.replace("'a'", "'b'") + "path = 'a.jsonl'\n", 8, ["path", "twice"]),
    (FILE + "path = 'a.jsonl'\n" + FILE + "path = 'b.jsonl'\n", 6, ["name", "twice"]),
    (FILE + "path = 'nope://bucket/a.jsonl'\n", 4, ["path", "nope:// is nothing to write to", "s3://"]),
    (FILE + "path = 'https://n.example/a.jsonl'\n", 4, ["path", "https:// is nothing to write to"]),
    (FILE + "path = 'sftp://ann:hidden@n.example/a.jsonl'\n", 4, ["path", "holds a password", "environment"]),
    (FILE + "path = 's3://bucket/a?sig=hidden.jsonl'\n", 4, ["path", "may hold no ?"]),
    (FILE + "path = 'simplecache::s3://bucket/a.jsonl'\n", 4, ["path", "nothing to write to"]),
    (FILE + "path = 's3://bucket/{host}.jsonl'\n", 4, ["in braces allowed are day, month"]),
    (FILE + "path = 's3://bucket/a.json'\n", 4, ["path", ".jsonl, .jsonl.gz, .jsonl.zst"]),
    (FILE + "path = 'file://a.jsonl'\n", 4, ["path", "file:///from/the/root"]),
    (FILE + "path = 'a.jsonl'\nevery = -1\n", 5, ["every", "0 to 3600"]),
    (HOOK + "url = 'http://search.example/'\n", 4, ["url", "https"]),
    (HOOK + "url = 'ftp://search.example/'\n", 4, ["url", "https"]),
    (HOOK + "url = 'https://[::1/'\n", 4, ["url", "no address"]),
    (HOOK + "url = 'https://ann:hidden@search.example/'\n", 4, ["url", "token_env"]),
    (HOOK + "url = 'https://search.example/'\nsecret_env = 'whsec_hidden+/'\n", 5, ["secret_env"]),
    (HOOK + "url = 'https://search.example/'\ntimeout = 'long'\n", 5, ["timeout", "float"]),
    (HOOK + "url = 'https://search.example/'\nrows = 0\n", 5, ["rows", "1 to"]),
    (HOOK + "url = 'https://n.example/'\nheaders = {X-Api-Key = 'hidden'}\n", 5, ["X-Api-Key", "env ="]),
    (HOOK + "url = 'https://n.example/'\nheaders = {'a b' = 'x'}\n", 5, ["headers", "no name of a header"]),
    (HOOK + "url = 'https://n.example/'\nheaders = {Host = 'x'}\n", 5, ["Host is set by Warraq itself"]),
    (HOOK + "url = 'https://n.example/'\nheaders = {A = {env = 'a-b'}}\n", 5, ["no environment variable"]),
    (STREAM + "servers = 'kafka.example'\ntopic = 'n'\n", 4, ["servers", "host:port"]),
    (STREAM + "servers = 'k:9092'\ntopic = 'no spaces'\n", 5, ["topic", "no topic's name"]),
    (STREAM + "servers = 'k:1'\ntopic = 'n'\nsettings = {acks = '0'}\n", 6, ["acks is set by Warraq itself"]),
    (STREAM + "servers = 'k:1'\ntopic = 'n'\nsettings = {'sasl.password' = 'hidden'}\n", 6, ["env ="]),
    (HEAD + "type = 'command'\ncommand = []\n", 4, ["command", "list"]),
    (HEAD + "type = 'command'\ncommand = 'ls'\n", 4, ["command", "array"]),
    (HEAD + "type = 'parquet'\npath = '{day}'\n", 4, ["path", "folder"]),
    ("[destination]\nname = 'a'\n", 1, ["double brackets"]),
]


def test_a_good_file(tmp_path: Path) -> None:
    file = tmp_path / "destinations.toml"
    file.write_text(GOOD, "utf-8")
    loaded = load_destinations(file)
    assert loaded.folder == tmp_path
    archive, news, search, *_ = loaded.entries
    assert isinstance(archive, Jsonl)
    assert isinstance(news, Csv)
    assert isinstance(search, Webhook)
    assert (archive.max_mb, news.languages, search.start, search.rows) == (64, ("ar",), "now", 100)
    assert [entry.name for entry in loaded.only(["search", "archive"]).entries] == ["search", "archive"]
    with pytest.raises(InputError, match="searhc: is no destination; there are archive, "):
        loaded.only(["searhc"])


@pytest.mark.parametrize(("text", "line", "words"), WRONG)
def test_a_wrong_file_is_told_where_and_what(
    tmp_path: Path, text: str, line: int | None, words: list[str]
) -> None:
    file = tmp_path / "destinations.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(DestinationsError) as caught:
        load_destinations(file)
    message = str(caught.value)
    assert message.startswith(str(file) + (f":{line}:" if line else ":"))
    assert "\n" not in message
    assert "hidden" not in message
    for word in words:
        assert word in message


def test_the_documentations_example_loads(tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / "destinations.md").read_text("utf-8")
    [example] = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    file = tmp_path / "destinations.toml"
    file.write_text(example, "utf-8")
    names = [entry.name for entry in load_destinations(file).entries]
    assert names == ["archive", "table", "bucket", "search", "stream", "program"]


@pytest.mark.parametrize("name", ["destinations.md", "recipes.md"])
def test_the_documents_examples_are_good_files(name: str, tmp_path: Path) -> None:
    text = (Path(__file__).parents[2] / "docs" / name).read_text("utf-8")
    for number, example in enumerate(re.findall(r"```toml\n(.*?)```", text, re.DOTALL)):
        file = tmp_path / f"{number}.toml"
        file.write_text(example, "utf-8")
        assert load_destinations(file).entries
