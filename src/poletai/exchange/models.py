"""Tables of the exchange: who there is, and what is derived from the events."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class Organisation(models.Model):
    """A body that acts here: principal, agency, bidder, custodian, regulator or operator."""

    id = models.CharField(primary_key=True, max_length=32)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    uscc = models.CharField(max_length=18, unique=True, null=True, blank=True)
    roles = models.JSONField(default=list)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """A person who signs in, with a seat in one organisation and the roles held there."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="users"
    )
    roles = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.username


class ApiToken(models.Model):
    """A key for programs: only its hash is kept."""

    sha256 = models.CharField(max_length=64, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE)
    role = models.CharField(max_length=16)
    # Who acts by it, where that is a person such as an evaluator.
    person = models.CharField(max_length=64, blank=True)
    label = models.CharField(max_length=100)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.label


class Procedure(models.Model):
    """One procedure as lists and locks need it; everything here follows from its events."""

    id = models.CharField(primary_key=True, max_length=32)
    definition = models.CharField(max_length=100)
    title = models.CharField(max_length=400)
    title_en = models.CharField(max_length=400, blank=True)
    reference = models.CharField(max_length=100, blank=True)
    category = models.CharField(max_length=40)
    principal = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="trades")
    agency = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="agented"
    )
    state = models.CharField(max_length=40)
    phase = models.CharField(max_length=16)
    length = models.IntegerField(default=0)
    values_on = models.DateField()
    announced_at = models.DateTimeField(null=True, blank=True)
    deadline = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    estimate = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    # The procedure that came to nothing and is held once more; empty where there is none.
    repeats = models.CharField(max_length=32, blank=True, default="", db_index=True)
    changed_at = models.DateTimeField()

    class Meta:
        """Indexes that the lists and the worker go by."""

        indexes = (
            models.Index(fields=["phase", "-announced_at"]),
            models.Index(fields=["due_at"]),
            models.Index(fields=["category"]),
        )

    def __str__(self) -> str:
        return self.title


class BidLink(models.Model):
    """Ties a bid's stream to its lot and its bidder, only for holders of the store key."""

    stream = models.CharField(primary_key=True, max_length=32)
    lot = models.CharField(max_length=64, db_index=True)
    owner = models.CharField(max_length=64, unique=True)
    checked = models.BooleanField(default=False, db_index=True)

    def __str__(self) -> str:
        return self.stream


class RemedyLink(models.Model):
    """Ties an objection or complaint, which has a stream of its own, to its procedure."""

    stream = models.CharField(primary_key=True, max_length=32)
    procedure = models.CharField(max_length=32, db_index=True)

    def __str__(self) -> str:
        return self.stream


class LiveRoom(models.Model):
    """The room a lot is bid for in: its stream, when it opens, and what it was last told.

    A lot that is listed again gets another room; one that is `over` is told nothing any more.
    """

    stream = models.CharField(primary_key=True, max_length=32)
    procedure = models.CharField(max_length=32, db_index=True)
    lot = models.CharField(max_length=64)
    opens_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    told = models.JSONField(default=dict)
    over = models.BooleanField(default=False)
    disclosed = models.BooleanField(default=False)

    class Meta:
        """A lot has one room at a time; the worker opens them by their time."""

        indexes = (models.Index(fields=["opens_at"], name="room_opens_at"),)
        constraints = (
            models.UniqueConstraint(
                fields=["procedure", "lot"], condition=models.Q(over=False), name="one_room"
            ),
        )

    def __str__(self) -> str:
        return self.stream


class ShareReceipt(models.Model):
    """A custodian's word that its share of a bid opens; of no use without the bid's header."""

    stream = models.CharField(max_length=32, db_index=True)
    custodian = models.PositiveSmallIntegerField()
    seq = models.IntegerField()
    receipt = models.JSONField()

    class Meta:
        """One receipt a custodian and sequence number."""

        constraints = (
            models.UniqueConstraint(fields=["stream", "custodian", "seq"], name="one_receipt"),
        )

    def __str__(self) -> str:
        return f"{self.stream} {self.custodian}"


class RegisterEntry(models.Model):
    """What a register says of a body: a relation to another, or an exclusion; from which source.

    `body` and `other` are ids here or credit codes, in capitals; `entry` is the core's shape.
    """

    register = models.CharField(max_length=16)
    source = models.CharField(max_length=400)
    body = models.CharField(max_length=200, db_index=True)
    other = models.CharField(max_length=200, blank=True, db_index=True)
    entry = models.JSONField()
    imported_at = models.DateTimeField()

    class Meta:
        """A source is replaced as a whole."""

        indexes = (models.Index(fields=["register", "source"], name="register_source"),)

    def __str__(self) -> str:
        return f"{self.register}: {self.body}"


class Document(models.Model):
    """A published or uploaded file by the hash of its bytes; the bytes are a blob."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    title = models.CharField(max_length=400)
    media = models.CharField(max_length=100)
    length = models.BigIntegerField()
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    procedure = models.CharField(max_length=32, db_index=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class RefusedCommand(models.Model):
    """A command the rules forbade: private, capped in number, never in the log."""

    at = models.DateTimeField(db_index=True)
    procedure = models.CharField(max_length=32, db_index=True)
    command = models.CharField(max_length=60)
    role = models.CharField(max_length=16)
    code = models.CharField(max_length=80)
    law = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"{self.command}: {self.code}"


class Task(models.Model):
    """Work between processes that a lot waits for: listing, releases, opening."""

    procedure = models.CharField(max_length=32)
    lot = models.CharField(max_length=64)
    kind = models.CharField(max_length=16)
    after = models.DateTimeField()
    tries = models.IntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        """One task of a kind for each lot."""

        constraints = (
            models.UniqueConstraint(fields=["procedure", "lot", "kind"], name="one_task"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.procedure}/{self.lot}"


class Expert(models.Model):
    """A person the operator's register of experts knows, and what a draw asks about them."""

    id = models.CharField(primary_key=True, max_length=64)
    name = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200, db_index=True)
    # Bodies the expert has worked for or holds a part of, beside the present one.
    related = models.JSONField(default=list)
    specialties = models.JSONField(default=list)
    region = models.CharField(max_length=12, blank=True)
    site = models.CharField(max_length=100, blank=True)
    active = models.BooleanField(default=True, db_index=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """A place where committees sit, with how many seats it has."""

    id = models.CharField(primary_key=True, max_length=100)
    title = models.CharField(max_length=200)
    region = models.CharField(max_length=12, blank=True)
    seats = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.title


class SeatBooking(models.Model):
    """A seat of a site taken by a member of a committee, until its session is over."""

    site = models.CharField(max_length=100)
    seat = models.CharField(max_length=20)
    procedure = models.CharField(max_length=32, db_index=True)
    member = models.CharField(max_length=64)
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        """Bookings are looked for by their site and time."""

        indexes = (models.Index(fields=["site", "until"], name="site_until"),)

    def __str__(self) -> str:
        return f"{self.site} {self.seat}"
