"""A procedure says which one it repeats."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0005_experts"),
    ]

    operations = [
        migrations.AddField(
            model_name="procedure",
            name="repeats",
            field=models.CharField(blank=True, db_index=True, default="", max_length=32),
        ),
    ]
