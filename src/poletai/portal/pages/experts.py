"""The register of experts: who may be drawn for which specialty, and where they sit."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from poletai.core.basics.problem import Problem
from poletai.exchange.errors import ProblemsError
from poletai.exchange.experts import experts_listed, import_experts
from poletai.portal.frame import show, the_house
from poletai.portal.people import actor_as

_LARGEST = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ExpertsPage:
    """What the page shows; the operator alone may change it."""

    experts: Sequence[dict[str, Any]]
    specialty: str
    operator: bool
    problems: tuple[Problem, ...] = ()


@login_required
def experts(request: HttpRequest) -> HttpResponse:
    """Show the register to operator and regulator; take a file from the operator."""
    operator = actor_as(request, "operator") is not None
    if not operator and actor_as(request, "regulator") is None:
        raise PermissionDenied
    problems: tuple[Problem, ...] = ()
    if request.method == "POST" and operator:
        problems = _brought(request)
        if not problems:
            messages.success(request, _("Done."))
            return redirect("experts")
    specialty = request.GET.get("specialty", "")
    page = ExpertsPage(experts_listed(specialty), specialty, operator, problems)
    return show(request, "experts", page, section="desk", status=422 if problems else 200)


def _brought(request: HttpRequest) -> tuple[Problem, ...]:
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > _LARGEST:
        return (Problem(code="expert", where="file", message=_("Choose a file of at most 8 MiB.")),)
    try:
        import_experts(json.loads(file.read()), the_house().clock())
    except ProblemsError as wrong:
        return tuple(one for one in wrong.problems if isinstance(one, Problem))
    except ValueError:
        return (Problem(code="expert", where="file", message=_("The file is not JSON.")),)
    return ()
