"""The event store: its tables are the ledger's own SQL."""

from typing import ClassVar

from django.db import migrations

from poletai.ledger.store import schema


class Migration(migrations.Migration):
    """Make the tables of the ledger, which no model describes."""

    initial = True
    dependencies: ClassVar = []
    operations: ClassVar = [
        migrations.RunSQL(schema().decode(), migrations.RunSQL.noop, elidable=False)
    ]
