"""The pages for what is not there and what is not allowed."""

from django.http import HttpRequest, HttpResponse

from poletai.portal.frame import show


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page; why stays unsaid, for it may be somebody's draft."""
    return show(request, "not_found", status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that a page belongs to another role."""
    return show(request, "forbidden", status=403)
