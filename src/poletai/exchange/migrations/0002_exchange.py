"""The exchange's own tables: organisations, people, tokens, procedures, what is derived."""

import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("exchange", "0001_ledger"),
    ]

    operations = [
        migrations.CreateModel(
            name="BidLink",
            fields=[
                ("stream", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("lot", models.CharField(db_index=True, max_length=64)),
                ("owner", models.CharField(max_length=64, unique=True)),
                ("checked", models.BooleanField(db_index=True, default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200)),
                ("uscc", models.CharField(blank=True, max_length=18, null=True, unique=True)),
                ("roles", models.JSONField(default=list)),
                ("since", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="RefusedCommand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(db_index=True)),
                ("procedure", models.CharField(db_index=True, max_length=32)),
                ("command", models.CharField(max_length=60)),
                ("role", models.CharField(max_length=16)),
                ("code", models.CharField(max_length=80)),
                ("law", models.CharField(max_length=120)),
            ],
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=400)),
                ("media", models.CharField(max_length=100)),
                ("length", models.BigIntegerField()),
                ("procedure", models.CharField(db_index=True, max_length=32)),
                ("since", models.DateTimeField()),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="exchange.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("role", models.CharField(max_length=16)),
                ("person", models.CharField(blank=True, max_length=64)),
                ("label", models.CharField(max_length=100)),
                ("since", models.DateTimeField()),
                ("until", models.DateTimeField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="exchange.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                (
                    "first_name",
                    models.CharField(blank=True, max_length=150, verbose_name="first name"),
                ),
                (
                    "last_name",
                    models.CharField(blank=True, max_length=150, verbose_name="last name"),
                ),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="email address"),
                ),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="date joined"
                    ),
                ),
                ("roles", models.JSONField(default=list)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="users",
                        to="exchange.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "user",
                "verbose_name_plural": "users",
                "abstract": False,
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="ShareReceipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("stream", models.CharField(db_index=True, max_length=32)),
                ("custodian", models.PositiveSmallIntegerField()),
                ("seq", models.IntegerField()),
                ("receipt", models.JSONField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("stream", "custodian", "seq"), name="one_receipt"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("procedure", models.CharField(max_length=32)),
                ("lot", models.CharField(max_length=64)),
                ("kind", models.CharField(max_length=16)),
                ("after", models.DateTimeField()),
                ("tries", models.IntegerField(default=0)),
                ("last_error", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("procedure", "lot", "kind"), name="one_task")
                ],
            },
        ),
        migrations.CreateModel(
            name="Procedure",
            fields=[
                ("id", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("definition", models.CharField(max_length=100)),
                ("title", models.CharField(max_length=400)),
                ("title_en", models.CharField(blank=True, max_length=400)),
                ("reference", models.CharField(blank=True, max_length=100)),
                ("category", models.CharField(max_length=40)),
                ("state", models.CharField(max_length=40)),
                ("phase", models.CharField(max_length=16)),
                ("length", models.IntegerField(default=0)),
                ("values_on", models.DateField()),
                ("announced_at", models.DateTimeField(blank=True, null=True)),
                ("deadline", models.DateTimeField(blank=True, null=True)),
                ("due_at", models.DateTimeField(blank=True, null=True)),
                (
                    "estimate",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=18, null=True),
                ),
                ("changed_at", models.DateTimeField()),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agented",
                        to="exchange.organisation",
                    ),
                ),
                (
                    "principal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="trades",
                        to="exchange.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["phase", "-announced_at"], name="exchange_pr_phase_f4f084_idx"
                    ),
                    models.Index(fields=["due_at"], name="exchange_pr_due_at_a81dbd_idx"),
                    models.Index(fields=["category"], name="exchange_pr_categor_1474c1_idx"),
                ],
            },
        ),
    ]
