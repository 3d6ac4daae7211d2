"""What nobody reads in an opened bid is found, and breaks nothing."""

from tests.support.opened import bid, case

from poletai.core.procedures.findings import findings


def test_what_nobody_reads_in_an_opened_bid_is_found_and_breaks_nothing() -> None:
    said = {"price": {"amount": "100"}, "sheet": {"totle": "1"}, "claims": 7}
    odd = bid("a", said, content={"price": said, "tech": {"days": 3}, "voice": {}, "blank": 1})

    (finding,) = findings(case([odd, bid("b", "100")], {"finding-unread-key": ("note", "answer")}))

    assert finding.bids == ("a",)
    assert finding.evidence == (
        {"part": "price", "unknown-key": "sheet.totle"},
        {"part": "price", "unreadable-key": "claims"},
        {"part": "tech", "unknown-key": "days"},
    )


def test_a_part_that_is_no_object_is_passed_over() -> None:
    odd = bid("a", "100", content={"price": {"price": {"amount": "100"}}, "tech": []})

    assert findings(case([odd], {"finding-unread-key": ("note", "answer")})) == ()
