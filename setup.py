"""How the wheel differs from the checkout: it has one top-level name.

`crawler/` and `pipelines/` are names that a user's own project may have, too, and Python would import theirs
in the place of ours. In the wheel both lie inside `warraq/`, and every module that names one of them, in an
import or as the dotted path that a setting holds, is written anew with the longer name. A checkout, installed
with `pip install -e`, keeps the short names.
"""

import ast
import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

INSIDE = ("crawler", "pipelines")


def renamed(source: str, modules: set[str]) -> str:
    """The module's text with our rooms under `warraq`; `modules` are the dotted names of all that we have."""
    lines = source.splitlines(keepends=True)
    for line, column in sorted(_names(ast.parse(source), modules), reverse=True):
        raw = lines[line - 1].encode()  # ast counts in bytes of UTF-8
        place = min(found for room in INSIDE if (found := raw.find(room.encode(), column)) >= 0)
        lines[line - 1] = (raw[:place] + b"warraq." + raw[place:]).decode()
    return "".join(lines)


def _names(tree: ast.AST, modules: set[str]) -> list[tuple[int, int]]:
    """Where a name of ours begins, or something before it on its line: (line, byte)."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and not node.level and _ours(node.module, modules):
            found.append((node.lineno, node.col_offset))
        elif isinstance(node, ast.Import):
            if any(_ours(name.name, modules) for name in node.names):
                raise ValueError(f"line {node.lineno}: `import a.b` binds `a`; write `from a import b`")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and _dotted(node.value, modules):
            found.append((node.lineno, node.col_offset))
    return found


def _ours(name: str | None, modules: set[str]) -> bool:
    return name in modules


def _dotted(text: str, modules: set[str]) -> bool:
    """Is this the dotted path of a module, or of something in one? A room's bare name is a word like any."""
    return "." in text and (text in modules or text.rpartition(".")[0] in modules)


class OneName(build_py):
    """Copies as ever, then moves the rooms into `warraq/` and renames what names them."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        built = Path(self.build_lib)
        files = [file for room in INSIDE for file in sorted((built / room).rglob("*.py"))]
        modules = {
            ".".join(file.relative_to(built).with_suffix("").parts).removesuffix(".__init__")
            for file in files
        }
        for file in [*files, *sorted((built / "warraq").glob("*.py"))]:
            file.write_text(renamed(file.read_text("utf-8"), modules), "utf-8")
        for room in INSIDE:
            shutil.rmtree(built / "warraq" / room, ignore_errors=True)  # of an earlier build
            shutil.move(built / room, built / "warraq" / room)


setup(cmdclass={"build_py": OneName})
