"""Pictures of an evaluation: the reliability of the risk of offers, and which kind of news is taken for which."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from warehouse.contracts import KINDS

SIDE, LEFT, TOP, COUNTS = 480, 70, 60, 110
"""Pixels: the square of the diagram, the margins around it, the strip of counts below it."""
INK, GREY, BLUE, PALE, RED = "#222222", "#999999", "#1f5f99", "#c9dcec", "#b3331d"
CELL, NAMES = 34, 150
"""Pixels of a cell of the table of kinds, and of the room for the kinds' names."""


class PlotError(Exception):
    """The picture cannot be made; the message says what to do."""


def draw_reliability(bins: Sequence[Mapping[str, Any]], ece: float, path: Path) -> None:
    """Write a PNG. `bins`: those of `nlp.evaluate.reliability` as mappings.

    Bars are the share of baits with its 95 % interval, dots the mean risk; on the dashed line both are equal.
    Raises PlotError without Pillow, OSError where the file cannot be written.
    """
    image, draw, (font, title) = _canvas(LEFT + SIDE + 30, TOP + SIDE + COUNTS + 70)
    n = sum(part["n"] for part in bins)
    draw.text((LEFT, 16), f"Reliability of the risk: {n} texts, ECE {ece:.3f}", fill=INK, font=title)
    _axes(draw, font)
    for part in bins:
        if part["n"]:
            _bar(draw, part)
    _line(draw, [(step / 40, step / 40) for step in range(41)])
    for part in bins:
        if part["n"]:
            _dot(draw, part)
    _counts(draw, font, bins)
    image.save(path, "PNG")


def draw_confusion(confusion: Mapping[str, Mapping[str, int]], path: Path) -> None:
    """Write a PNG. `confusion`: label to answer to number of texts.

    A row a label, a column an answer; the darker, the larger the share of the row. Right answers lie on the diagonal.
    Raises PlotError without Pillow, OSError where the file cannot be written.
    """
    answered = {kind for row in confusion.values() for kind in row}
    kinds = [kind for kind in (*KINDS, "none") if kind in answered or kind in confusion]
    edge = CELL * len(kinds)
    image, draw, (font, title) = _canvas(NAMES + edge + 90, NAMES + edge + 74)
    n, right = sum(sum(row.values()) for row in confusion.values()), sum(confusion[k].get(k, 0) for k in confusion)
    draw.text((16, 16), f"Kinds of news: {n} texts, {right} right ({right / max(1, n):.1%})", fill=INK, font=title)
    draw.text((NAMES, NAMES + edge + 46), "rows: label, columns: answer", fill=GREY, font=font)
    for number, kind in enumerate(kinds):
        at = NAMES + number * CELL + CELL // 2
        draw.text((NAMES - 8, at + 40), kind, fill=INK, font=font, anchor="rm")
        _upright(image, kind, (at, NAMES + 34), font)
        total = sum(confusion.get(kind, {}).values())
        draw.text((NAMES + edge + 8, at + 40), f"n={total}", fill=GREY, font=font, anchor="lm")
        for column, answer in enumerate(kinds):
            _cell(draw, font, (column, number), confusion.get(kind, {}).get(answer, 0), total)
    image.save(path, "PNG")


def _canvas(width: int, height: int) -> tuple[Any, Any, tuple[Any, Any]]:
    """Image, its pen, and the fonts of its words and its title."""
    try:
        from PIL import Image, ImageDraw, ImageFont
    except ImportError as error:
        raise PlotError("Pictures need Pillow: install it with `pip install pillow`.") from error
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    draw.fontmode = "L"
    return image, draw, (ImageFont.load_default(14), ImageFont.load_default(18))


def _upright(image: Any, text: str, foot: tuple[int, int], font: Any) -> None:
    """A word that reads upwards from `foot`."""
    from PIL import Image, ImageDraw

    strip = Image.new("RGB", (NAMES - 20, CELL - 8), "white")
    ImageDraw.Draw(strip).text((2, (CELL - 8) // 2), text, fill=INK, font=font, anchor="lm")
    turned = strip.rotate(90, expand=True)
    image.paste(turned, (foot[0] - turned.width // 2, foot[1] - turned.height))


def _cell(draw: Any, font: Any, place: tuple[int, int], n: int, total: int) -> None:
    left, top = NAMES + place[0] * CELL, NAMES + 40 + place[1] * CELL
    share = n / total if total else 0.0
    colour = BLUE if place[0] == place[1] else RED
    shade = tuple(round(255 - (255 - int(colour[i : i + 2], 16)) * share) for i in (1, 3, 5))
    draw.rectangle([left, top, left + CELL, top + CELL], fill=shade, outline="#dddddd")
    if n:
        ink = "white" if share > 0.55 else INK
        draw.text((left + CELL // 2, top + CELL // 2), str(n), fill=ink, font=font, anchor="mm")


def _at(risk: float, share: float) -> tuple[float, float]:
    return LEFT + risk * SIDE, TOP + (1 - share) * SIDE


def _axes(draw: Any, font: Any) -> None:
    for step in range(0, 11, 2):
        value = step / 10
        x, y = _at(value, value)
        draw.line([(LEFT, y), (LEFT + SIDE, y)], fill="#eeeeee")
        draw.text((LEFT - 8, y), f"{value:.1f}", fill=INK, font=font, anchor="rm")
        draw.text((x, TOP + SIDE + COUNTS + 8), f"{value:.1f}", fill=INK, font=font, anchor="mt")
    draw.rectangle([LEFT, TOP, LEFT + SIDE, TOP + SIDE], outline=GREY)
    draw.text((LEFT, TOP - 8), "share of risky offers (bar, 95 %), mean risk (dot)", fill=INK, font=font, anchor="ls")
    draw.text((LEFT + SIDE, TOP + SIDE + COUNTS + 34), "risk told", fill=INK, font=font, anchor="rt")


def _bar(draw: Any, part: Mapping[str, Any]) -> None:
    left, top = _at(part["low"], part["share"])
    right, bottom = _at(part["high"], 0)
    draw.rectangle([left + 3, top, right - 3, bottom], fill=PALE, outline=BLUE)
    middle = (left + right) / 2
    ends = [_at(0, end)[1] for end in part["interval"]]
    draw.line([(middle, ends[0]), (middle, ends[1])], fill=BLUE, width=2)
    for end in ends:
        draw.line([(middle - 6, end), (middle + 6, end)], fill=BLUE, width=2)


def _dot(draw: Any, part: Mapping[str, Any]) -> None:
    x, y = _at(part["mean_risk"], part["mean_risk"])
    draw.ellipse([x - 5, y - 5, x + 5, y + 5], fill=INK)


def _line(draw: Any, points: Sequence[tuple[float, float]]) -> None:
    for first, second in zip(points[::2], points[1::2], strict=False):
        draw.line([_at(*first), _at(*second)], fill=GREY, width=2)


def _counts(draw: Any, font: Any, bins: Sequence[Mapping[str, Any]]) -> None:
    most = max((part["n"] for part in bins), default=0) or 1
    bottom = TOP + SIDE + COUNTS
    for part in bins:
        left, right = _at(part["low"], 0)[0], _at(part["high"], 0)[0]
        height = part["n"] / most * (COUNTS - 40)
        draw.rectangle([left + 3, bottom - height, right - 3, bottom], fill=GREY)
        draw.text(((left + right) / 2, bottom - height - 4), str(part["n"]), fill=INK, font=font, anchor="ms")
    draw.line([(LEFT, bottom), (LEFT + SIDE, bottom)], fill=GREY)
