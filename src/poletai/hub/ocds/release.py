"""Releases and compiled releases: OCDS 1.1.5 made from views, by pure functions."""

from poletai.hub.errors import NotPublicError
from poletai.hub.ocds.fields import Json, moment, present, reference
from poletai.hub.ocds.parties import parties_of
from poletai.hub.ocds.results import awards_of, bids_of, contracts_of
from poletai.hub.ocds.tender import tender_of
from poletai.hub.ocds.view import ProcedureView

_LANGUAGE = "zh"


def ocid_of(prefix: str, view: ProcedureView) -> str:
    """Return the open contracting id: the publisher's registered prefix and the procedure's id."""
    return f"{prefix}-{view.id}"


def release_of(prefix: str, view: ProcedureView, before: ProcedureView | None = None) -> Json:
    """Return the release of what `view` shows, tagged by what changed since `before`.

    A release is whole: it repeats what earlier ones said, so that a reader who missed some is
    not misled. Raises NotPublicError for a draft.
    """
    if view.phase == "draft":
        raise NotPublicError(view.id)
    ocid = ocid_of(prefix, view)
    head = {"ocid": ocid, "id": f"{ocid}-{view.revision}", "tag": _tags(view, before)}
    return head | _body(view)


def compiled_release_of(prefix: str, view: ProcedureView) -> Json:
    """Return the compiled release: what merging all releases up to this view gives."""
    ocid = ocid_of(prefix, view)
    head = {"ocid": ocid, "id": f"{ocid}-{moment(view.changed_at)}", "tag": ["compiled"]}
    return head | _body(view)


def _body(view: ProcedureView) -> Json:
    return present(
        {
            "date": moment(view.changed_at),
            "initiationType": "tender",
            "language": _LANGUAGE,
            "parties": parties_of(view),
            "buyer": reference(view.principal),
            "tender": tender_of(view),
            "bids": bids_of(view),
            "awards": awards_of(view),
            "contracts": contracts_of(view),
        }
    )


def _tags(view: ProcedureView, before: ProcedureView | None) -> list[str]:
    """Return the tags: what is new, what is changed, and an update where nothing else fits."""
    if before is None:
        tags = ["tender"]
    elif view.outcome == "cancelled" != before.outcome:
        tags = ["tenderCancellation"]
    else:
        tags = ["tenderUpdate"] if tender_of(view) != tender_of(before) else []
    tags += _changes("award", awards_of(view), awards_of(before) if before else [])
    tags += _changes("contract", contracts_of(view), contracts_of(before) if before else [])
    return tags or ["tenderUpdate"]


def _changes(tag: str, now: list[Json], then: list[Json]) -> list[str]:
    known = {entry["id"]: entry for entry in then}
    fresh = any(entry["id"] not in known for entry in now)
    changed = any(known.get(entry["id"], entry) != entry for entry in now)
    return [tag] * fresh + [f"{tag}Update"] * changed
