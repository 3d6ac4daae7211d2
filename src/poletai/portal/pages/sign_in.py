"""Signing in and out, by name and password."""

from dataclasses import dataclass

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from poletai.core.basics.problem import Problem
from poletai.exchange.accounts import sign_in as find_user
from poletai.portal.frame import show


@dataclass(frozen=True, slots=True)
class SignIn:
    """What the sign-in page shows: the name typed, what is wrong, and where to go afterwards."""

    username: str
    next: str
    problems: tuple[Problem, ...] = ()


@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form; sign in whoever gives the right name and password."""
    username, onward = request.POST.get("username", ""), _onward(request)
    if request.method != "POST":
        return show(request, "sign_in", SignIn("", onward))
    user = find_user(username, request.POST.get("password", ""))
    if user is None:
        problem = Problem(
            code="sign-in-wrong",
            where="username",
            message=_("Nobody has this name and password: check both and try again."),
        )
        return show(request, "sign_in", SignIn(username, onward, (problem,)), status=422)
    login(request, user)
    return redirect(onward or "desk")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out and go home."""
    logout(request)
    return redirect("home")


def _onward(request: HttpRequest) -> str:
    asked = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, request.is_secure())
    return asked if safe else ""
