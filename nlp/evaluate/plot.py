"""A reliability diagram as a picture: what share of the texts of a risk are baits, how many there are, the error."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

SIDE, LEFT, TOP, COUNTS = 480, 70, 60, 110
"""Pixels: the square of the diagram, the margins around it, the strip of counts below it."""
INK, GREY, BLUE, PALE = "#222222", "#999999", "#1f5f99", "#c9dcec"


class PlotError(Exception):
    """The picture cannot be made; the message says what to do."""


def draw_reliability(bins: Sequence[Mapping[str, Any]], ece: float, path: Path) -> None:
    """Write a PNG. `bins`: those of `nlp.evaluate.reliability` as mappings.

    Bars are the share of baits with its 95 % interval, dots the mean risk; on the dashed line both are equal.
    Raises PlotError without Pillow, OSError where the file cannot be written.
    """
    try:
        from PIL import Image, ImageDraw, ImageFont
    except ImportError as error:
        raise PlotError("Pictures need Pillow: install it with `pip install pillow`.") from error
    image = Image.new("RGB", (LEFT + SIDE + 30, TOP + SIDE + COUNTS + 70), "white")
    draw = ImageDraw.Draw(image)
    draw.fontmode = "L"
    font = ImageFont.load_default(14)
    n = sum(part["n"] for part in bins)
    draw.text(
        (LEFT, 16), f"Reliability of the risk: {n} texts, ECE {ece:.3f}", fill=INK, font=ImageFont.load_default(18)
    )
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
