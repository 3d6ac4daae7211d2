"""Diagrams: the small machine of one subject drawn as SVG, narrow enough for a phone.

Each state is a box; below it stand the moves that lead on from it, each group with an arc to the
box it leads to. What ends in a final state says so in words, or the arcs would hide the way there.
Nothing has to be hovered over to be read.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from poletai.core.procedures.definition import Definition
from poletai.core.procedures.vocabulary import PHASES
from poletai.portal.words.texts import said, state_title

_LEFT, _BOX, _HEIGHT, _LINE, _GAP, _LANE, _LANES = 4, 276, 28, 19, 14, 8, 9
# How much fits on a line: a Chinese character is as wide as two Latin letters.
_FITS = 42


@dataclass(frozen=True, slots=True)
class _Way:
    """The moves from one state to another: where their lines stand, and where they lead."""

    titles: tuple[str, ...]
    top: int
    target: str
    drawn: bool

    @property
    def bottom(self) -> int:
        return self.top + len(self.titles) * _LINE

    @property
    def middle(self) -> int:
        return (self.top + self.bottom) // 2


@dataclass(frozen=True, slots=True)
class _Block:
    """A state with the ways that lead on from it, from its top down."""

    state: str
    top: int
    ways: tuple[_Way, ...]

    @property
    def middle(self) -> int:
        return self.top + _HEIGHT // 2

    @property
    def bottom(self) -> int:
        return self.ways[-1].bottom if self.ways else self.top + _HEIGHT


def draw_machine(definition: Definition, of: str) -> SafeString:
    """Draw the states of a subject in order, with what leads from one to the next."""
    blocks = tuple(_blocks(definition, of))
    middles = {block.state: block.middle for block in blocks}
    ways = [way for block in blocks for way in block.ways if way.drawn]
    lanes = _lanes([(way.middle, middles[way.target]) for way in ways])
    return format_html(
        '<svg class="machine" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>',
        _LEFT + _BOX + (_LANES + 2) * _LANE,
        blocks[-1].bottom + _GAP,
        ", ".join(state_title(definition, of, block.state) for block in blocks),
        format_html_join("", "{}", ((_drawn(definition, of, block),) for block in blocks)),
        format_html_join(
            "",
            "{}",
            ((_arc(w, middles[w.target], n),) for w, n in zip(ways, lanes, strict=True)),
        ),
    )


def _blocks(definition: Definition, of: str) -> Iterator[_Block]:
    top = _GAP // 2
    for state in _in_order(definition, of):
        ways, line = [], top + _HEIGHT + 3
        for target, titles in _leading_on(definition, of, state).items():
            drawn = target not in definition.machines[of].final
            way = _Way(tuple(dict.fromkeys(titles)), line, target, drawn)
            ways.append(way)
            line = way.bottom
        block = _Block(state, top, tuple(ways))
        yield block
        top = block.bottom + _GAP


def _in_order(definition: Definition, of: str) -> list[str]:
    """List the states by the phases a trade passes through, those it may rest in last."""
    machine = definition.machines[of]
    return sorted(
        machine.state,
        key=lambda state: (state in machine.final, PHASES.index(machine.state[state].phase)),
    )


def _leading_on(definition: Definition, of: str, state: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for move in definition.moves:
        ways = [(move.of, move.source, move.to), *((a.of, a.source, a.to) for a in move.also)]
        for subject, sources, to in ways:
            if subject == of and to not in (None, state) and state in sources:
                found.setdefault(str(to), []).append(said(move.title))
    return found


def _lanes(spans: list[tuple[int, int]]) -> list[int]:
    """Give each arc the innermost lane no other arc over the same height has; short ones first."""
    taken: list[list[tuple[int, int]]] = [[] for _ in range(_LANES)]
    lanes = [0] * len(spans)
    for place in sorted(range(len(spans)), key=lambda n: abs(spans[n][0] - spans[n][1])):
        low, high = sorted(spans[place])
        free = [n for n in range(_LANES) if all(high < a or b < low for a, b in taken[n])]
        lanes[place] = free[0] if free else _LANES - 1
        taken[lanes[place]].append((low, high))
    return lanes


def _drawn(definition: Definition, of: str, block: _Block) -> SafeString:
    machine = definition.machines[of]
    kind = "initial" if block.state == machine.initial else "between"
    kind = "final" if block.state in machine.final else kind
    lines = (line for way in block.ways for line in _lines(definition, of, way))
    return format_html(
        '<g class="state is-{}"><rect x="{}" y="{}" width="{}" height="{}" rx="4"/>'
        '<text class="name" x="{}" y="{}">{}</text></g>{}',
        *(kind, _LEFT, block.top, _BOX, _HEIGHT),
        *(_LEFT + _BOX // 2, block.top + 19, state_title(definition, of, block.state)),
        format_html_join("", "{}", ((line,) for line in lines)),
    )


def _lines(definition: Definition, of: str, way: _Way) -> Iterator[SafeString]:
    end = "" if way.drawn else f" → {state_title(definition, of, way.target)}"
    for number, title in enumerate(f"{title}{end}" for title in way.titles):
        yield format_html(
            '<text class="move" x="{}" y="{}"><title>{}</title>{}</text>',
            *(_LEFT + 12, way.top + number * _LINE + 14, title, _shortened(title)),
        )


def _shortened(title: str) -> str:
    width = 0
    for place, sign in enumerate(title):
        width += 2 if ord(sign) > 0x2E7F else 1  # noqa: PLR2004 - from there on signs are wide
        if width > _FITS:
            return f"{title[:place]}…"
    return title


def _arc(way: _Way, target: int, lane: int) -> SafeString:
    edge = _LEFT + _BOX
    out = edge + 8 + (lane + 1) * _LANE
    # Arcs that leave a box's own height come in a little above, the others a little below.
    end = target - 5 if way.middle < target else target + 5
    return format_html(
        '<g class="way"><title>{}</title><path d="M{} {}V{}M{} {}H{}V{}H{}"/>'
        '<path class="tip" d="M{} {}l7 -4v8z"/></g>',
        " / ".join(way.titles),
        *(edge + 2, way.top + 3, way.bottom - 3),
        *(edge + 2, way.middle, out, end, edge + 6),
        *(edge, end),
    )
