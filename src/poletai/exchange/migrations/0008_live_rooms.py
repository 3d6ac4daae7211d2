"""The rooms lots are bid for in, each tied to its lot."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("exchange", "0007_leases"),
    ]

    operations = [
        migrations.CreateModel(
            name="LiveRoom",
            fields=[
                ("stream", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("procedure", models.CharField(db_index=True, max_length=32)),
                ("lot", models.CharField(max_length=64)),
                ("opens_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
                ("told", models.JSONField(default=dict)),
                ("over", models.BooleanField(default=False)),
                ("disclosed", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [models.Index(fields=["opens_at"], name="room_opens_at")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("over", False)),
                        fields=("procedure", "lot"),
                        name="one_room",
                    )
                ],
            },
        ),
    ]
