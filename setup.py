"""How the wheel differs from the checkout: it has one top-level name.

`crawler/` and `pipelines/` are names that a user's own project may have, too, and Python would import theirs
in the place of ours. In the wheel both lie inside `warraq/`, and every module that names one of them, in an
import or as the dotted path that a setting holds, is written anew with the longer name. A checkout, installed
with `pip install -e`, keeps the short names.

One module is compiled where Cython and a C compiler are found: the walk over a page's tree. Where they are
not, the installation succeeds all the same, and the walk in Python does the work (`warraq doctor` says which
one does). WARRAQ_PURE=1 leaves it out: the wheel that is published has no machine's code in it.
"""

import ast
import os
import shutil
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from setuptools.command.build_py import build_py

INSIDE = ("crawler", "pipelines")
COMPILED = "crawler/pages/blocks/compiledwalk"


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
        } | {COMPILED.replace("/", ".")}
        for file in [*files, *sorted((built / "warraq").glob("*.py"))]:
            file.write_text(renamed(file.read_text("utf-8"), modules), "utf-8")
        for room in INSIDE:
            shutil.rmtree(built / "warraq" / room, ignore_errors=True)  # of an earlier build
            shutil.move(built / room, built / "warraq" / room)


class WhereItCan(build_ext):
    """Compiles, or says why not and goes on; what is compiled for a wheel moves with its room."""

    def initialize_options(self) -> None:
        super().initialize_options()
        self.cython_c_in_temp = True

    def run(self) -> None:
        super().run()
        if not self.inplace:
            for file in sorted(Path(self.build_lib, INSIDE[0]).rglob("compiledwalk.*")):
                shutil.move(file, Path(self.build_lib, "warraq", file.relative_to(self.build_lib)))
            shutil.rmtree(Path(self.build_lib, INSIDE[0]), ignore_errors=True)

    def build_extension(self, ext: Extension) -> None:
        try:
            super().build_extension(ext)
        except Exception as error:
            self.warn(f"{ext.name} is not compiled, the same in Python does its work: {error}")


def extensions() -> list[Extension]:
    """What is to be compiled; nothing where Cython, or lxml with its headers, is missing."""
    try:
        import Cython  # noqa: F401
        import lxml
    except ImportError:
        return []
    include = lxml.get_include()
    walk = Extension(COMPILED.replace("/", "."), [f"{COMPILED}.pyx"], include_dirs=include, optional=True)
    return [] if os.environ.get("WARRAQ_PURE") else [walk]


setup(cmdclass={"build_py": OneName, "build_ext": WhereItCan}, ext_modules=extensions())
