"""Curves as an SVG file: lines over a logarithmic axis, drawn by hand."""

from collections.abc import Mapping, Sequence
from html import escape
from math import log2
from pathlib import Path

_WIDTH, _HEIGHT, _LEFT, _TOP, _GAP = 640, 360, 80, 40, 60
_INKS = ("#1f5fa8", "#b3541e", "#3d7a3d", "#7a3d7a")

Points = Sequence[tuple[float, float]]


def draw(path: Path, title: str, across: str, up: str, curves: Mapping[str, Points]) -> None:
    """Write a picture of curves; `across` doubles from tick to tick, `up` begins at 0."""
    points = [point for curve in curves.values() for point in curve]
    most, far = max(y for _, y in points) * 1.1, max(x for x, _ in points)
    spots = sorted({x for x, _ in points})
    parts = [_text(_WIDTH / 2, 20, title, "middle", 16), _text(_WIDTH / 2, _HEIGHT - 8, across)]
    parts.append(_text(_LEFT, _TOP - 8, up, "middle"))
    for x in spots:
        parts.append(_text(_across(x, far), _HEIGHT - _GAP + 18, f"{x:g}"))
    for part in range(5):
        value = most * part / 4
        parts.append(_text(_LEFT - 6, _up(value, most) + 4, f"{value:,.0f}", "end"))
        parts.append(_line([(_LEFT, _up(value, most)), (_WIDTH - 20, _up(value, most))], "#ddd"))
    for number, (name, curve) in enumerate(curves.items()):
        ink = _INKS[number % len(_INKS)]
        parts.append(_line([(_across(x, far), _up(y, most)) for x, y in curve], ink, 2))
        parts.append(_text(_LEFT + 12, _TOP + 16 + 18 * number, name, "start", ink=ink))
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}">'
    ground = f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>'
    path.write_text("\n".join([head, ground, *parts, "</svg>"]) + "\n")


def _across(x: float, far: float) -> float:
    return _LEFT + (_WIDTH - _LEFT - 20) * (log2(x) / log2(far) if far > 1 else 0.0)


def _up(y: float, most: float) -> float:
    return _HEIGHT - _GAP - (_HEIGHT - _GAP - _TOP) * y / most


def _line(points: Points, ink: str, width: int = 1) -> str:
    told = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{told}" fill="none" stroke="{ink}" stroke-width="{width}"/>'


def _text(
    x: float, y: float, told: str, anchor: str = "middle", size: int = 12, ink: str = "#222"
) -> str:
    style = f'font-family="sans-serif" font-size="{size}" fill="{ink}" text-anchor="{anchor}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{escape(told)}</text>'
