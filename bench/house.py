"""The house in figures: rooms and their arrows, the way of one page, the size of functions.

    python -m bench.house [--way]

`--way` prints the way of the demo page as a list of calls: which function of which module calls which.
The demo page is the Arabic portal's hanging bridge (14 KB), extracted for the second time, so that what is
computed once a process does not count. A function is counted once, comprehensions included; a crossing is a
call from one module into another; the depth is that of our own frames.
"""

import argparse
import ast
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from crawler.extraction import extract
from crawler.pages.page import Page
from demo.render import responses
from demo.site import read_site

ROOT = Path(__file__).parent.parent
CORE = ("crawler/extraction", "crawler/pages")
DEMO_SITE, DEMO_PATH = "sada", "/article/20411.html"
COMPLEX = 15  # branches of a function that a reader can hold

# The rooms from the ground up: none imports from one that stands after it.
FLOORS = (
    *("crawler.errors", "crawler.text", "crawler.items", "crawler.urls"),
    *("crawler.tomlfile", "crawler.fromenv"),
    *("crawler.languages", "crawler.pages", "crawler.discovery", "crawler.sources"),
    "crawler.memory",
    *("crawler.extraction", "crawler.fetching", "pipelines", "pipelines.storage", "pipelines.delivery"),
    *("crawler.runs", "crawler.spiders", "crawler.settings"),
    *("crawler.ops", "crawler.machines", "crawler.cli"),
)
INSIDE = tuple(
    f"crawler.extraction.{room}"
    for room in ("reading", "claims", "roles", "fields", "extract", "explain", "render")
)

Arrow = tuple[str, str]


def files(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted((ROOT / folder).rglob("*.py"))


def module_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(file: Path) -> Iterator[str]:
    """The modules of ours that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def room_of(module: str, rooms: tuple[str, ...]) -> str | None:
    """The room that a module (or a name in it) stands in: the longest that matches."""
    return max((room for room in rooms if f"{module}.".startswith(f"{room}.")), key=len, default=None)


def arrows(rooms: tuple[str, ...]) -> dict[Arrow, list[str]]:
    """(importing room, imported room) → the importing modules."""
    found: dict[Arrow, list[str]] = {}
    for file in files("crawler", "pipelines"):
        here = room_of(module_of(file), rooms)
        for there in dict.fromkeys(room_of(name, rooms) for name in imports(file)):
            if here and there and here != there:
                found.setdefault((here, there), []).append(module_of(file))
    return found


def upward(rooms: tuple[str, ...]) -> list[str]:
    """The arrows that run up, each with the modules that draw it."""
    place = {room: number for number, room in enumerate(rooms)}
    return [
        f"{here} → {there}: {', '.join(modules)}"
        for (here, there), modules in sorted(arrows(rooms).items())
        if place[there] > place[here]
    ]


def twice() -> list[str]:
    """Module names that occur more than once."""
    count = Counter(file.stem for file in files("crawler", "pipelines") if file.stem != "__init__")
    return sorted(name for name, number in count.items() if number > 1)


@dataclass
class Function:
    name: str
    lines: int
    complexity: int


_BRANCHES = (
    ast.If,
    ast.IfExp,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ExceptHandler,
    ast.Assert,
    ast.match_case,
)


def functions(*folders: str) -> list[Function]:
    found = []
    for file in files(*folders):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                found.append(Function(f"{module_of(file)}.{node.name}", lines, complexity(node)))
    return found


def complexity(function: ast.AST) -> int:
    """McCabe's number with boolean operators and the conditions of comprehensions, as radon counts it."""
    total = 1
    for node in ast.walk(function):
        if isinstance(node, ast.BoolOp):
            total += len(node.values) - 1
        elif isinstance(node, ast.comprehension):
            total += 1 + len(node.ifs)
        elif isinstance(node, _BRANCHES):
            total += 1
    return total


def any_parameters() -> list[str]:
    """Parameters that are typed `Any` and nothing more."""
    found = []
    for file in files("crawler", "pipelines"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                given += [arg for arg in (node.args.vararg, node.args.kwarg) if arg]
                found += [
                    f"{module_of(file)}:{arg.lineno} {node.name}({arg.arg})"
                    for arg in given
                    if isinstance(arg.annotation, ast.Name) and arg.annotation.id == "Any"
                ]
    return found


def demo_page() -> Page:
    """The demo page as a crawl would have fetched it."""
    bases = {folder.name: f"https://{folder.name}.example" for folder in (ROOT / "demo/sites").iterdir()}
    site = read_site(ROOT / "demo/sites" / DEMO_SITE, bases)
    body = responses(site)[DEMO_PATH].body
    return Page(bases[DEMO_SITE] + DEMO_PATH, body, datetime(2026, 11, 22, tzinfo=UTC))


@dataclass
class Way:
    """What ran while a page was extracted."""

    functions: set[tuple[str, str]] = field(default_factory=set)
    modules: set[str] = field(default_factory=set)
    calls: int = 0
    crossings: int = 0
    depth: int = 0
    path: list[tuple[int, str, str]] = field(default_factory=list)  # depth, module, function

    def follow(self, page: Page) -> "Way":
        extract(page)  # what is computed once a process
        stack: list[str] = []
        own: dict[CodeType, str] = {}

        def seen(frame: FrameType, event: str, _: Any) -> None:
            code = frame.f_code
            if event not in ("call", "return"):
                return
            if (module := own.get(code)) is None:
                name = Path(code.co_filename)
                inside = name.is_relative_to(ROOT) and name.relative_to(ROOT).parts[0] in (
                    "crawler",
                    "pipelines",
                )
                module = own[code] = module_of(name) if inside else ""
            if not module:
                return
            if event == "return":
                stack.pop()
                return
            self.calls += 1
            self.functions.add((module, code.co_qualname))
            self.modules.add(module)
            self.crossings += bool(stack) and stack[-1] != module
            self.path.append((len(stack), module, code.co_qualname))
            stack.append(module)
            self.depth = max(self.depth, len(stack))

        sys.setprofile(seen)
        try:
            extract(page)
        finally:
            sys.setprofile(None)
        return self

    def outline(self, depth: int) -> Iterator[str]:
        """The calls down to this depth, each once under its caller."""
        told: set[tuple[str, ...]] = set()
        above: list[str] = []
        for level, module, function in self.path:
            above[level:] = [f"{module}.{function}"]
            if level <= depth and tuple(above) not in told and "<" not in function:
                told.add(tuple(above))
                yield f"{'  ' * level}{module.removeprefix('crawler.')}.{function}"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--way", type=int, nargs="?", const=4, metavar="DEPTH", help="the page's way as calls"
    )
    parser.add_argument("--any", action="store_true", help="list the parameters typed Any")
    parser.add_argument("--crossings", action="store_true", help="which modules call which most")
    options = parser.parse_args()
    way = Way().follow(demo_page())
    if options.way:
        print("\n".join(way.outline(options.way)))
    lines = {
        folder: sum(len(file.read_text("utf-8").splitlines()) for file in files(folder)) for folder in CORE
    }
    print(
        "lines:",
        ", ".join(f"{folder} {count}" for folder, count in lines.items()),
        "together",
        sum(lines.values()),
    )
    print(
        f"one demo page: {len(way.functions)} functions in {len(way.modules)} modules, {way.calls} calls, "
        f"{way.crossings} crossings, {way.depth} deep"
    )
    print(f"arrows inside extraction: {len(arrows(INSIDE))} between {len(INSIDE)} rooms")
    for title, found in (
        ("upwards inside extraction", upward(INSIDE)),
        ("upwards in the whole tree", upward(FLOORS)),
        ("module names that occur twice", twice()),
    ):
        print(f"{title}: {len(found)}", *found, sep="\n    ")
    core = functions(*CORE)
    sizes = sorted(function.lines for function in core)
    print(f"functions of the core: {len(core)}, 90 % have at most {sizes[len(sizes) * 9 // 10]} lines")
    knotty = [f"{f.name} {f.complexity}" for f in core if f.complexity > COMPLEX]
    print(f"of a complexity above {COMPLEX}: {len(knotty)}", *sorted(knotty), sep="\n    ")
    others = [f"{f.name} {f.complexity}" for f in functions("crawler", "pipelines") if f.complexity > COMPLEX]
    print(f"in the whole tree: {len(others)}", *sorted(set(others) - set(knotty)), sep="\n    ")
    loose = any_parameters()
    print(f"parameters typed Any: {len(loose)}", *(loose if options.any else ()), sep="\n    ")
    if options.crossings:
        pairs: Counter[Arrow] = Counter()
        stack: list[str] = []
        for level, module, _ in way.path:
            stack[level:] = [module]
            if level and stack[level - 1] != module:
                pairs[stack[level - 1], module] += 1
        for (here, there), number in pairs.most_common(60):
            print(f"{number:5} {here} → {there}")


if __name__ == "__main__":
    main()
