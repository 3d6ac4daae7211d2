"""The exchange as a Django application: accounts and read models are its own."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """The application that owns organisations, users, tokens and the rows derived from events."""

    name = "poletai.exchange"
    label = "exchange"
    verbose_name = "Poletai exchange"
