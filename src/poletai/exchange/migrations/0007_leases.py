"""Leases and orders: the tables of streams that one process at a time keeps."""

from typing import ClassVar

from django.db import migrations

from poletai.ledger.store import schema


class Migration(migrations.Migration):
    """Run the ledger's SQL again: it makes what is not there yet."""

    dependencies: ClassVar = [("exchange", "0006_repeats")]
    operations: ClassVar = [
        migrations.RunSQL(schema().decode(), migrations.RunSQL.noop, elidable=True)
    ]
