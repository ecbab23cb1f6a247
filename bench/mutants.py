"""What the tests notice: small changes to the code, one at a time, and which of them no test minds.

    python -m bench.mutants [--places 100] [--seed 1] [--areas extraction pages …] [--known] [--list]

A place is a number, a comparison, an `and` or `or`, a `not`, or an arithmetic sign in a function or in a
constant of the areas. A seeded sample of the places is taken and each is changed once, in one of these ways:

* 0 becomes 1, 1 becomes 2, other whole numbers are doubled or halved; a fraction becomes 0, double or half;
* `<` becomes `<=` or `>=`, `==` becomes `!=`, `in` becomes `not in`, `is` becomes `is not`, and so back;
* `and` becomes `or`, `or` becomes `and`, and `not` goes;
* `+` becomes `-`, `*` becomes `/`, and so back; what adds texts or lists together is left alone.

Words, regular expressions, docstrings, type annotations, the arguments of decorators (and a constant that is
nothing but such an argument: the size of a cache changes no result) and the migrations are never changed.
Everything happens in copies of the tree in a temporary folder. The tests that are not marked slow run there
once under `coverage`, one context a test; a mutant is tried by the tests that ran its line (for a constant: a
line that names it), then by others of its module, quickest files first, until one fails. A mutant whose tests
take far longer than usual counts as noticed. Tests that work in processes of their own are not seen by
`coverage`: where they alone would notice a change, it is counted as living.
"""

import argparse
import ast
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

ROOT = Path(__file__).parents[1]
AREAS = {
    "extraction": "crawler/extraction",
    "pages": "crawler/pages",
    "discovery": "crawler/discovery",
    "pipelines": "pipelines",
}
LEFT_OUT = ("pipelines/storage/migrations",)
NOT_COPIED = shutil.ignore_patterns(".git", ".venv*", "__pycache__", ".*_cache", "*.db", "build", "dist")
PLUGIN = "bench.mutants"  # this module is also what pytest loads, in both kinds of runs
CONTEXTS, CHOSEN, COVERED = "WARRAQ_MUTANT_CONTEXTS", "WARRAQ_MUTANT_TESTS", "contexts"
FIRST_RUN = 3600  # seconds for the run under coverage, on a machine that has much else to do
PATIENCE = 60.0  # seconds that any mutant may take
SLOWNESS = 6.0  # and how many times the seconds that its tests usually take
MORE = 60.0  # seconds of other tests of the module: what a cache keeps is computed for the first test alone
# Changes that every suite has to notice: module's end, name, value.
KNOWN = (
    ("people.py", "SUPPORT", "0.0"),
    ("notes.py", "POINTERS", "6"),
    ("mend.py", "BESIDE", "1"),
    ("deduplicate.py", "SHARED_PARAGRAPHS", "0.05"),
)
COMPARISONS: Mapping[type[ast.cmpop], Sequence[str]] = {
    ast.Lt: ("<=", ">="),
    ast.LtE: ("<", ">"),
    ast.Gt: (">=", "<="),
    ast.GtE: (">", "<"),
    ast.Eq: ("!=",),
    ast.NotEq: ("==",),
    ast.In: ("not in",),
    ast.NotIn: ("in",),
    ast.Is: ("is not",),
    ast.IsNot: ("is",),
}
SIGNS: Mapping[type[ast.operator], tuple[str, str]] = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
}
_COMPARISON = re.compile(r"not\s+in\b|is\s+not\b|<=|>=|==|!=|<|>|\bin\b|\bis\b")


@dataclass(frozen=True, slots=True)
class Place:
    """Bytes `start` to `end` of a file, what may stand there, and the constant they are the value of."""

    file: str
    line: int
    start: int
    end: int
    before: str
    ways: tuple[str, ...]
    constant: str | None = None


@dataclass(frozen=True, slots=True)
class Mutant:
    place: Place
    after: str

    def __str__(self) -> str:
        return f"{self.place.file}:{self.place.line}  {self.place.before}  →  {self.after}"


def mutate(source: bytes, mutant: Mutant) -> bytes:
    """The file's text with the change."""
    return source[: mutant.place.start] + mutant.after.encode() + source[mutant.place.end :]


def places(root: Path, areas: Iterable[str]) -> list[Place]:
    """Every place of the areas, by file and position."""
    files = sorted(file for area in areas for file in (root / AREAS[area]).rglob("*.py"))
    names = [file.relative_to(root).as_posix() for file in files]
    return [
        place
        for file, name in zip(files, names, strict=True)
        if not name.startswith(LEFT_OUT)
        for place in places_of(name, file.read_bytes())
    ]


def places_of(name: str, source: bytes) -> list[Place]:
    """Every place of one module."""
    finder, tree = _Finder(name, source), ast.parse(source)
    finder.sizes = _sizes_of_caches(tree)
    finder.visit(tree)
    return sorted(finder.found, key=lambda place: place.start)


def _sizes_of_caches(tree: ast.Module) -> frozenset[str]:
    """The names of constants that are read in decorators of caches and nowhere else in the module."""
    decorators = [
        decorator
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "lru_cache"
    ]

    def read(nodes: Iterable[ast.AST]) -> list[str]:
        names = (one for node in nodes for one in ast.walk(node) if isinstance(one, ast.Name))
        return [one.id for one in names if isinstance(one.ctx, ast.Load)]

    inside, everywhere = read(decorators), read([tree])
    return frozenset(name for name in inside if inside.count(name) == everywhere.count(name))


class _Finder(ast.NodeVisitor):
    def __init__(self, name: str, source: bytes) -> None:
        self.name, self.source, self.found = name, source, list[Place]()
        self.sizes = frozenset[str]()  # constants that are left alone
        self._starts = [0]
        for line in source.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))
        self._constant: str | None = None
        self._depth = 0

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._depth += 1
        for value in (*node.args.defaults, *filter(None, node.args.kw_defaults), *node.body):
            self.visit(value)
        self._depth -= 1

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        for statement in node.body:
            self.visit(statement)

    def visit_Assign(self, node: ast.Assign) -> None:
        self._named(node.targets[0], node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self._named(node.target, node.value)

    def _named(self, target: ast.expr, value: ast.expr) -> None:
        outside = self._constant
        if not self._depth and isinstance(target, ast.Name) and target.id in self.sizes:
            return
        if not self._depth and isinstance(target, ast.Name):
            self._constant = target.id
        self.visit(value)
        self._constant = outside

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "re":
            return
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        """An index is changed as any number is; a type in brackets holds none."""
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if type(node.value) is int:
            self._add(*self._span(node), _other_numbers(node.value))
        elif type(node.value) is float:
            self._add(*self._span(node), _other_fractions(node.value))

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Positions inside of f-strings are not to be had in Python 3.11."""

    def visit_Compare(self, node: ast.Compare) -> None:
        left = node.left
        for sign, right in zip(node.ops, node.comparators, strict=True):
            start, end = self._span(left)[1], self._span(right)[0]
            if found := _COMPARISON.search(self.source[start:end].decode()):
                self._add(start + found.start(), start + found.end(), COMPARISONS[type(sign)])
            left = right
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        before, after = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in zip(node.values, node.values[1:], strict=False):
            self._between(left, right, before, after)
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        start, end = self._span(node)[0], self._span(node.operand)[0]
        if isinstance(node.op, ast.Not | ast.USub) and b"(" not in self.source[start:end]:
            self._add(start, end, ("",))
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if type(node.op) in SIGNS and not any(map(_is_text, ast.walk(node))):
            self._between(node.left, node.right, *SIGNS[type(node.op)])
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if type(node.op) in SIGNS and not any(map(_is_text, ast.walk(node.value))):
            self._between(node.target, node.value, *SIGNS[type(node.op)])
        self.visit(node.value)

    def _between(self, left: ast.expr, right: ast.expr, before: str, after: str) -> None:
        start, end = self._span(left)[1], self._span(right)[0]
        at = self.source.find(before.encode(), start, end)
        if at >= 0 and b"#" not in self.source[start:at]:
            self._add(at, at + len(before), (after,))

    def _span(self, node: ast.expr) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return (
            self._starts[node.lineno - 1] + node.col_offset,
            self._starts[node.end_lineno - 1] + node.end_col_offset,
        )

    def _add(self, start: int, end: int, ways: Sequence[str]) -> None:
        line = self.source.count(b"\n", 0, start) + 1
        before = self.source[start:end].decode()
        self.found.append(Place(self.name, line, start, end, before, tuple(ways), self._constant))


def _is_text(node: ast.AST) -> bool:
    """What is put together by `+`, not added up."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str | bytes)
    return isinstance(node, ast.JoinedStr | ast.List | ast.Tuple | ast.ListComp | ast.Dict | ast.Set)


def _other_numbers(value: int) -> tuple[str, ...]:
    if value in (0, 1):
        return (str(value + 1),)
    return (str(value * 2), str(value // 2))


def _other_fractions(value: float) -> tuple[str, ...]:
    return ("0.0", repr(value * 2), repr(value / 2)) if value else ("1.0",)


def _compiles(source: bytes) -> bool:
    try:
        compile(source, "mutant", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


def sample(root: Path, found: Sequence[Place], count: int, seed: int) -> list[Mutant]:
    """So many of the places, each with one change; the same for the same tree and seed."""
    chance = random.Random(seed)
    taken: dict[int, Mutant] = {}
    for at in chance.sample(range(len(found)), len(found)):
        mutant = Mutant(found[at], chance.choice(found[at].ways))
        if len(taken) == count:
            break
        if _compiles(mutate((root / mutant.place.file).read_bytes(), mutant)):
            taken[at] = mutant
    return [taken[at] for at in sorted(taken)]


def known(found: Sequence[Place]) -> Iterator[Mutant]:
    """The changes of KNOWN, wherever their constants stand."""
    for end, name, value in KNOWN:
        hits = [place for place in found if place.constant == name and place.file.endswith(f"/{end}")]
        hits = hits or [place for place in found if place.constant == name]
        if not hits:
            print(f"{name} is no constant any more", file=sys.stderr)
        yield from (Mutant(place, value) for place in hits[:1])


@dataclass(frozen=True)
class Tests:
    """Which tests ran which line, and how long each takes."""

    lines: Mapping[str, Mapping[int, frozenset[str]]]
    seconds: Mapping[str, float]
    sources: Mapping[str, list[str]]

    def of(self, place: Place) -> list[str]:
        """The tests to try: those of the line, then others of the module."""
        ran = self.lines.get(place.file, {})
        chosen = self._of_constant(place) if place.constant else ran.get(place.line, frozenset())
        first = self._quickest(chosen)
        others, left = list[str](), MORE
        for test in self._quickest(self._of_module(place.file) - chosen):
            left -= self.seconds.get(test, 0.0)
            if left < 0:
                break
            others.append(test)
        return [*first, *others]

    def _quickest(self, chosen: Iterable[str]) -> list[str]:
        """Quickest files first; within a file in its order."""
        chosen = list(chosen)
        cost: dict[str, float] = defaultdict(float)
        for test in chosen:
            cost[test.partition("::")[0]] += self.seconds.get(test, 0.0)
        order = {test: number for number, test in enumerate(self.seconds)}

        def turn(test: str) -> tuple[float, str, int]:
            file = test.partition("::")[0]
            return cost[file], file, order.get(test, 0)

        return sorted(chosen, key=turn)

    def _of_module(self, file: str) -> frozenset[str]:
        """Those that ran any of its lines, and those of files that import it: defaults run in no test."""
        module = file.removesuffix(".py").replace("/", ".")
        importing = {name for name, lines in self.sources.items() if any(module in line for line in lines)}
        named = (test for test in self.seconds if test.partition("::")[0] in importing)
        return frozenset(named).union(*self.lines.get(file, {}).values())

    def _of_constant(self, place: Place) -> frozenset[str]:
        """Those that ran a line which names it, in whatever module that imports it."""
        assert place.constant is not None
        name = re.compile(rf"\b{re.escape(place.constant)}\b")
        stem = Path(place.file).stem
        found = frozenset[str]()
        for file, lines in self.sources.items():
            if file == place.file or any(f"{stem}" in line and "import" in line for line in lines):
                ran = self.lines.get(file, {})
                for number, line in enumerate(lines, 1):
                    if name.search(line):
                        found |= ran.get(number, frozenset())
        return found


def cover(copy: Path, folder: Path, jobs: int) -> Tests:
    """Runs all tests once and notes who ran what."""
    kept = folder / COVERED
    kept.mkdir()
    done = _pytest(copy, ["-n", str(jobs), "-m", "not slow"], {CONTEXTS: str(kept)}, FIRST_RUN)
    if done is None or done.returncode:
        raise SystemExit("the tests fail without any change:\n" + (done.stdout[-3000:] if done else "no end"))
    lines: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    seconds: dict[str, float] = {}
    for file in sorted(kept.glob("*.json")):
        part = json.loads(file.read_text("utf-8"))
        seconds |= part["seconds"]
        for name, by_line in part["lines"].items():
            for line, tests in by_line.items():
                lines[name][int(line)].update(tests)
    frozen = {
        name: {line: frozenset(tests) for line, tests in by_line.items()} for name, by_line in lines.items()
    }
    sources = {
        file.relative_to(copy).as_posix(): file.read_text("utf-8").splitlines()
        for room in ("crawler", "pipelines", "tests")
        for file in sorted((copy / room).rglob("*.py"))
    }
    return Tests(frozen, dict(sorted(seconds.items())), sources)


def _pytest(
    copy: Path, words: Sequence[str], environ: Mapping[str, str], seconds: float
) -> "subprocess.CompletedProcess[str] | None":
    """None where it did not end in time."""
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", PLUGIN]
    command += ["--hypothesis-seed=1", *words]
    environment = {**os.environ, **environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    child = subprocess.Popen(
        command, cwd=copy, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        start_new_session=True,
    )  # fmt: skip
    try:
        out, _ = child.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, 9)
        child.communicate()
        return None
    return subprocess.CompletedProcess(command, child.returncode, out)


def noticed(copy: Path, mutant: Mutant, tests: Tests) -> bool:
    """Whether a test fails, or none ends, with the change in this copy."""
    chosen = tests.of(mutant.place)
    if not chosen:
        return False
    file = copy / mutant.place.file
    before = file.read_bytes()
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as names:
        json.dump(chosen, names)
        names.flush()
        seconds = PATIENCE + SLOWNESS * sum(tests.seconds.get(test, 0.0) for test in chosen)
        file.write_bytes(mutate(before, mutant))
        try:
            files = list(dict.fromkeys(test.partition("::")[0] for test in chosen))
            done = _pytest(copy, ["-x", "-n", "0", *files], {CHOSEN: names.name}, seconds)
        finally:
            file.write_bytes(before)
    return done is None or done.returncode != 0


def run(mutants: Sequence[Mutant], tests: Tests, copies: Sequence[Path]) -> list[bool]:
    """For each whether it was noticed; as many at a time as there are copies."""
    free: SimpleQueue[Path] = SimpleQueue()
    for copy in copies:
        free.put(copy)

    def judge(mutant: Mutant) -> bool:
        copy = free.get()
        try:
            seen = noticed(copy, mutant, tests)
        finally:
            free.put(copy)
        print(("noticed  " if seen else "LIVES    ") + str(mutant), flush=True)
        return seen

    with ThreadPoolExecutor(len(copies)) as pool:
        return list(pool.map(judge, mutants))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--places", type=int, default=100, help="how many are changed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--areas", nargs="+", choices=AREAS, default=list(AREAS))
    parser.add_argument("--known", action="store_true", help="the known changes instead of a sample")
    parser.add_argument("--list", action="store_true", help="say what would be changed, and change nothing")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    wanted = parser.parse_args()
    found = places(ROOT, wanted.areas)
    mutants = list(known(found)) if wanted.known else sample(ROOT, found, wanted.places, wanted.seed)
    print(f"{len(mutants)} of {len(found)} places", flush=True)
    if wanted.list:
        print(*mutants, sep="\n")
        return
    with tempfile.TemporaryDirectory(prefix="mutants-") as name:
        folder = Path(name)
        copies = [folder / f"copy-{number}" for number in range(wanted.jobs)]
        for copy in copies:
            shutil.copytree(ROOT, copy, ignore=NOT_COPIED)
        tests = cover(copies[0], folder, wanted.jobs)
        seen = run(mutants, tests, copies)
    living = [mutant for mutant, was in zip(mutants, seen, strict=True) if not was]
    print(f"\nnoticed {len(mutants) - len(living)} of {len(mutants)}", *living, sep="\n")


# What follows pytest calls: under coverage the notes of who ran what, for a mutant the choice of its tests.


def _root() -> Path:
    return Path.cwd()


class _Notes:
    """Coverage with one context a test, and each test's seconds, written when the process of tests ends."""

    def __init__(self, folder: Path) -> None:
        from coverage import Coverage

        self.folder, self.seconds = folder, dict[str, float]()
        rooms = [str(_root() / room) for room in ("crawler", "pipelines")]
        self.coverage = Coverage(data_file=None, source=rooms, config_file=False)
        self.coverage.start()

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.coverage.switch_context(nodeid.partition("@")[0])

    def pytest_runtest_logreport(self, report: "object") -> None:
        name, took = getattr(report, "nodeid", ""), getattr(report, "duration", 0.0)
        self.seconds[name] = self.seconds.get(name, 0.0) + took

    def pytest_sessionfinish(self) -> None:
        self.coverage.stop()
        data = self.coverage.get_data()
        lines = {
            Path(file).relative_to(_root()).as_posix(): {
                line: [test for test in tests if test]
                for line, tests in data.contexts_by_lineno(file).items()
                if any(tests)
            }
            for file in data.measured_files()
        }
        part = {"lines": lines, "seconds": self.seconds}
        (self.folder / f"{os.getpid()}.json").write_text(json.dumps(part), "utf-8")


class _Choice:
    def __init__(self, tests: Sequence[str]) -> None:
        self.turns = {test: number for number, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: "list[object]") -> None:
        """In the given order, and no others."""
        kept = [item for item in items if getattr(item, "nodeid", "") in self.turns]
        items[:] = sorted(kept, key=lambda item: self.turns[getattr(item, "nodeid", "")])


def pytest_configure(config: "object") -> None:
    """Both kinds of runs load this module as a plugin (`-p bench.mutants`); environment says which it is."""
    plugins = getattr(config, "pluginmanager")  # noqa: B009 - pytest is no dependency of this module
    if folder := os.environ.get(CONTEXTS):
        if hasattr(config, "workerinput"):
            plugins.register(_Notes(Path(folder)), "mutant notes")
    elif names := os.environ.get(CHOSEN):
        plugins.register(_Choice(json.loads(Path(names).read_text("utf-8"))), "mutant choice")


if __name__ == "__main__":
    main()
