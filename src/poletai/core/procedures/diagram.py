"""Diagrams: the small machines of a definition as Mermaid state diagrams."""

from collections.abc import Iterator

from poletai.core.procedures.definition import Definition, Text


def state_diagram(definition: Definition, of: str, language: str = "en") -> str:
    """Draw the machine of one subject as Mermaid text; raises KeyError for an unknown subject.

    An arrow carries the title of its move; moves that lead back to where they start are left out.
    """
    machine = definition.machines[of]
    lines = ["stateDiagram-v2"]
    for name, state in machine.state.items():
        lines.append(f'    state "{_said(state.title, language)}" as {_id(name)}')
    lines.append(f"    [*] --> {_id(machine.initial)}")
    for source, to, title in _arrows(definition, of):
        lines.append(f"    {_id(source)} --> {_id(to)}: {_said(title, language)}")
    lines += [f"    {_id(name)} --> [*]" for name in machine.final]
    return "\n".join(lines) + "\n"


def _arrows(definition: Definition, of: str) -> Iterator[tuple[str, str, Text]]:
    for move in definition.moves:
        ways = [(move.of, move.source, move.to), *((a.of, a.source, a.to) for a in move.also)]
        for subject, sources, to in ways:
            if subject == of and to is not None:
                yield from ((source, to, move.title) for source in sources if source != to)


def _said(text: Text, language: str) -> str:
    said: str = getattr(text, language)
    return said.replace('"', "'").replace(":", " ")


def _id(name: str) -> str:
    # Mermaid takes a hyphen for the start of an arrow.
    return name.replace("-", "_")
