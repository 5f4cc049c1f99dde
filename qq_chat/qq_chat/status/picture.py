"""`/status` as a picture, by Pillow: the numbers, and how the last day was."""

import io
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qq_chat.status.history import DAY, Sample

WIDTH, MARGIN, ROW, PLOT = 720, 28, 34, 130
"""In pixels."""

PAPER, INK, PALE, GRID, PLAYERS, TICKS = "#ffffff", "#1f2430", "#737a8c", "#e4e7ee", "#2f7ed8", "#2aa876"

LEFT, RIGHT = MARGIN + 44, WIDTH - MARGIN
"""Of the plots."""

Value = Callable[[Sample], "float | None"]
Letters = Callable[[int], Any]


@dataclass(frozen=True)
class Plot:
    """One line over the last day.

    Attributes:
        name: above it.
        value: what of a measurement is drawn; None leaves a gap.
        colour: of the line.
        least: the value that the top stands for, at least.
    """

    name: str
    value: Value
    colour: str
    least: float


def draw(
    title: str, rows: Sequence[tuple[str, str]], day: Sequence[Sample], names: tuple[str, str], font: Letters
) -> bytes:
    """A picture as PNG; takes some tens of milliseconds, so not on the bot's loop.

    Args:
        title: on top.
        rows: what is said: name and value.
        day: the measurements of the last day, the oldest first.
        names: of the two plots: players, ticks per second.
        font: gives the letters of a size in pixels (`letters`).
    """
    from PIL import Image, ImageDraw  # noqa: PLC0415  (optional, and 20 MB)

    height = 2 * MARGIN + 50 + ROW * len(rows) + 2 * (PLOT + 60)
    page = Image.new("RGB", (WIDTH, height), PAPER)
    pen: Any = ImageDraw.Draw(page)
    pen.text((MARGIN, MARGIN), title, INK, font(28))
    for place, (name, value) in enumerate(rows):
        top = MARGIN + 54 + ROW * place
        pen.text((MARGIN, top), name, PALE, font(18))
        pen.text((MARGIN + 170, top), _fitting(value, font(18), RIGHT - MARGIN - 170), INK, font(18))
    plots = [Plot(names[0], lambda one: one.players, PLAYERS, 4), Plot(names[1], lambda one: one.tps, TICKS, 20)]
    for place, plot in enumerate(plots):
        _draw_plot(pen, MARGIN + 68 + ROW * len(rows) + (PLOT + 60) * place, plot, day, font)
    file = io.BytesIO()
    page.save(file, "PNG", optimize=True)
    return file.getvalue()


def _fitting(words: str, letters: Any, width: int) -> str:
    """As much of a line as there is room for: `Steve, Alex, No…`."""
    if letters.getlength(words) <= width:
        return words
    while words and letters.getlength(words + "…") > width:
        words = words[:-1]
    return words + "…"


def _draw_plot(pen: Any, top: int, plot: Plot, day: Sequence[Sample], font: Letters) -> None:
    known = [(sample.at, number) for sample in day if (number := plot.value(sample)) is not None]
    highest, end = max([plot.least, *(number for _, number in known)]), day[-1].at if day else 0.0
    floor = top + 26 + PLOT
    pen.text((MARGIN, top), plot.name, INK, font(16))
    _draw_grid(pen, floor, highest, end, font)
    points = [(_x((end - at) / DAY), floor - PLOT * min(number, highest) / highest) for at, number in known]
    if len(points) > 1:
        pen.line(points, plot.colour, 2, joint="curve")
    for x, y in points[-1:]:
        pen.ellipse([(x - 3, y - 3), (x + 3, y + 3)], plot.colour)


def _draw_grid(pen: Any, floor: int, highest: float, end: float, font: Letters) -> None:
    for part in (0, 0.5, 1):
        y = floor - PLOT * part
        pen.line([(LEFT, y), (RIGHT, y)], GRID)
        pen.text((MARGIN, y - 8), f"{highest * part:g}", PALE, font(13))
    for hours in (24, 18, 12, 6, 0) if end else ():
        hour = time.strftime("%H:%M", time.localtime(end - hours * 3600))
        pen.text((_x(hours / 24) - 16, floor + 4), hour, PALE, font(13))


def _x(ago: float) -> float:
    """Where a time stands, as a part of the day that is behind us."""
    return RIGHT - (RIGHT - LEFT) * ago


def letters(file: Path | None) -> Letters:
    """Gives the letters of a font file; of Pillow's own where there is none, which has no Chinese."""
    from PIL import ImageFont  # noqa: PLC0415

    return lambda size: ImageFont.load_default(size) if file is None else ImageFont.truetype(file, size)
