"""Every regular expression of the pure rooms, found by itself, and strings that would make it slow.

`found()` walks what the modules' names hold: tables, caches of functions and closures too. `_uses` says how a
module calls its pattern: one that is only ever matched from the start may take what `search` could not.
"""

import ast
import functools
import gc
import importlib
import inspect
import pkgutil
import re
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]

PURE: tuple[str, ...] = (
    "crawler.text",
    "crawler.urls",
    "crawler.pages",
    "crawler.languages",
    "crawler.discovery",
    "crawler.extraction",
)
PURE += (
    "pipelines.normalize",
    "pipelines.clean",
    "pipelines.language",
    "pipelines.similarity",
    "pipelines.validate",
)
PURE += (
    "pipelines.deduplicate",
    "pipelines.difference",
    "pipelines.scripts",
    "pipelines.voices",
    "pipelines.settle",
)
# Methods of patterns, and which of them stands for it: those that go through a text do so in one way.
METHODS = {"search": "search", "match": "match", "fullmatch": "fullmatch"}
METHODS |= dict.fromkeys(("sub", "subn", "split", "findall", "finditer"), "finditer")
MAX_STRINGS = 24  # of one pattern


@dataclass(frozen=True)
class Found:
    """A pattern with the module and name under which it was found, and the methods that are called on it."""

    name: str
    pattern: "re.Pattern[str] | re.Pattern[bytes]"
    methods: frozenset[str]


def names() -> list[str]:
    """The names of all modules of the pure rooms."""
    names = []
    for room in PURE:
        module = importlib.import_module(room)
        names.append(room)
        if hasattr(module, "__path__"):
            names += [one.name for one in pkgutil.walk_packages(module.__path__, f"{room}.")]
    return [name for name in names if not name.endswith("__main__")]


@functools.cache
def found() -> list[Found]:
    """Each pattern once, in the order of the modules."""
    rooms = [importlib.import_module(name) for name in names()]
    rooms = [room for room in rooms if str(room.__file__).endswith(".py")]  # the compiled walk has none
    ours = {module.__name__ for module in rooms}
    uses: dict[str, set[str]] = {}
    for module in rooms:
        for name, methods in _uses(module).items():
            place = f"{module.__name__}.{name}" if name.startswith("_") else name
            uses.setdefault(place, set()).update(methods)
    patterns: dict[int, Found] = {}
    for module in rooms:
        for name, value in list(vars(module).items()):
            if (
                not isinstance(value, re.Pattern)
                and getattr(value, "__module__", module.__name__) != module.__name__
            ):
                continue  # imported from where it is found anyway
            for pattern in _patterns_in(value, ours):
                full = f"{module.__name__}.{name}"
                called = uses.get(name, uses.get(full)) if isinstance(value, re.Pattern) else None
                one = Found(full, pattern, frozenset(called or METHODS.values()))
                patterns.setdefault(id(pattern), one)
    return list(patterns.values())


def _patterns_in(value: object, ours: set[str]) -> Iterator["re.Pattern[str] | re.Pattern[bytes]"]:
    """What a value holds, at any depth; other packages' functions and classes are not looked into."""
    waiting, seen = [value], set()
    while waiting:
        one = waiting.pop()
        if id(one) in seen or isinstance(one, types.ModuleType | types.FrameType | str | bytes | int | float):
            continue
        seen.add(id(one))
        if isinstance(one, re.Pattern):
            yield one
            continue
        where = getattr(one, "__module__", None)
        if isinstance(where, str) and where not in ours and callable(one):
            continue
        if isinstance(one, types.FunctionType):
            waiting += [cell.cell_contents for cell in one.__closure__ or () if _is_full(cell)]
            waiting += [one.__defaults__, one.__kwdefaults__]
            continue
        if isinstance(one, functools._lru_cache_wrapper) or not callable(one) or isinstance(one, type):
            waiting += [inner for inner in gc.get_referents(one) if not _is_namespace(inner)]


def _is_full(cell: types.CellType) -> bool:
    try:
        return cell.cell_contents is not None
    except ValueError:
        return False


def _is_namespace(value: object) -> bool:
    return isinstance(value, dict) and "__builtins__" in value


def _uses(module: types.ModuleType) -> dict[str, set[str]]:
    """Name of a pattern → methods that are called on it, as `NAME.match(` or `module.NAME.match(`.

    A name that is handed on may be called in any way.
    """
    called: dict[str, set[str]] = {}
    nodes = list(ast.walk(ast.parse(inspect.getsource(module))))
    attributes = {id(node.value): node.attr for node in nodes if isinstance(node, ast.Attribute)}
    for node in nodes:
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        if not name.isupper() or not isinstance(getattr(node, "ctx", None), ast.Load):
            continue
        method = attributes.get(id(node))
        if method != "pattern":
            methods = [METHODS[method]] if method in METHODS else METHODS.values()
            called.setdefault(name, set()).update(methods)
    return called


def attacks(pattern: "re.Pattern[str] | re.Pattern[bytes]") -> list[tuple[str, str, str]]:
    """(before, piece, after): a piece repeated between the others is what may make the pattern slow."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tree = parser.parse(
        text, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags
    )
    found: dict[tuple[str, str, str], None] = {}
    for before, piece in _repeats(tree, ""):
        for after in ("", "\0", "a", " "):
            found[before, piece, after] = None
            found["", before + piece if len(before + piece) < 20 else piece, after] = None
    for character in _characters(tree):
        found["", character, ""] = found["", character, "\0"] = None
    return list(found)[:MAX_STRINGS]


def _repeats(tree: object, before: str) -> Iterator[tuple[str, str]]:
    """(an example of what stands before, one of the piece) for each repetition without a near bound."""
    for code, argument in tree:  # type: ignore[attr-defined]
        if code in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            _, most, inner = argument
            piece = _example(inner)
            if most > 200 or most == sre.MAXREPEAT:
                for one in _examples(inner):
                    yield before, one
            yield from _repeats(inner, before)
            before += piece * argument[0]
            continue
        for inner in _inner(code, argument):
            yield from _repeats(inner, before)
        before += _example([(code, argument)])


def _inner(code: object, argument: object) -> list[object]:
    if code is sre.SUBPATTERN:
        return [argument[3]]  # type: ignore[index]
    if code is sre.BRANCH:
        return list(argument[1])  # type: ignore[index]
    if code in (sre.ASSERT, sre.ASSERT_NOT):
        return [argument[1]]  # type: ignore[index]
    return [argument] if code is sre.ATOMIC_GROUP else []


def _example(tree: object) -> str:
    return next(iter(_examples(tree)), "")


def _examples(tree: object) -> list[str]:
    """A few texts that a piece of a pattern matches."""
    texts = [""]
    for code, argument in tree:  # type: ignore[attr-defined]
        texts = [text + more for text in texts for more in _of_one(code, argument)][:4]
    return texts


def _of_one(code: object, argument: object) -> list[str]:
    if code is sre.LITERAL:
        return [chr(argument)]  # type: ignore[arg-type]
    if code in (sre.NOT_LITERAL, sre.ANY):
        return ["x", " "]
    if code is sre.IN:
        return _members(argument) or ["x"]
    if code in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        least = argument[0]  # type: ignore[index]
        return [text * max(least, 1) for text in _examples(argument[2])]  # type: ignore[index]
    if code is sre.BRANCH:
        return [text for branch in argument[1][:3] for text in _examples(branch)[:2]]  # type: ignore[index]
    inner = _inner(code, argument) if code in (sre.SUBPATTERN, sre.ATOMIC_GROUP) else []
    return _examples(inner[0]) if inner else [""]


_SAMPLES = {
    sre.CATEGORY_DIGIT: "1",
    sre.CATEGORY_SPACE: " ",
    sre.CATEGORY_WORD: "a",
    sre.CATEGORY_NOT_DIGIT: "a",
    sre.CATEGORY_NOT_SPACE: "a",
    sre.CATEGORY_NOT_WORD: "-",
}


def _members(argument: object) -> list[str]:
    items = list(argument)  # type: ignore[call-overload]
    if items and items[0][0] is sre.NEGATE:
        taken = set(_members(items[1:]))
        return [sign for sign in "a -1<.\u00e9" if sign not in taken and not _is_in(items[1:], sign)][:3]
    found = []
    for code, value in items:
        if code is sre.LITERAL:
            found.append(chr(value))
        elif code is sre.RANGE:
            found.append(chr(value[0]))
        elif code is sre.CATEGORY:
            found.append(_SAMPLES.get(value, "a"))
    return found[:4]


def _is_in(items: list[tuple[object, object]], sign: str) -> bool:
    for code, value in items:
        if code is sre.RANGE and value[0] <= ord(sign) <= value[1]:  # type: ignore[index]
            return True
        if code is sre.CATEGORY:
            kind = {
                sre.CATEGORY_DIGIT: sign.isdigit(),
                sre.CATEGORY_SPACE: sign.isspace(),
                sre.CATEGORY_WORD: sign.isalnum() or sign == "_",
            }
            if kind.get(value, False):
                return True
    return False


def _characters(tree: object) -> list[str]:
    """Single characters that stand in the pattern."""
    found: dict[str, None] = {}
    for code, argument in tree:  # type: ignore[attr-defined]
        if code is sre.LITERAL:
            found[chr(argument)] = None
        elif code is sre.IN:
            found |= dict.fromkeys(_members(argument))
        for inner in _inner(code, argument) or ([argument[2]] if "REPEAT" in str(code) else []):
            found |= dict.fromkeys(_characters(inner))
    return list(found)[:8]


def call(found: Found, method: str) -> Callable[[str], object]:
    """What the module does with its pattern, to a text."""
    called = getattr(found.pattern, method)

    def work(text: str) -> object:
        given = text.encode("latin-1", "replace") if isinstance(found.pattern.pattern, bytes) else text
        return sum(1 for _ in called(given)) if method == "finditer" else called(given)

    return work
