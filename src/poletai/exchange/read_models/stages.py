"""Stages: how many announced procedures there are of each phase or category."""

from collections.abc import Mapping
from typing import Literal

import msgspec
from django.db.models import Count

from poletai.exchange.read_models.procedures import Filters, announced


def stage_counts(filters: Filters, by: Literal["phase", "category"]) -> Mapping[str, int]:
    """Count procedures under the other filters by phase or by category; drafts never count."""
    others = msgspec.structs.replace(filters, **{by: ""})
    rows = announced(others).values_list(by).annotate(number=Count("id")).order_by(by)
    return dict(rows)
