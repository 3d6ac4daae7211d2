"""OCDS 1.1.5 without a network: the schema libcoveocds checks against, and the check itself."""

import io
import json
import warnings
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import requests
from ocdsextensionregistry import ProfileBuilder
from ocdsextensionregistry.util import session
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

from poletai.hub.ocds import EXTENSIONS

with warnings.catch_warnings():
    # The checker's own imports warn of names that newer releases of its libraries replace.
    warnings.simplefilter("ignore")
    from libcoveocds.api import ocds_json_output
    from libcoveocds.config import LibCoveOCDSConfig

_FOLDER = Path(__file__).parent
_TAG = "1__1__5"
_ARCHIVES = "https://github.com/open-contracting-extensions/"
_KINDS_OF_FINDINGS = (
    "validation_errors",
    "deprecated_fields",
    "all_additional_fields",
    "additional_closed_codelist_values",
    "additional_open_codelist_values",
    "additional_checks",
    "json_deref_error",
)


def findings(package: bytes) -> dict[str, Any]:
    """Return all that libcoveocds finds wrong with a package, nothing where it is sound."""
    data = json.loads(package)
    config = LibCoveOCDSConfig({"context": "api", "standard_zip": _standard()})
    with warnings.catch_warnings(), TemporaryDirectory() as folder:
        warnings.simplefilter("ignore", DeprecationWarning)
        # It writes down the schema it checked against, if nowhere else, then where it is run.
        report = ocds_json_output(folder, json_data=data, lib_cove_ocds_config=config)
    assert report["extensions"]["invalid_extensions"] == []
    assert len(report["extensions"]["extensions"]) == len(EXTENSIONS)
    return {kind: report[kind] for kind in _KINDS_OF_FINDINGS if report.get(kind)}


def release_schema() -> dict[str, Any]:
    """Return the release schema with the three extensions, references left in place."""
    builder = ProfileBuilder(_TAG, list(EXTENSIONS), standard_base_url=_standard())
    schema: dict[str, Any] = builder.patched_release_schema()
    return schema


class _Shelf(HTTPAdapter):
    """Answers for the extensions' archives from the folder beside this file."""

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """Return the archive an address stands for, 404 for any other."""
        name = str(request.url).removeprefix(_ARCHIVES).split("_extension/")[0]
        folder = _FOLDER / "extensions" / name.removeprefix("ocds_")
        answer = HTTPResponse(
            body=io.BytesIO(_packed(folder)),
            status=200 if folder.is_dir() else 404,
            preload_content=False,
            request_url=request.url,
        )
        return self.build_response(request, answer)


# The registry fetches the whole archive of a tag instead of the address that names it.
session.mount(_ARCHIVES, _Shelf())


def _standard() -> bytes:
    return _packed(_FOLDER / "standard")


def _packed(folder: Path) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("root/", "")
        for file in sorted(folder.rglob("*.*")):
            archive.writestr(f"root/{file.relative_to(folder)}", file.read_text(encoding="utf-8"))
    return packed.getvalue()
