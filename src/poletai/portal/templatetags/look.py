"""Small words of the templates: icons, money, instants told from now, shortened hashes."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext

from poletai.portal.words import texts

register = template.Library()

_MOMENT = timedelta(minutes=1)
_SHORT = 8


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Return an icon of the sprite; with no label it is decoration and readers skip it."""
    sprite = static("poletai/icons.svg")
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>',
            label,
            sprite,
            name,
        )
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', sprite, name
    )


@register.simple_tag
def title_of(zh: str, en: str) -> str:
    """Return a title in the reader's language."""
    return texts.title_of(zh, en)


@register.filter
def grouped(amount: Decimal | str | int) -> str:
    """Write an exact amount with its thousands apart: 1,280,000.00; its decimals stay as given."""
    return f"{Decimal(amount):,f}"


@register.filter
def utc(moment: datetime) -> str:
    """Return an instant for a datetime attribute, in UTC and ISO 8601."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


@register.filter
def zone(moment: datetime) -> str:
    """Name the offset that the page shows this instant in."""
    offset = timezone.localtime(moment).strftime("%z")
    return gettext("Beijing time") if offset == "+0800" else f"UTC{offset[:3]}:{offset[3:]}"


@register.filter
def day_and_time(moment: datetime) -> str:
    """Write an instant in the reader's way; midnight is the end of its day, 24:00, as terms run."""
    local = timezone.localtime(moment)
    if local.time() == time(0):
        return f"{date_format(local - timedelta(days=1), 'DATE_FORMAT')} 24:00"
    return f"{date_format(local, 'DATE_FORMAT')} {local:%H:%M}"


@register.filter
def told_from(moment: datetime, now: datetime) -> str:
    """Tell an instant from now, in its largest unit: in 3 days, 2 hours ago, now."""
    if abs(moment - now) < _MOMENT:
        return gettext("now")
    if moment > now:
        return gettext("in %(span)s") % {"span": timesince(now, moment, depth=1)}
    return gettext("%(span)s ago") % {"span": timesince(moment, now, depth=1)}


@register.filter
def short(digest: str) -> str:
    """Shorten a hash for the eye; the whole one belongs beside it."""
    return f"{digest[:_SHORT]}…{digest[-4:]}" if len(digest) > 2 * _SHORT else digest


@register.filter
def anchor(where: Any) -> str:
    """Return the id of the form field a problem is about."""
    return "id_" + "".join(char if char.isalnum() else "_" for char in str(where))
