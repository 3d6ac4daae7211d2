"""Logs and headers: nothing of a person or a bid is written, nothing foreign runs."""

import logging
from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import ResolverMatch

from poletai.site.headers import strict_headers
from poletai.site.logs import DiscreetFormatter, OnlyRoutes, request_log

Answer = Callable[[HttpRequest], HttpResponse]


def raised(problem: Exception) -> logging.LogRecord:
    try:
        raise problem
    except type(problem) as caught:
        excerpt = (type(caught), caught, caught.__traceback__)
    return logging.LogRecord("x", logging.ERROR, "x", 1, "%s /bids/17", ("POST",), excerpt)


def test_the_message_of_an_exception_stays_out_of_the_log() -> None:
    problem = ValueError("Failing row contains (Bob, 4120000.00)")
    problem.__cause__ = KeyError("Bob")

    text = DiscreetFormatter().format(raised(problem))

    assert "builtins.ValueError" in text
    assert "builtins.KeyError" in text
    assert "test_house_logs.py" in text
    assert "Bob" not in text


def test_a_failed_request_is_logged_without_its_address() -> None:
    record = raised(ValueError("x"))

    assert OnlyRoutes().filter(record)
    assert record.getMessage() == "a request ended in an exception"
    assert not OnlyRoutes().filter(logging.makeLogRecord({"msg": "Not Found: /bids/17"}))


@pytest.mark.parametrize("matched", [True, False])
def test_requests_are_logged_by_route(
    rf: RequestFactory, caplog: pytest.LogCaptureFixture, matched: bool
) -> None:
    request = rf.post("/bids/17?who=Bob")
    if matched:
        request.resolver_match = ResolverMatch(HttpResponse, (), {}, route="bids/<bid>")

    with caplog.at_level(logging.INFO, "poletai.requests"):
        request_log(lambda _: HttpResponse("ok"))(request)

    assert ("POST /bids/<bid> 200" in caplog.text) is matched
    assert "/bids/17" not in caplog.text
    assert "Bob" not in caplog.text


def test_every_answer_forbids_foreign_scripts(rf: RequestFactory) -> None:
    answer = strict_headers(lambda _: HttpResponse("ok"))(rf.get("/"))

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_a_view_may_set_a_stricter_policy(rf: RequestFactory) -> None:
    def view(_: HttpRequest) -> HttpResponse:
        return HttpResponse("ok", headers={"Content-Security-Policy": "sandbox"})

    answer = strict_headers(view)(rf.get("/"))

    assert answer.headers["Content-Security-Policy"] == "sandbox"
