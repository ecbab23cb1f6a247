"""Broken feed XML → well-formed UTF-8 XML, in bounded time, before feedparser sees it.

feedparser's fallback for broken XML and expat's handling of many attributes are quadratic, so neither
meets the web's bytes: libxml2 reads first, recovering what it can, and writes the feed anew without
DOCTYPE and entities. The usual faults are mended in the text, CDATA sections apart: named HTML entities
(`&nbsp;`), bare ampersands (`?a=1&b=2`), undeclared prefixes (`media:`), HTML tags between the feed's own.
"""

import re
from collections.abc import Callable
from html.entities import html5

from lxml import etree

from crawler.pages.decode import decode
from crawler.pages.sniff import after_front
from crawler.text import squeeze

MAX_BYTES = 10 * 1024 * 1024  # of one feed that are parsed; newest items come first. feedparser: 2 MB/s
MAX_TAG = 16_000  # characters of one tag; attributes cost quadratic time in the parsers
MAX_DEPTH = 60  # elements below one another; feeds have five, XHTML content some twenty
MAX_ELEMENTS = 200_000
MAX_ITEMS = 2_000  # of one feed; more is an archive, and the newest come first
MAX_JUNK = 100_000  # characters of warnings and the like before the root
MANY_SIGNS = 5  # of a text; fewer cost less than it takes to set them apart
MAX_PREFIXES = 30  # undeclared ones that get a declaration

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_LONG_TAG = re.compile(rf"<[^!<>][^<>]{{{MAX_TAG},}}>?")
# References and bare ampersands; and a "<" that begins no tag.
_SIGNS = re.compile(
    r"<(?![A-Za-z_/!?])|&(?:(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|(?:amp|lt|gt|quot|apos))(;)|([A-Za-z][A-Za-z0-9]{1,31});)?"
)
_UNQUOTED = re.compile(
    r"<[A-Za-z_][\w:.-]*\s[^<>]{0,2000}?=\s*[^\s\"'<>][^<>]{0,2000}>"
)  # a tag with a=1 in it
_VALUE = re.compile(r"(\s[A-Za-z_][\w:.-]*\s*=\s*)([^\s\"'<>=/]+)(?=[\s/>])")
_CONTROL_NUMBERS = frozenset(range(32)) - {9, 10, 13}
_PREFIX = re.compile(r"</?([A-Za-z_][\w.-]*):[A-Za-z_]|\s([A-Za-z_][\w.-]*):[A-Za-z_][\w.-]*\s*=\s*[\"']")
_HTML_TAG = re.compile(
    r"</?(?:a|b|i|u|p|br|hr|em|strong|span|div|font|img|ul|ol|li|h[1-6]|table|tbody|tr|td|blockquote)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_PEOPLE = ("{*}author", "{*}creator", "{*}name")
_MAIL = re.compile(r"[(<\[]? ?[^\s()<>\[\]@]{1,100}@[^\s()<>\[\]@]{1,100} ?[)>\]]?")
_DECLARED = re.compile(r"\sxmlns:([A-Za-z_][\w.-]*)")
_ROOT = re.compile(r"<(?:[A-Za-z_][\w.-]*:)?(?:rss|feed|RDF|channel)\b", re.IGNORECASE)
_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "media": "http://search.yahoo.com/mrss/",
    "atom": "http://www.w3.org/2005/Atom",
    "atom10": "http://www.w3.org/2005/Atom",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "slash": "http://purl.org/rss/1.0/modules/slash/",
    "sy": "http://purl.org/rss/1.0/modules/syndication/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}


def well_formed(body: bytes, content_type: str = "") -> tuple[bytes, tuple[str, ...]]:
    """The feed as XML that any parser takes, and what had to be mended; b"" where nothing was left."""
    problems = []
    if len(body) > MAX_BYTES:
        body = body[:MAX_BYTES]
        problems.append(f"feed cut off at {MAX_BYTES} bytes")
    text = after_front(_CONTROL.sub(" ", decode(body, content_type)[0]))
    start = _ROOT.search(text[:MAX_JUNK])
    if start is None:
        return b"", ("no feed",)
    text = _LONG_TAG.sub(" ", _outside_cdata(_SIGNS, _number, _declare(_whole(text[start.start() :]))))
    root, broken = _parse(_UNQUOTED.sub(_quoted, text).encode("utf-8"))
    if (
        broken and "xhtml" not in text
    ):  # <br> and </b> between the tags of RSS: where they end is anyone's guess
        root, _ = _parse(_outside_cdata(_HTML_TAG, lambda _: " ", text).encode("utf-8"))
    if root is None:
        return b"", (*problems, "broken XML")
    if broken:
        problems.append(f"broken XML: {broken}")
    _prune(root)
    _unmail(root)
    _bundle(root)
    return etree.tostring(root, encoding="utf-8"), tuple(problems)


def unambiguous(body: bytes, content_type: str, root: re.Pattern[str]) -> bytes:
    """Other XML that is read in recovery: UTF-8 from its root on, without control characters, and every
    reference as a number. libxml2 drops named ones from the first fault on, "&amp;" too."""
    text = after_front(_CONTROL.sub(" ", decode(body, content_type)[0]))
    start = root.search(text[:MAX_JUNK])
    text = _whole(text[start.start() :] if start else text)
    return _UNQUOTED.sub(_quoted, _outside_cdata(_SIGNS, _number, text)).encode("utf-8")


def _whole(text: str) -> str:
    """Up to the end of the last tag: a text behind it was cut off, and half an address is another one."""
    return text[: text.rfind(">") + 1]


def _parse(data: bytes) -> tuple[etree._Element | None, str]:
    """The root and the first fault; recovered where it is broken."""
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
        remove_comments=True, remove_pis=True, strip_cdata=True, encoding="utf-8",
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser=parser)
    except (etree.XMLSyntaxError, ValueError):
        return None, ""
    errors = parser.error_log
    return root, (errors[0].message[:100] if len(errors) else "")


def _outside_cdata(pattern: re.Pattern[str], replace: Callable[[re.Match[str]], str], text: str) -> str:
    """`pattern.sub(replace, text)` everywhere but in CDATA sections."""
    out = []
    position = 0
    while True:
        start = text.find("<![CDATA[", position)
        out.append(pattern.sub(replace, text[position : start if start >= 0 else len(text)]))
        if start < 0:
            break
        end = text.find("]]>", start)
        if end < 0:  # never closed: ends with the document
            out.append(text[start:] + "]]>")
            break
        out.append(text[start : end + 3])
        position = end + 3
    return "".join(out)


def _number(match: re.Match[str]) -> str:
    """The sign or reference as a reference by number, or the character itself."""
    if match[0] == "<":
        return "&#60;"
    if reference := match[1]:
        if reference[0] == "#":
            digits = reference[1:]
            number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
            if (
                number in _CONTROL_NUMBERS
                or number > 0x10FFFF
                or 0xD800 <= number <= 0xDFFF
                or number in {0xFFFE, 0xFFFF}
            ):
                return " "
            return f"&#{number};"  # XML knows no "&#X2019;"
        return f"&#{ord(html5[reference + ';'])};"
    character = html5.get(f"{match[3]};") if match[3] else None
    if character and not set(character) & set("<>&"):
        return character
    return "&#38;" + match[0][1:]


def _quoted(match: re.Match[str]) -> str:
    return _VALUE.sub(r'\1"\2"', match[0])


def _declare(text: str) -> str:
    """Prefixes that are used without a declaration get one on the root element."""
    used = {first or second for first, second in _PREFIX.findall(text[:1_000_000])}
    missing = sorted(used - {"xml", "xmlns"} - set(_DECLARED.findall(text)))[:MAX_PREFIXES]
    if not missing:
        return text
    name = _ROOT.match(text)
    assert name is not None
    declarations = "".join(f' xmlns:{p}="{_NAMESPACES.get(p, "urn:undeclared:" + p)}"' for p in missing)
    return text[: name.end()] + declarations + text[name.end() :]


def _prune(root: etree._Element) -> None:
    """Drop what lies too deep, and everything after too many elements or items."""
    depth = count = items = 0
    too_deep = []
    last = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            depth -= 1
            continue
        depth, count = depth + 1, count + 1
        items += str(element.tag).rpartition("}")[2] in {"item", "entry"}
        if depth == MAX_DEPTH + 1:
            too_deep.append(element)
        if count == MAX_ELEMENTS or items > MAX_ITEMS:
            last = element
            break
    if last is not None:
        _drop_after(last)
    for element in too_deep:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def _unmail(root: etree._Element) -> None:
    """Mail addresses leave people's names. feedparser takes out those alone that end in two to four letters,
    and of "@paper.online" leaves "ine" in the name."""
    for element in root.iter(*_PEOPLE):
        if element.text and "@" in element.text:
            element.text = squeeze(_MAIL.sub(" ", squeeze(element.text)))


def _bundle(root: etree._Element) -> None:
    """Texts that hold markup become CDATA: expat hands over each reference by itself, a million in a feed."""
    for element in root.iter():
        if element.text and element.text.count("<") > MANY_SIGNS and "]]>" not in element.text:
            element.text = etree.CDATA(element.text)


def _drop_after(element: etree._Element) -> None:
    """Remove whatever follows an element in the document."""
    parent = element.getparent()
    while parent is not None:
        del parent[parent.index(element) + 1 :]
        element, parent = parent, parent.getparent()
