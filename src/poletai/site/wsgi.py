"""The WSGI application: the whole site, as a web server calls it."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from poletai.core.basics.structs import settle_structs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "poletai.site.settings")

application = get_wsgi_application()


def _make_ready() -> None:
    """Do what must not happen in several requests at once, before there is any."""
    from poletai.exchange.house import house  # noqa: PLC0415 - models come after the set-up

    _ = get_resolver().url_patterns  # imports every page and resource
    house()
    settle_structs()


_make_ready()
