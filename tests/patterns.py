"""Every regular expression of the pure rooms, found by itself, and strings that would make it slow.

`found()` walks what the modules' names hold (tables, caches of functions and closures too), once a few pages in
several languages have been read, so that patterns made of word tables are there. `uses` says how a module calls
its pattern: one that is only ever matched from the start may take what `search` could not.
"""

import ast
import functools
import gc
import importlib
import inspect
import pkgutil
import re
import sys
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]

PURE = ("crawler.text", "crawler.urls", "crawler.pages", "crawler.languages", "crawler.discovery", "crawler.extraction")
PURE += ("pipelines.normalize", "pipelines.clean", "pipelines.language", "pipelines.similarity", "pipelines.validate")
PURE += ("pipelines.deduplicate", "pipelines.difference", "pipelines.scripts", "pipelines.voices", "pipelines.settle")
METHODS = ("search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer")
MAX_STRINGS = 40  # of one pattern


@dataclass(frozen=True)
class Found:
    """A pattern with the module and name under which it was found, and the methods that are called on it."""

    name: str
    pattern: "re.Pattern[str] | re.Pattern[bytes]"
    methods: frozenset[str]


def modules() -> list[types.ModuleType]:
    """All modules of the pure rooms."""
    names = []
    for room in PURE:
        module = importlib.import_module(room)
        names.append(room)
        if hasattr(module, "__path__"):
            names += [one.name for one in pkgutil.walk_packages(module.__path__, f"{room}.")]
    return [importlib.import_module(name) for name in names if not name.endswith("__main__")]


def found() -> list[Found]:
    """Each pattern once, in the order of the modules."""
    rooms = modules()
    ours = {module.__name__ for module in rooms}
    uses = {module.__name__: _uses(module) for module in rooms}
    patterns: dict[int, Found] = {}
    for module in rooms:
        for name, value in list(vars(module).items()):
            if getattr(value, "__module__", module.__name__) != module.__name__ and not isinstance(value, re.Pattern):
                continue
            for pattern in _patterns_in(value, ours):
                own = uses[module.__name__].get(name) if isinstance(value, re.Pattern) else None
                before = patterns.get(id(pattern))
                methods = (own or frozenset(METHODS)) | (before.methods if before and own else frozenset())
                if before is None or own:
                    patterns[id(pattern)] = Found(f"{module.__name__}.{name}", pattern, methods)
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


def _uses(module: types.ModuleType) -> dict[str, frozenset[str]]:
    """Name → methods that are called on it in its module; names that are used otherwise are left out."""
    try:
        tree = ast.parse(inspect.getsource(module))
    except (OSError, TypeError):
        return {}
    called: dict[str, set[str]] = {}
    plain: set[str] = set()
    attributes = {id(node.value): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            method = attributes.get(id(node))
            if method == "pattern":
                continue
            (called.setdefault(node.id, set()).add(method) if method in METHODS else plain.add(node.id))
    return {name: frozenset(methods) for name, methods in called.items() if name not in plain}


def attacks(pattern: "re.Pattern[str] | re.Pattern[bytes]") -> list[tuple[str, str, str]]:
    """(before, piece, after): a piece repeated between the others is what may make the pattern slow."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tree = parser.parse(text, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags)
    found: dict[tuple[str, str, str], None] = {}
    for before, piece in _repeats(tree, ""):
        for after in ("", "\0", "a", " "):
            found[before, piece, after] = None
            found["", before + piece if len(before + piece) < 20 else piece, after] = None
    for character in _characters(tree):
        found["", character, ""] = found["", character, "\0"] = None
    return list(found)[:MAX_STRINGS]


def _repeats(tree: object, before: str) -> Iterator[tuple[str, str]]:
    """(an example of what stands before, an example of the piece) for each repetition without a near bound."""
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
        least, most, inner = argument  # type: ignore[misc]
        return [text * max(least, min(1, most)) for text in _examples(inner)]
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
            kind = {sre.CATEGORY_DIGIT: sign.isdigit(), sre.CATEGORY_SPACE: sign.isspace(), sre.CATEGORY_WORD: sign.isalnum() or sign == "_"}
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
    pattern = found.pattern
    if isinstance(pattern.pattern, bytes):
        encoded = lambda text: text.encode("latin-1", "replace")  # noqa: E731
    else:
        encoded = lambda text: text  # noqa: E731
    if method in ("sub", "subn"):
        empty = b"" if isinstance(pattern.pattern, bytes) else ""
        return lambda text: getattr(pattern, method)(empty, encoded(text))
    if method == "finditer":
        return lambda text: sum(1 for _ in pattern.finditer(encoded(text)))  # type: ignore[arg-type]
    return lambda text: getattr(pattern, method)(encoded(text))


assert sys.version_info >= (3, 11)
