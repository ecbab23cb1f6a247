"""README says what is so: its Python runs, its commands exist, its before and after are real."""

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest
import trafilatura
from click.testing import CliRunner
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from crawler.cli import app
from demo.server import DemoWeb

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")


def test_the_python_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out == "Ferry runs again\n"


ARABIC = (Path(__file__).parent.parent / "README.ar.md").read_text("utf-8")


def headings(text: str) -> list[int]:
    """The level of each heading, in order."""
    plain = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    return [len(marks) for marks in re.findall(r"^(#+) ", plain, re.MULTILINE)]


def blocks(text: str) -> list[list[str]]:
    """The code blocks, their lines without comments."""
    found = re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [[re.sub(r"\s+# .*", "", line) for line in block.splitlines()] for block in found]


def names(text: str) -> list[str]:
    """What stands between backticks, links' targets, and the first cells of tables."""
    plain = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    return sorted(
        {*re.findall(r"`([^`]+)`", plain), *re.findall(r"\]\(([^)]+)\)", plain)}
        - {"README.md", "README.ar.md"}
    )


@pytest.mark.parametrize("parts", [headings, blocks, names])
def test_the_arabic_readme_says_all_that_this_one_says(parts: Callable[[str], list[object]]) -> None:
    assert parts(ARABIC) == parts(README)


def test_the_arabic_readme_has_every_row_of_every_table() -> None:
    assert len(re.findall(r"^\|", ARABIC, re.MULTILINE)) == len(re.findall(r"^\|", README, re.MULTILINE))


def commands() -> list[str]:
    return sorted(set(re.findall(r"`?warraq ([a-z]+(?: find)?)\b", README)))


@pytest.mark.parametrize("command", commands())
def test_every_command_exists(command: str) -> None:
    assert CliRunner().invoke(app, [*command.split(), "--help"]).exit_code == 0


DOCUMENTS = sorted((Path(__file__).parent.parent / "docs").glob("*.md"))


@pytest.mark.parametrize("text", [README, *(file.read_text("utf-8") for file in DOCUMENTS)])
def test_every_option_exists(text: str) -> None:
    for line in re.findall(r"^warraq .*$", text, re.MULTILINE):
        words = line.split()
        command = words[1:3] if words[1] in ("sources", "identity") else words[1:2]
        shown = CliRunner().invoke(app, [*command, "--help"], env={"COLUMNS": "200"}).output
        plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
        for option in re.findall(r"(?<= )--?[a-z-]+", line.partition("#")[0]):
            assert option in plain, line


def test_before_and_after() -> None:
    with DemoWeb() as web:
        address = next(a for a in web.addresses("article") if a.path == "/article/20411.html")
        with urlopen(address.url, timeout=10) as response:
            page = response.read()
    record = address.record
    assert record is not None
    lines = (trafilatura.extract(page) or "").splitlines()
    paragraphs = record["paragraphs"]
    assert f"{sum(p in lines for p in paragraphs)} of {len(paragraphs)} paragraphs" in README
    assert lines[0] == record["title"]
    assert record["kicker"] not in lines
    assert record["subtitle"] not in lines
    assert "سيريانيوز" in lines
    for field in ("title", "kicker", "published_at"):
        assert f'"{field}": "{record[field]}"' in README


def test_every_dependency_and_extra_is_accounted_for() -> None:
    root = Path(__file__).parent.parent
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = {canonicalize_name(Requirement(one).name) for one in project["dependencies"]}
    packages, extras = (root / "docs/dependencies.md").read_text("utf-8").split("## Extras")
    assert set(re.findall(r"^\| ([a-z][\w-]*) \|(?! MB)", packages, re.MULTILINE)) == wanted
    named = {
        name
        for row in re.findall(r"^\| (`.*?) \|", extras, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    }
    assert named == set(project["optional-dependencies"])
