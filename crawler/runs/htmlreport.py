"""The run's report as one HTML page: nothing is loaded from anywhere, no script, right in light and dark.

Pure: the report as JSON and the reports of earlier runs (newest first) go in, text comes out. The
charts are inline SVG: new articles a run, what the fetches came to, the fill rate of each field.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any

from crawler.runs.anomalies import took_part
from crawler.runs.htmlstyle import STYLE
from crawler.runs.report import FATES
from crawler.text import moment, span

Json = Mapping[str, Any]

POLICY = "default-src 'none'; style-src 'unsafe-inline'"  # the browser itself holds us to "nothing is loaded"
RUNS_SHOWN = 30  # bars of the small chart: as many as stay apart at its width
REASONS_SHOWN = 12  # a source; the JSON has all
WIDTH, HEIGHT = 180, 36  # of the small chart, in CSS pixels
# What a fetch of an article page came to, in the order of the bar; each is a class of the style.
PARTS = ("new", "changed", "unchanged", "duplicates", "not articles", "failed")
FULL, HALF = 0.9, 0.5  # fill rates: as it should be; worth a look


def render(report: Json, past: Sequence[Json] = ()) -> str:
    """The whole page."""
    sources: dict[str, Json] = dict(report.get("sources") or {})
    title = f"Run {report.get('run')}: {report.get('outcome')}"
    parts = [
        f"<header><h1>{escape(title)}</h1><p class=soft>{_when(report)}</p></header>",
        _findings(sources),
        _table(sources),
        *(_source(f"s{n}", name, numbers, past) for n, (name, numbers) in enumerate(sources.items())),
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(part for part in parts if part)
        + "\n</body>\n</html>\n"
    )


def bars(values: Sequence[int], label: str) -> str:
    """A small chart: one bar a run, the last one is this run's."""
    most, step = max(values, default=0) or 1, WIDTH / max(len(values), 12)
    drawn = []
    for n, value in enumerate(values):
        height = max(HEIGHT * value / most, 1)
        name = ("new" if n == len(values) - 1 else "unchanged") if value else "rest"
        drawn.append(
            f'<rect class="{name}" x="{n * step:.1f}" y="{HEIGHT - height:.1f}" '
            f'width="{max(step - 1, 1):.1f}" height="{height:.1f}"><title>{value}</title></rect>'
        )
    return (
        f'<svg role="img" aria-label="{escape(label)}" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">{"".join(drawn)}</svg>'
    )


def stack(parts: Sequence[tuple[str, int]], label: str) -> str:
    """One bar in parts, as wide as the page lets it."""
    total, x, drawn = sum(count for _, count in parts) or 1, 0.0, []
    for name, count in parts:
        width = 100 * count / total
        if count:
            drawn.append(
                f'<rect class="{_class(name)}" x="{x:.2f}" width="{width:.2f}" height="10">'
                f"<title>{escape(name)}: {count}</title></rect>"
            )
        x += width
    rest = "" if drawn else '<rect class="rest" width="100" height="10"/>'
    return (
        f'<svg class="bar" role="img" aria-label="{escape(label)}" viewBox="0 0 100 10" '
        f'preserveAspectRatio="none">{rest}{"".join(drawn)}</svg>'
    )


def _findings(sources: Mapping[str, Json]) -> str:
    lines = [
        f'<p class="bad"><a href="#s{n}"><bdi>{escape(name)}</bdi></a>: {escape(str(finding["text"]))}</p>'
        for n, (name, numbers) in enumerate(sources.items())
        for finding in numbers.get("findings") or ()
    ]
    return f"<section><h2>Not as usual</h2>{''.join(lines)}</section>" if lines else ""


def _table(sources: Mapping[str, Json]) -> str:
    heads = "".join(f"<th>{head}</th>" for head in ("source", *FATES, "read", "delay"))
    rows = []
    for n, (name, numbers) in enumerate(sources.items()):
        cells = "".join(f"<td>{_count(numbers, column)}</td>" for column in FATES)
        delay = numbers.get("delay")
        more = f"<td>{size(numbers.get('bytes') or 0)}</td><td>{'–' if delay is None else span(delay)}</td>"
        rows.append(f'<tr><td><a href="#s{n}"><bdi>{escape(name)}</bdi></a></td>{cells}{more}</tr>')
    foot = ""
    if len(sources) > 1:
        sums = "".join(f"<td>{sum(_count(s, column) for s in sources.values())}</td>" for column in FATES)
        read = size(sum(s.get("bytes") or 0 for s in sources.values()))
        foot = f"<tfoot><tr><td>all</td>{sums}<td>{read}</td><td></td></tr></tfoot>"
    return (
        f'<section class="scroll"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody>{foot}</table></section>"
    )


def _source(anchor: str, name: str, numbers: Json, past: Sequence[Json]) -> str:
    earlier = [run["sources"][name] for run in past if name in (run.get("sources") or {})]
    earlier = [one for one in earlier if took_part(one)][: RUNS_SHOWN - 1]
    news = [_news(one) for one in (*reversed(earlier), numbers)]
    parts = [(part, _count(numbers, part)) for part in PARTS]
    chart = bars(news, f"new articles in the last {len(news)} runs: {', '.join(map(str, news))}")
    return (
        f'<section id="{anchor}"><div class="head"><div><h2><bdi>{escape(name)}</bdi></h2>'
        f'<p class="soft">{_few(numbers)}</p></div><div>{chart}'
        f'<p class="soft">new articles a run, of {len(news)}</p></div></div>{_remarks(numbers)}'
        f"<h3>article pages</h3>{stack(parts, 'what the fetches came to')}<ul class=key>{_key(parts)}</ul>"
        f"{_fields(numbers.get('fill') or {})}{_reasons('reasons', numbers.get('reasons') or {})}"
        f"{_reasons('links that were left', numbers.get('left') or {})}"
        f"{_reasons('articles with rights', numbers.get('rights') or {})}</section>"
    )


def _key(parts: Sequence[tuple[str, int]]) -> str:
    """What the colours of a bar stand for."""
    return "".join(
        f'<li><svg width="10" height="10"><rect class="{_class(part)}" width="10" height="10"/></svg>'
        f"{part} {count}</li>"
        for part, count in parts
        if count
    )


def _remarks(numbers: Json) -> str:
    """What was not as usual, then the notes of the run."""
    findings = (f'<p class="bad">{escape(str(one["text"]))}</p>' for one in numbers.get("findings") or ())
    notes = (f"<p>{escape(str(note))}</p>" for note in numbers.get("notes") or ())
    return "".join((*findings, *notes))


def _fields(fill: Mapping[str, float]) -> str:
    """The fill rate of each field of this run's stored articles."""
    lines = []
    for name, share in fill.items():
        tone = "new" if share >= FULL else "changed" if share >= HALF else "not-articles"
        lines.append(
            f'<div class="field"><span>{escape(name)}</span><svg class="thin" viewBox="0 0 100 8" '
            f'preserveAspectRatio="none"><rect class="rest" width="100" height="8"/>'
            f'<rect class="{tone}" width="{100 * share:.0f}" height="8"/></svg><span>{share:.0%}</span></div>'
        )
    return (
        f'<h3>fields of the stored articles</h3><div class="fields">{"".join(lines)}</div>' if lines else ""
    )


def _reasons(head: str, reasons: Mapping[str, int]) -> str:
    shown = list(reasons.items())[:REASONS_SHOWN]
    lines = [f"<li>{count} × <bdi>{escape(reason)}</bdi></li>" for reason, count in shown]
    if more := len(reasons) - len(shown):
        lines.append(f"<li>and {more} more, in the JSON beside this page</li>")
    return f'<h3>{head}</h3><ul class="plain">{"".join(lines)}</ul>' if lines else ""


def _class(part: str) -> str:
    return part.replace(" ", "-")


def _few(numbers: Json) -> str:
    delay = numbers.get("delay")
    words = [f"{numbers.get('listings') or 0} listings", f"{size(numbers.get('bytes') or 0)} read"]
    return " · ".join([*words, *([f"delay {span(delay)}"] if delay is not None else [])])


def _count(numbers: Json, column: str) -> int:
    return int(numbers.get(column.replace(" ", "_")) or 0)


def _news(numbers: Json) -> int:
    """New articles; a report of an older version says only what was stored."""
    return _count(numbers, "new") if "new" in numbers else _count(numbers, "stored")


def _when(report: Json) -> str:
    started, ended = (
        datetime.fromisoformat(report[k]) if report.get(k) else None for k in ("started", "ended")
    )
    text = moment(started) if started else ""
    return f"{text}, {span((ended - started).total_seconds())}" if started and ended else text


def size(count: int) -> str:
    """ "812 B", "3.4 kB", "12 MB"."""
    amount = float(count)
    for unit in ("B", "kB", "MB", "GB"):
        if amount < 1000 or unit == "GB":
            break
        amount /= 1000
    return f"{amount:.0f} {unit}" if amount >= 10 or unit == "B" else f"{amount:.1f} {unit}"
