"""Diagrams: the small machine of one subject drawn as SVG, one row a state."""

from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from poletai.core.procedures.definition import Definition
from poletai.portal.words.texts import said, state_title

_ROW, _BOX, _HEIGHT, _LEFT, _LANE = 46, 190, 30, 8, 16


def draw_machine(definition: Definition, of: str) -> SafeString:
    """Draw states as boxes and moves as arcs at their right; each arc says its moves on hover."""
    states = list(definition.machines[of].state)
    arcs = sorted(_arcs(definition, of, states).items(), key=lambda arc: abs(arc[0][1] - arc[0][0]))
    lanes = len(arcs)
    return format_html(
        '<svg class="machine" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>',
        _LEFT + _BOX + (lanes + 2) * _LANE,
        len(states) * _ROW,
        ", ".join(state_title(definition, of, state) for state in states),
        format_html_join("", "{}", ((_box(definition, of, s, i),) for i, s in enumerate(states))),
        format_html_join("", "{}", ((_arc(*arc, lane),) for lane, arc in enumerate(arcs))),
    )


def _arcs(definition: Definition, of: str, states: list[str]) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], list[str]] = {}
    for source, to, title in _steps(definition, of):
        found.setdefault((states.index(source), states.index(to)), []).append(title)
    return {ends: " / ".join(dict.fromkeys(titles)) for ends, titles in found.items()}


def _steps(definition: Definition, of: str) -> Iterator[tuple[str, str, str]]:
    for move in definition.moves:
        ways = [(move.of, move.source, move.to), *((a.of, a.source, a.to) for a in move.also)]
        for subject, sources, to in ways:
            if subject == of and to is not None:
                yield from ((source, to, said(move.title)) for source in sources if source != to)


def _box(definition: Definition, of: str, state: str, row: int) -> SafeString:
    machine = definition.machines[of]
    kind = (
        "final" if state in machine.final else "initial" if state == machine.initial else "between"
    )
    top = row * _ROW + (_ROW - _HEIGHT) // 2
    return format_html(
        '<g class="state is-{}"><rect x="{}" y="{}" width="{}" height="{}" rx="4"/>'
        '<text x="{}" y="{}">{}</text></g>',
        *(kind, _LEFT, top, _BOX, _HEIGHT),
        *(_LEFT + _BOX // 2, top + 20, state_title(definition, of, state)),
    )


def _arc(ends: tuple[int, int], titles: str, lane: int) -> SafeString:
    shift = 5 if ends[0] < ends[1] else -5
    start, end = (row * _ROW + _ROW // 2 for row in ends)
    edge, out = _LEFT + _BOX, _LEFT + _BOX + (lane + 1) * _LANE
    return format_html(
        '<g class="way"><title>{}</title><path d="M{} {}H{}V{}H{}"/>'
        '<path class="tip" d="M{} {}l7 -4v8z"/></g>',
        *(titles, edge, start + shift, out, end - shift, edge + 6),
        *(edge, end - shift),
    )
