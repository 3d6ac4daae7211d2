"""Registers of relations between bodies and of those excluded, each entry with its source."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0003_remedies"),
    ]

    operations = [
        migrations.CreateModel(
            name="RegisterEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("register", models.CharField(max_length=16)),
                ("source", models.CharField(max_length=400)),
                ("body", models.CharField(db_index=True, max_length=200)),
                ("other", models.CharField(blank=True, db_index=True, max_length=200)),
                ("entry", models.JSONField()),
                ("imported_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["register", "source"], name="register_source")],
            },
        ),
    ]
