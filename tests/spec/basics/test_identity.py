"""Identity codes: real ones pass, mistyped ones are named, odd real ones only warn."""

from datetime import date

import pytest

from poletai.core.basics.identity import (
    deal_code,
    deal_code_problems,
    organisation_code_problems,
    uscc_problems,
)
from poletai.core.basics.problem import Problem

PLATFORM = "91350100M000100Y43"


def findings(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(problem.code, problem.force) for problem in problems]


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y43",
        "91110000802100433B",
        "91110108551385082Q",
        "914403001922038216",
        "91440300708461136T",
        " 91440300708461136t ",
    ],
)
def test_a_real_credit_code_passes(code: str) -> None:
    assert uscc_problems(code, where="bidder") == ()


@pytest.mark.parametrize(
    ("code", "computed"),
    [("91350100M0001TGQXM", "1"), ("91350211M0000XUF46", "R"), ("91350203M0001FUE2P", "J")],
)
def test_a_real_code_with_a_wrong_check_digit_is_only_warned_of(code: str, computed: str) -> None:
    (warning,) = uscc_problems(code, where="bidder")

    assert (warning.code, warning.force, warning.where) == ("uscc-check", "warning", "bidder")
    assert f"should be {computed}" in warning.message


@pytest.mark.parametrize(
    "text", ["", "9135", None, 91, "91350100M000100YI3", "9135010OM000100Y43", "S1350100M000100Y43"]
)
def test_what_cannot_be_a_credit_code_is_an_error(text: object) -> None:
    assert findings(uscc_problems(text, where="bidder")) == [("uscc-form", "error")]


@pytest.mark.parametrize("code", ["M000100Y-4", "80210043-3", "802100433", "10000000-X"])
def test_organisation_codes_pass_with_or_without_hyphen(code: str) -> None:
    expected = [] if code != "10000000-X" else [("organisation-code-check", "warning")]

    assert findings(organisation_code_problems(code, where="org")) == expected


@pytest.mark.parametrize("text", ["", None, "80210043", "8021004!-3"])
def test_what_cannot_be_an_organisation_code_is_an_error(text: object) -> None:
    found = findings(organisation_code_problems(text, where="org"))

    assert found == [("organisation-code-form", "error")]


DEALS = [
    ("A01", "91350100M000100Y43", date(2025, 5, 12), 1, "V"),
    ("A02", "914403001922038216", date(2025, 5, 12), 123, "F"),
    ("B01", "91110108551385082Q", date(2026, 1, 5), 7, "A"),
    ("D01", "91440300708461136T", date(2026, 9, 30), 999_999, "K"),
    ("A01", "91110000802100433B", date(2026, 11, 22), 42, "C"),
]


@pytest.mark.parametrize(("kind", "platform", "on", "serial", "check"), DEALS)
def test_a_deal_code_has_forty_characters_and_its_check(
    kind: str, platform: str, on: date, serial: int, check: str
) -> None:
    code = deal_code(kind, platform, on, serial)

    assert len(code) == 40
    assert code[-1] == check
    assert deal_code_problems(code, where="deal") == ()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A01-91350100M000100Y43-20250512-000001-W", ("deal-code-check", "warning")),
        ("A01-91350100M000100Y43-20250532-000001-V", ("deal-code-form", "error")),
        ("A0191350100M000100Y4320250512000001V", ("deal-code-form", "error")),
        (None, ("deal-code-form", "error")),
    ],
)
def test_a_mistyped_deal_code_is_noticed(text: object, found: tuple[str, str]) -> None:
    assert findings(deal_code_problems(text, where="deal")) == [found]


def test_a_deal_code_is_not_built_from_what_it_cannot_hold() -> None:
    with pytest.raises(ValueError, match="class like A01"):
        deal_code("A1", PLATFORM, date(2026, 1, 1), 1)
    with pytest.raises(ValueError, match="at most six digits"):
        deal_code("A01", PLATFORM, date(2026, 1, 1), 1_000_000)
