"""Ranking: a lot's opened bids put to the evaluation method its terms name."""

from poletai.core.evaluation import as_json, evaluate
from poletai.core.procedures.context import Context
from poletai.core.procedures.deeds.deed import Data
from poletai.core.procedures.offers import lot_terms, offers_of


def ranking_of(context: Context) -> Data:
    """Evaluate the opened bids of the lot at hand: ranking, steps, and how many are candidates.

    Bids a method has set aside are listed with the reason where there are any.
    """
    result = as_json(evaluate(offers_of(context), lot_terms(context)))
    aside = {"set_aside": result["set_aside"]} if "set_aside" in result else {}
    return {
        **aside,
        "ranking": result["ranked"],
        "steps": result["steps"],
        "candidates": context.count("candidates"),
    }
