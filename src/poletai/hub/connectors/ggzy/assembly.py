"""Assembly: one notice, put together from a record of the portal and from its page."""

import re
from dataclasses import dataclass
from datetime import date

import msgspec

from poletai.hub.connectors.ggzy.cells import Findings
from poletai.hub.connectors.ggzy.mapping import Kind, Mapping
from poletai.hub.connectors.ggzy.page import Page, Section
from poletai.hub.connectors.ggzy.ranks import settle_ranks
from poletai.hub.connectors.ggzy.tables import (
    Found,
    Pairs,
    candidates_in_columns,
    pairs_of,
    winner_in_pairs,
)
from poletai.hub.notices import Finding, Notice, NoticeLot

_PARTIES = ("principal", "agency", "regulator")

Said = dict[str, str | None]


class Record(msgspec.Struct, frozen=True):
    """The fields of a portal record that this connector reads; others are left alone."""

    infoid: str
    title: str
    infodate: date
    xiaquname: str
    xiaqucode: str
    categorynum: str
    projectjiaoyitypeex: str
    infocontent: str


@dataclass(frozen=True, slots=True)
class _Lot:
    """A lot, the fields that stand in pairs beside it, and what was not understood."""

    lot: NoticeLot
    pairs: Pairs
    findings: Findings


def notice_of(mapping: Mapping, kind: Kind, record: Record, page: Page) -> Notice:
    """Return the notice; what its page says and nobody understood is listed in it."""
    project = re.sub(kind.title_end, "", record.title).strip()
    lots = [
        _lot(mapping, kind, section, project, f"lots[{place}]")
        for place, section in enumerate(page.sections)
    ]
    said = {field: mapping.said(field, page.paragraphs) for field in mapping.prose}
    for lot in lots:
        said |= {party: lot.pairs[party].text for party in _PARTIES if party in lot.pairs}
    findings = [finding for lot in lots for finding in lot.findings]
    findings += _about_project(mapping, project, said["project"])
    findings += _about_dates(mapping, kind, said) + _about_parties(mapping, said)
    return Notice(
        section_code=lots[0].lot.code if lots else "",
        title=record.title,
        project=project,
        region=record.xiaqucode,
        region_name=record.xiaquname,
        trade_class=record.projectjiaoyitypeex,
        published_on=record.infodate,
        lots=tuple(lot.lot for lot in lots),
        not_understood=tuple(findings),
        source=mapping.name,
        source_id=record.infoid,
        kind=kind.kind,
        announced_on=mapping.day(said["announced_on"]),
        opened_at=mapping.instant(said["opened_at"]),
        publicity_from=mapping.instant(said["publicity_from"]),
        publicity_until=mapping.instant(said["publicity_until"]),
        principal=said["principal"],
        agency=said["agency"],
        regulator=said["regulator"],
    )


def _lot(mapping: Mapping, kind: Kind, section: Section, project: str, where: str) -> _Lot:
    pairs: Pairs = {}
    if kind.layout == "pairs":
        for table in section.tables:
            pairs = pairs_of(mapping, table) | pairs
        candidates, findings = winner_in_pairs(mapping, pairs, where)
    else:
        candidates, findings = _from_tables(mapping, section, where)
    candidates, about_ranks = settle_ranks(mapping, section.paragraphs, candidates, where)
    code = section.code or (pairs["section_code"].text if "section_code" in pairs else "")
    title = pairs["project"].text if "project" in pairs else project
    about_lot: Findings = (
        () if code else (Finding("section-code-absent", f"{where}.code", project),)
    )
    if not candidates:
        about_lot += (Finding("candidates-absent", f"{where}.candidates", code),)
    lot = NoticeLot(code=code, title=title, candidates=candidates)
    return _Lot(lot, pairs, findings + about_ranks + about_lot)


def _from_tables(mapping: Mapping, section: Section, where: str) -> Found:
    """Return the candidates of the first table that names any; a further such table is reported."""
    tables = (candidates_in_columns(mapping, table, where) for table in section.tables)
    found = [one for one in tables if one[0]]
    if not found:
        return (), ()
    (candidates, findings), *others = found
    spare = tuple(
        Finding("candidates-again", f"{where}.candidates", "、".join(one.names[0] for one in more))
        for more, _ in others
    )
    return candidates, findings + spare


def _about_project(mapping: Mapping, project: str, said: str | None) -> Findings:
    """Report a page that names another project than its title does; masks stand for anything."""
    if said is None:
        return ()
    pattern = ".*".join(re.escape(_close(part)) for part in said.split(mapping.masked))
    if re.fullmatch(pattern, _close(project)):
        return ()
    return (Finding("project-differs", "project", said),)


def _close(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _about_dates(mapping: Mapping, kind: Kind, said: Said) -> Findings:
    """Report each expected date that the page leaves out, or that no calendar has."""
    findings = []
    for field in kind.expects:
        text = said[field]
        if text is None:
            findings.append(Finding("date-absent", field, ""))
        elif mapping.day(text) is None and mapping.instant(text) is None:
            findings.append(Finding("date-impossible", field, text))
    return tuple(findings)


def _about_parties(mapping: Mapping, said: Said) -> Findings:
    """Report a party whose name the source has masked."""
    return tuple(
        Finding("party-masked", party, text)
        for party in _PARTIES
        if (text := said[party]) and mapping.masked in text
    )
