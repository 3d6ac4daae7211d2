"""The register of experts, the sites where committees sit, and the seats that are taken."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0004_registers"),
    ]

    operations = [
        migrations.CreateModel(
            name="Expert",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("organisation", models.CharField(db_index=True, max_length=200)),
                ("related", models.JSONField(default=list)),
                ("specialties", models.JSONField(default=list)),
                ("region", models.CharField(blank=True, max_length=12)),
                ("site", models.CharField(blank=True, max_length=100)),
                ("active", models.BooleanField(db_index=True, default=True)),
                ("since", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                ("id", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=200)),
                ("region", models.CharField(blank=True, max_length=12)),
                ("seats", models.PositiveSmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="SeatBooking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("site", models.CharField(max_length=100)),
                ("seat", models.CharField(max_length=20)),
                ("procedure", models.CharField(db_index=True, max_length=32)),
                ("member", models.CharField(max_length=64)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["site", "until"], name="site_until")],
            },
        ),
    ]
