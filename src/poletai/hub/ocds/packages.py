"""Release and record packages: what is served and exported, with the extensions in use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from poletai.hub.ocds.fields import Json, moment, present
from poletai.hub.ocds.release import compiled_release_of, ocid_of, release_of
from poletai.hub.ocds.view import ProcedureView

_PUBLISHED_AT = "https://raw.githubusercontent.com/open-contracting-extensions"
# The extensions a release uses, by the addresses they are published under.
EXTENSIONS = tuple(
    f"{_PUBLISHED_AT}/ocds_{name}_extension/v1.1.5/extension.json"
    for name in ("bid", "enquiry", "lots")
)

# Amounts are decimals: written as JSON numbers they keep every digit.
_encoder = msgspec.json.Encoder(decimal_format="number", order="sorted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Who publishes: `prefix` begins every ocid and is registered with the standard's keepers."""

    name: str
    prefix: str
    uri: str | None = None
    licence: str | None = None
    policy: str | None = None


def release_package(
    publisher: Publisher, views: Sequence[ProcedureView], uri: str, published_at: datetime
) -> Json:
    """Return the releases of one procedure, one for each view, the oldest first."""
    releases = _releases(publisher, views)
    return _package(publisher, uri, published_at) | {"releases": releases}


def record_package(
    publisher: Publisher,
    histories: Sequence[Sequence[ProcedureView]],
    uri: str,
    published_at: datetime,
) -> Json:
    """Return one record for each procedure, from the views of its history, the oldest first."""
    records = [_record(publisher, views) for views in histories if views]
    return _package(publisher, uri, published_at) | {"records": records}


def encode(package: Json) -> bytes:
    """Return a package as JSON bytes, amounts as exact numbers."""
    return _encoder.encode(package)


def _releases(publisher: Publisher, views: Sequence[ProcedureView]) -> list[Json]:
    earlier = [None, *views[:-1]]
    return [
        release_of(publisher.prefix, view, before)
        for view, before in zip(views, earlier, strict=True)
    ]


def _record(publisher: Publisher, views: Sequence[ProcedureView]) -> Json:
    return {
        "ocid": ocid_of(publisher.prefix, views[-1]),
        "releases": _releases(publisher, views),
        "compiledRelease": compiled_release_of(publisher.prefix, views[-1]),
    }


def _package(publisher: Publisher, uri: str, published_at: datetime) -> Json:
    return present(
        {
            "uri": uri,
            "version": "1.1",
            "extensions": list(EXTENSIONS),
            "publisher": present({"name": publisher.name, "uri": publisher.uri}),
            "publishedDate": moment(published_at),
            "license": publisher.licence,
            "publicationPolicy": publisher.policy,
        }
    )
