"""The planner over HTTP: an item of a plan in, the kinds of trade it may be traded by out."""

from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Router

from poletai.api.answers import answer, article_of, problems
from poletai.core.procedures.planning.asking import read_item
from poletai.core.procedures.planning.choosing import Ground, plan_item
from poletai.core.procedures.planning.item import PlanItem
from poletai.core.procedures.planning.reading import read_planning
from poletai.core.procedures.planning.rules import Planning
from poletai.exchange.house import house

router = Router(tags=["planning"])

_COUNTRY = "cn"


@router.get("/planning/words", auth=None, summary="List the words an item of a plan is said in")
def words(request: HttpRequest) -> HttpResponse:
    """Answer {object, funding, level, circumstance}: each name with its title."""
    planning = _rules()
    return answer(
        {
            "object": msgspec.to_builtins(planning.objects),
            "funding": msgspec.to_builtins(planning.fundings),
            "level": msgspec.to_builtins(planning.levels),
            "circumstance": msgspec.to_builtins(planning.circumstances),
        }
    )


@router.get("/planning", auth=None, summary="Say which kinds of trade an item may be traded by")
def plan(request: HttpRequest) -> HttpResponse:
    """Answer {choices, notes, open} for an item: `part` and `circumstance` may be given again.

    Other parameters: `object`, `funding`, `level`, `place`, `day`, `public-funds`, `investment`.
    """
    planning, asked = _rules(), request.GET
    said = {name: asked.get(name, "") for name in asked}
    parts, circumstances = asked.getlist("part"), asked.getlist("circumstance")
    item = read_item(planning, said, parts, circumstances, house().clock().date())
    if not isinstance(item, PlanItem):
        return problems(item)
    told = plan_item(planning, item)
    return answer(
        {
            "choices": [
                {
                    "kind": choice.kind,
                    "known": choice.kind in house().library.definitions,
                    "verdict": choice.verdict,
                    "grounds": [_ground(ground) for ground in choice.grounds],
                }
                for choice in told.choices
            ],
            "notes": [_ground(ground) for ground in told.notes],
            "open": [_ground(ground) for ground in told.open],
        }
    )


def _rules() -> Planning:
    library = house().library
    return read_planning(library.files, _COUNTRY, library.articles)[0]


def _ground(ground: Ground) -> dict[str, Any]:
    articles = [article_of(house().library, law) for law in ground.laws]
    return {**msgspec.to_builtins(ground), "articles": articles}
