"""Objections and complaints have streams of their own, tied to their procedures."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0002_exchange"),
    ]

    operations = [
        migrations.CreateModel(
            name="RemedyLink",
            fields=[
                ("stream", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("procedure", models.CharField(db_index=True, max_length=32)),
            ],
        ),
    ]
