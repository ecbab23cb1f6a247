"""Commands of several machines where that extra is not installed: one line that says what to do."""

import sys

import pytest
from click.testing import CliRunner

from crawler.cli import app
from crawler.errors import InputError

URL = "postgresql://u:secret@127.0.0.1:1/w"


@pytest.mark.parametrize(
    ("words", "more"), [(["worker"], ""), (["watch"], "; --no-queue crawls here, as on SQLite")]
)
def test_a_missing_extra_is_named(words: list[str], more: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith("crawler.machines.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "procrastinate", None)
    result = CliRunner().invoke(app, [*words, "--database", URL])
    assert isinstance(result.exception, InputError)
    hint = f'needs the Python package procrastinate: pip install "warraq[machines]"{more}'
    assert str(result.exception) == f"warraq[machines]: {hint}"
