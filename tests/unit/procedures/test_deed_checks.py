"""A deed that lacks what it reads, or hides half of a party, stops the loading."""

import pytest
from tests.support import trials

from poletai.core.procedures.library import read_library

SPOILED = [
    ("restricted", 'of = "applicant"\nby = ["bidder"]', 'by = ["bidder"]', "rulebook.deed-subject"),
    ("restricted", 'invited = "parties"', 'invited = "texts"', "rulebook.deed-field"),
    ("framework", 'supplier = "party"', 'supplier = "text"', "rulebook.deed-field"),
    (
        "framework",
        'asks = { supplier = "party", price = "money" }',
        'asks = { supplier = "party", price = "money" }\noptional = ["price"]',
        "rulebook.deed-field",
    ),
    ("framework", 'where = "nominated" }', 'where = "friends" }', "rulebook.unknown-selection"),
    (
        "framework",
        'also = [{ of = "bid", from = ["new"]',
        'also = [{ of = "applicant", from = ["new"]',
        "rulebook.no-machine",
    ),
    (
        "restricted",
        'of = "applicant"\nby = ["principal"]',
        'of = "applicant"\nby = ["clock"]',
        "rulebook.clock-subject",
    ),
    (
        "restricted",
        'confidential = true\nuntil = "closed"\nprovided = [{ is = "not-after", instant = "appl',
        'private = ["by"]\nuntil = "closed"\nprovided = [{ is = "not-after", instant = "appl',
        "rulebook.half-hidden",
    ),
]


@pytest.mark.parametrize(("trial", "old", "new", "code"), SPOILED)
def test_a_deed_needs_its_subject_and_its_fields(trial: str, old: str, new: str, code: str) -> None:
    files = trials.trial_files()
    name = f"cn/trial.{trial}.toml"
    text = files[name].decode()
    assert old in text

    _, problems = read_library({**files, name: text.replace(old, new, 1).encode()})

    assert code in {problem.code for problem in problems}


def test_who_applies_is_hidden_whole() -> None:
    files = trials.trial_files()
    name = "cn/trial.restricted.toml"
    old = 'confidential = true\nuntil = "closed"\nprovided = [{ is = "not-after", instant = "appl'
    new = old.replace("confidential = true", 'private = ["by", "applicant"]')

    _, problems = read_library({**files, name: files[name].decode().replace(old, new, 1).encode()})

    assert problems == ()
