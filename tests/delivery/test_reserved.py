"""`export --rights`: what pages and sites reserved stays out."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.cli import app
from pipelines.delivery.reserved import Use, permits
from pipelines.storage import Store
from tests.pipelines.making import NOW, article


@pytest.mark.parametrize(
    ("rights", "train", "search", "anything"),
    [
        ([], True, True, True),
        (["license:https://n.example/l", "tdm-policy:https://n.example/p"], True, True, True),
        (["noai"], False, True, False),
        (["noml"], False, True, False),
        (["content-signal:ai-train=no"], False, True, False),
        (["content-signal:search=no"], True, False, False),
        (["content-signal:ai-input=no"], True, True, False),
        (["noindex"], True, False, False),
        (["robots.txt content-signal:ai-train=no"], False, True, False),
        (
            ["robots.txt license:https://n.example/l", "tdmrep.json tdm-policy:https://n.example/p"],
            True,
            True,
            True,
        ),
        (["tdmrep.json tdm-reservation"], False, False, False),
        (["ai.txt ai-train=no"], False, True, False),
        (["tdm-reservation"], False, False, False),
        (["noimageai"], True, True, False),
        (["nosnippet"], True, True, False),
    ],
)
def test_what_is_reserved(rights: list[str], train: bool, search: bool, anything: bool) -> None:
    uses: dict[Use, bool] = {"train": train, "search": search, "any": anything}
    assert {use: permits(rights, use) for use in uses} == uses


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = str(tmp_path_factory.mktemp("rights") / "warraq.db")
    rights: tuple[list[str], ...] = (
        [],
        ["noai"],
        ["content-signal:search=no"],
        ["license:https://n.example/l"],
    )
    pages = [article(f"https://harbour.example/{n}", body=(f"Ferry {n} ran again.",)) for n in range(4)]
    for page, said in zip(pages, rights, strict=True):
        page.rights = list(said)
    with Store.open(url) as store:
        store.commit(pages, now=NOW)
    return url


@pytest.mark.parametrize(
    ("use", "kept"), [("train", "023"), ("search", "013"), ("any", "03"), (None, "0123")]
)
@pytest.mark.parametrize("form", ["a.jsonl", "a.csv", "pages/", "dataset"])
def test_every_way_out_asks(use: str | None, kept: str, form: str, database: str, tmp_path: Path) -> None:
    to = (
        ["--dataset", str(tmp_path / "set"), "--form", "jsonl"]
        if form == "dataset"
        else [f"{tmp_path}/{form}"]
    )
    done = CliRunner().invoke(
        app, ["export", *to, "--database", database, "-q", *(["--rights", use] if use else [])]
    )
    assert done.exit_code == 0, done.output
    if form == "pages/":
        assert len(list((tmp_path / "pages").iterdir())) == len(kept)
        return
    file = tmp_path / "set/data/articles-00000.jsonl" if form == "dataset" else tmp_path / form
    lines = file.read_text("utf-8").splitlines()
    if form == "a.csv":
        assert "".join(sorted(line.partition(",")[0][-1] for line in lines[1:])) == kept
    else:
        assert "".join(sorted(json.loads(line)["url"][-1] for line in lines)) == kept


def test_another_use_is_refused(database: str) -> None:
    done = CliRunner().invoke(app, ["export", "-", "--rights", "sell", "--database", database])
    assert "allowed are train, search, any" in str(done.exception)
