"""Addresses: the published log, the API, and pages for everything else."""

from django.conf.urls.i18n import urlpatterns as language_urls
from django.urls import URLPattern, URLResolver, include, path

from poletai.api.record import record
from poletai.site.published import published

urlpatterns: list[URLPattern | URLResolver] = [
    path("log/<path:path>", published, name="published-log"),
    path("record/<slug:procedure>/", record, name="record"),
    path("language/", include(language_urls)),
    path("api/", include("poletai.api.urls")),
    path("", include("poletai.portal.urls")),
]

handler404 = "poletai.portal.pages.errors.not_found"
handler403 = "poletai.portal.pages.errors.forbidden"
