"""Words of findings: their titles, and evidence written out as lines a person reads."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext_lazy as _

from poletai.core.procedures.definition import Definition, Values
from poletai.core.procedures.findings import PREFIX, Case, Finding, unsettled
from poletai.core.procedures.registers import read_registers
from poletai.core.procedures.standing import LotStanding, Standing
from poletai.portal.words.texts import Word, said, word

EVIDENCE: Final[Mapping[str, Word]] = {
    "body": _("Body"),
    "bids": _("Bids"),
    "relation": _("Relation"),
    "one": _("One side"),
    "other": _("Other side"),
    "source": _("Source"),
    "recorded": _("Recorded on"),
    "since": _("Since"),
    "until": _("Until"),
    "brand": _("Brand"),
    "counts-as": _("Counts as"),
    "rule": _("Rule"),
    "corrected": _("Corrected"),
    "test": _("Test"),
    "price": _("Bid price"),
    "base": _("Compared with"),
    "share": _("Share"),
    "line": _("Line"),
    "part": _("Part of the bid"),
    "unknown-key": _("Unknown key"),
    "unreadable-key": _("Unreadable key"),
}
_SAID: Final[Mapping[str, Word]] = {
    "responsible-person": _("led by the same person"),
    "control": _("one controls the other"),
    "management": _("one manages the other"),
    "below-share-of-mean": _("below a share of the mean"),
    "below-share-of-second-lowest": _("below a share of the second lowest"),
    "below-share-of-ceiling": _("below a share of the ceiling"),
    "opening sheet over detail": _("opening sheet over detail"),
    "words over figures": _("words over figures"),
    "total over a misplaced decimal point": _("total over a misplaced decimal point"),
    "sum of unit prices over total": _("sum of unit prices over total"),
}


# Evidence that is a sum of money, shown as sums are.
_SUMS = ("price", "base", "line")


def _figure(value: str) -> str:
    return f"{Decimal(value):,.2f}"


def evidence_lines(evidence: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """Write each piece of evidence on one line; what is empty is left out."""
    return tuple(
        " · ".join(
            f"{word(EVIDENCE, name)}: {_figure(value) if name in _SUMS else word(_SAID, value)}"
            for name, value in one.items()
            if value
        )
        for one in evidence
    )


def finding_title(definition: Definition, kind: str) -> str:
    """Return what a definition calls a kind of finding."""
    parameter = definition.parameters.get(f"{PREFIX}{kind}")
    return kind if parameter is None else said(parameter.title)


def unsettled_in(
    definition: Definition, values: Values, standing: Standing, lot: LotStanding
) -> tuple[Finding, ...]:
    """List what is still to be answered about a lot; nothing before it was looked through."""
    if "registers" not in lot.facts:
        return ()
    registers = read_registers(lot.facts["registers"])
    return unsettled(Case(standing, lot, values, registers, definition.category))
