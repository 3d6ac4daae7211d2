"""Names of bidders as notices write them: one firm, or the members of a consortium."""

import re

_SEPARATOR = re.compile(r"[、,，;；]")
_CONSORTIUM = "联合体"
# No list of names is longer; a longer text would only cost time.
_LONGEST = 1000
# Text whose brackets pair up, so that the （湖北） inside a firm's name stays inside it.
_PAIRED = r"(?:[^（()）]|[（(][^（()）]*[）)])+"
# "A（联合体成员：B、C）" and "A（B联合体）": the firm before the bracket leads.
_LEADER_FIRST = re.compile(
    rf"(?P<leader>{_PAIRED})[（(]"
    rf"(?:联合体成员(?:单位)?[:：](?P<members>{_PAIRED})|(?P<others>{_PAIRED})联合体)[）)]"
)
_ORGANISATION = re.compile(r".*(?:公司|集团|中心|大学|学校|医院|协会|[院所社厂店场局站校])")


def split_names(text: str) -> tuple[str, ...] | None:
    """Return the firms a cell names, the leader first, or None where that is not certain.

    Certain are: a text without any separator and without the word for a consortium; a list of
    organisations, with or without that word; a leader with its members in brackets.
    """
    bare = text.strip()
    if len(bare) > _LONGEST:
        return None
    match = _LEADER_FIRST.fullmatch(bare)
    if match is not None:
        return _certain([match["leader"], *_parts(match["members"] or match["others"])])
    parts = _parts(bare.removesuffix(_CONSORTIUM))
    if len(parts) == 1 and _CONSORTIUM not in bare:
        return (bare,)
    # A consortium of which only one member is named keeps the others to itself.
    return _certain(parts) if len(parts) > 1 else None


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _SEPARATOR.split(text) if part.strip()]


def _certain(parts: list[str]) -> tuple[str, ...] | None:
    names = tuple(part.strip() for part in parts)
    organisations = all(_is_organisation(name) for name in names)
    return names if organisations and len(set(names)) == len(names) else None


def _is_organisation(name: str) -> bool:
    # A branch may follow the word that makes it one: 北溪公司（青山分公司）.
    return _CONSORTIUM not in name and _ORGANISATION.match(name) is not None
