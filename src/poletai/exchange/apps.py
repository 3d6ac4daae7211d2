"""The exchange as a Django application: it owns accounts and read models; events are the ledger's."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The application that owns organisations, users, tokens and the rows derived from events."""

    name = "poletai.exchange"
    label = "exchange"
    verbose_name = "Poletai exchange"
