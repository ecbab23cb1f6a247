"""Trends over runs as SVG, drawn by leather: nothing of them needs a script or the network.

Colours are the custom properties of the page's style, so that one drawing is right in light and dark.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from math import ceil
from xml.etree import ElementTree

import leather
from leather import theme
from leather.scales import Linear
from leather.series import Series
from leather.shapes import Line
from markupsafe import Markup

# Of each line its colour in the page's style.
COLOURS = {
    "new": "var(--new)",
    "changed": "var(--changed)",
    "failed": "var(--failed)",
    "MB": "var(--changed)",
}
MIN_POINTS = 2  # one run is no trend
TICKS = 4  # lines across a chart
SPARK = (96, 22)  # in CSS pixels
CHART = (420, 170)

theme.background_color = "none"
theme.tick_color = "var(--line)"
theme.zero_color = theme.label_color = theme.legend_color = "var(--soft)"
theme.tick_font_family = theme.legend_font_family = theme.axis_title_font_family = "inherit"
theme.tick_font_size = theme.legend_font_size = 11

Points = Sequence[tuple[datetime, float]]


def spark(values: Sequence[float], label: str) -> Markup:
    """A line as high as a line of text, without axes; empty where there is no trend yet."""
    if len(values) < MIN_POINTS:
        return Markup()
    width, height = SPARK
    scales = Linear(0, len(values) - 1), Linear(0, max(values) or 1)
    line = Line(COLOURS["new"], width=1.5)
    drawn = line.to_svg(width - 4, height - 4, *scales, Series(list(enumerate(values))), None)
    drawn.set("transform", "translate(2 2)")
    return _svg(drawn, SPARK, label)


def trend(lines: Mapping[str, Points], label: str) -> Markup:
    """Lines over the time of the runs; empty where there are fewer than two."""
    times = {when for line in lines.values() for when, _ in line}
    if len(times) < MIN_POINTS:
        return Markup()
    first, last = min(times), max(times)
    # A scale of leather's over times ends at some round time after the last: from 0 to 1, it ends there.
    points = {
        name: [((when - first) / (last - first), value) for when, value in line]
        for name, line in lines.items()
    }
    chart = leather.Chart()
    for name, line in points.items():
        chart.add_line(line, name=name, stroke_color=COLOURS[name], width=1.5)
    step = _step(max(value for line in points.values() for _, value in line))
    chart.add_y_scale(0, step * TICKS)
    chart.add_y_axis(ticks=[step * n for n in range(TICKS + 1)], tick_formatter=_whole)
    chart.add_x_scale(0, 1)
    chart.add_x_axis(ticks=[0, 1], tick_formatter=lambda at, place, count: _shown(last if at else first))
    return _svg(chart.to_svg_group(*CHART), CHART, label)


def _svg(group: ElementTree.Element, size: tuple[int, int], label: str) -> Markup:
    width, height = map(str, size)
    root = ElementTree.Element("svg", width=width, height=height, viewBox=f"0 0 {width} {height}", role="img")
    root.set("aria-label", label)
    root.append(group)
    return Markup(ElementTree.tostring(root, encoding="unicode"))  # escaped by ElementTree


def _step(most: float) -> int:
    """Between two lines across: 1, 2 or 5 times a power of ten, and as many as reach `most`."""
    least = max(ceil(most / TICKS), 1)
    power = int(10 ** (len(str(least)) - 1))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= least)


def _whole(value: float, place: int, count: int) -> str:
    return f"{value:.0f}"


def _shown(when: datetime) -> str:
    return f"{when.astimezone(UTC):%m-%d %H:%M}"
