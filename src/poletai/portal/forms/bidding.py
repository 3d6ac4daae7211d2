"""The bid form: of all a bid may say, the entries a lot asks for, in the order people read them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from poletai.core.evaluation.energy import PERIODS
from poletai.core.procedures.bidding.asked import Asked, Criterion
from poletai.portal.forms.bid_entry import Entry, pattern_of
from poletai.portal.forms.field import Choices
from poletai.portal.words.bid_parts import LABELS
from poletai.portal.words.fields import Label
from poletai.portal.words.texts import Word, title_of

_PRICE, _TECH = "price", "tech"


def price_entries(
    asked: Asked, lot: Mapping[str, Any], claims: Mapping[str, str]
) -> tuple[Entry, ...]:
    """List what the price part of a bid for this lot is typed into; `claims` are titles."""
    of_keys: Mapping[str, Callable[[], list[Entry]]] = {
        "quantity": lambda: [_quantity(lot)],
        "packages": lambda: [_packages(lot)],
        "brand": lambda: [_input("brand")],
        "model": lambda: [_input("model")],
        "features": lambda: [_group("features", _features(asked))],
        "costs": lambda: [_group("costs", [_named("costs", n, n) for n in asked.costs])],
        "departures": lambda: [_group("departures", _departures(asked))],
        "energy": lambda: [_group("energy", _energy())],
        "claims": lambda: [_group("claims", _claims(asked, claims))],
        "sheet": lambda: [_group("sheet", _sheet(), folded=True)],
        "consortium": lambda: [_group("consortium", _consortium(), folded=True)],
    }
    shown = (made() for key, made in of_keys.items() if key in asked.keys)
    return (_price(lot), *(one for made in shown for one in made))


def tech_entries(asked: Asked) -> tuple[Entry, ...]:
    """List what the technical part is typed into, but for the files that just travel along."""
    answers = [_answer(criterion) for criterion in asked.criteria]
    plan = _input("plan", "long", part=_TECH)
    return (plan, _group("answers", answers, folded=True)) if answers else (plan,)


def _price(lot: Mapping[str, Any]) -> Entry:
    made, ceiling = _input("price", "money", required=True), lot.get("ceiling")
    if ceiling is None:
        return made
    return replace(made, note=_("At most {amount} yuan.").format(amount=_grouped(ceiling)))


def _quantity(lot: Mapping[str, Any]) -> Entry:
    made = _input("quantity", "decimal", required=True, unit=lot.get("unit"))
    most = f"{Decimal(lot['quantity']):,f} {lot.get('unit', '')}"
    start = _grouped(lot["start"]) if lot.get("start") else "0"
    note = _("At most {most}; the price above is that of one, from {start} yuan.")
    return replace(made, note=note.format(most=most, start=start))


def _packages(lot: Mapping[str, Any]) -> Entry:
    ticks = [
        replace(_input("packages.items", "tick", title=item), value=item) for item in lot["items"]
    ]
    return _rows("packages", [*ticks, _input("packages.price", "money", required=True)])


def _grouped(money: Mapping[str, Any]) -> str:
    return f"{Decimal(money['amount']):,f}"


def _input(
    path: str,
    widget: str = "text",
    *,
    part: str = _PRICE,
    required: bool = False,
    title: Word = "",
    unit: Word | None = None,
    choices: Choices = (),
) -> Entry:
    known = LABELS.get(path, Label(title))
    return Entry(
        path=path,
        key=path.rpartition(".")[2],
        widget=widget,
        label=Label(title or known.title, known.help, unit or known.unit),
        required=required,
        pattern="" if widget == "document" else pattern_of(part, path),
        choices=choices,
    )


def _group(path: str, entries: Sequence[Entry], *, folded: bool = False) -> Entry:
    # Claims and answers are lists of their own: the group around them is for the eye alone.
    widget = "set" if path in {"claims", "answers"} else "group"
    return Entry(
        path=path,
        key=path.rpartition(".")[2],
        widget=widget,
        label=LABELS[path],
        entries=tuple(entries),
        folded=folded,
    )


def _rows(path: str, entries: Sequence[Entry]) -> Entry:
    return Entry(
        path=path,
        key=path.rpartition(".")[2],
        widget="rows",
        label=LABELS[path],
        entries=tuple(entries),
    )


def _named(key: str, name: str, title: str, choices: Choices = ()) -> Entry:
    widget = "choice" if choices else "decimal"
    return _input(f"{key}.{name}", widget, required=True, title=title, choices=choices)


def _features(asked: Asked) -> list[Entry]:
    return [
        _named("features", each.name, each.title, tuple((str(o), str(o)) for o in each.options))
        for each in asked.features
    ]


def _departures(asked: Asked) -> list[Entry]:
    return [_named("departures", each.name, each.title) for each in asked.quantified]


def _energy() -> list[Entry]:
    said = str(LABELS["energy.savings"].title)
    savings = [
        _input("energy.savings", "list", required=True, title=said.format(number=number))
        for number in range(1, PERIODS + 1)
    ]
    share = _input("energy.share", "decimal", required=True)
    lasts = [_input(f"energy.{key}", "integer", required=True) for key in ("years", "days")]
    return [share, *lasts, *savings]


def _claims(asked: Asked, titles: Mapping[str, str]) -> list[Entry]:
    return [_claim(name, titles.get(name, name), stated=asked.stated) for name in asked.claims]


def _claim(name: str, title: str, *, stated: bool) -> Entry:
    statement = _input("claims.statement", "document", required=stated)
    return Entry(
        path=f"claims.{name}",
        key="claims",
        widget="claim",
        label=Label(title),
        value=name,
        entries=(statement,),
    )


def _sheet() -> list[Entry]:
    columns = [
        _input("sheet.lines.name", required=True),
        _input("sheet.lines.unit_price", "decimal", required=True),
        _input("sheet.lines.quantity", "decimal", required=True),
    ]
    amounts = [_input(f"sheet.{key}", "decimal") for key in ("words", "detail")]
    return [*amounts, _rows("sheet.lines", columns)]


def _consortium() -> list[Entry]:
    columns = [
        _input("consortium.members.organisation"),
        _input("consortium.members.uscc"),
        _input("consortium.members.name"),
        _input("consortium.members.share", "decimal"),
    ]
    return [
        _input("consortium.lead", required=True),
        _rows("consortium.members", columns),
        _input("consortium.agreement", "document"),
    ]


def _answer(criterion: Criterion) -> Entry:
    title = title_of(criterion.title, criterion.title_en)
    entries = (
        _input("answers.statement", "long", part=_TECH),
        _input("answers.documents", "documents", part=_TECH),
    )
    return Entry(
        path=f"answers.{criterion.name}",
        key="answers",
        widget="answer",
        label=Label(title),
        value=criterion.name,
        entries=entries,
    )
