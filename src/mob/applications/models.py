"""Tables of the dossier. The state is a column, the history is the journal; a command asserts that both agree."""

from __future__ import annotations

from django.db import models

from mob.applications.representation import RepresentationKind
from mob.applications.types import PurchaseState, RejectionReason, State, WithdrawalGround
from mob.kernel.ids import new_reference, uuid7


class Application(models.Model):
    """One application by one person for one version of an aid.

    `snapshot` keeps what was known of the person at submission; it outlives her account when she asks to continue.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    citizen = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    aid = models.ForeignKey("catalogue.Aid", on_delete=models.PROTECT, related_name="+")
    aid_version = models.ForeignKey("catalogue.AidVersion", on_delete=models.PROTECT, related_name="+")
    funder = models.ForeignKey("directory.Funder", on_delete=models.PROTECT, related_name="+")
    community = models.ForeignKey("directory.Community", on_delete=models.PROTECT, null=True, related_name="+")
    assignee = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in State], default=State.DRAFT.value)
    version = models.PositiveIntegerField(default=1)
    beneficiary = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    snapshot = models.JSONField(default=dict)
    applicant_name = models.CharField(max_length=220, blank=True)
    applicant_key = models.CharField(max_length=220, blank=True)
    contact_email = models.EmailField(max_length=254, blank=True)
    language = models.CharField(max_length=2, default="fr")
    # Facts, verdict and engine at submission (`verdicts.py`); empty when the aid computes nothing.
    verdict = models.JSONField(default=dict)
    declaration = models.JSONField(default=dict)
    manifest = models.TextField(blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    due_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    # Where the time of silence stands (`silence.py`); `silence_on` is empty for an employer, whom no such rule binds.
    silence_since = models.DateField(null=True)
    silence_paused_days = models.PositiveSmallIntegerField(default=0)
    silence_paused_on = models.DateField(null=True)
    silence_on = models.DateField(null=True)
    erased_at = models.DateTimeField(null=True)
    # Who acted for the person, once each (`helped.py`).
    helped_by = models.JSONField(default=list)
    # The same for applications begun together (`services.begin_project`).
    project = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["citizen", "aid"],
                condition=models.Q(state="draft"),
                name="application_one_live_draft",
                violation_error_message="Un brouillon existe déjà pour cette aide.",
            ),
            models.CheckConstraint(
                condition=models.Q(state="draft") | models.Q(submitted_at__isnull=False),
                name="application_submitted_has_date",
                violation_error_message="Une demande envoyée porte une date d’envoi.",
            ),
        ]
        indexes = [
            models.Index(fields=["citizen", "-updated_at"], name="application_citizen"),
            models.Index(fields=["funder", "state", "submitted_at"], name="application_inbox"),
            models.Index(fields=["funder", "community", "state", "submitted_at"], name="application_inbox_comm"),
            models.Index(fields=["funder", "assignee", "state"], name="application_mine"),
            models.Index(fields=["funder", "aid", "submitted_at", "id"], name="application_aid"),
            models.Index(fields=["funder", "applicant_key", "id"], name="application_applicant"),
            models.Index(fields=["funder", "submitted_at", "id"], name="application_received"),
            models.Index(fields=["funder", "decided_at", "id"], name="application_answered"),
            models.Index(fields=["funder", "state", "due_on", "id"], name="application_waiting"),
            models.Index(fields=["state", "due_on"], name="application_due"),
            models.Index(fields=["funder", "state", "silence_on", "id"], name="application_silence"),
            models.Index(fields=["aid", "decided_at"], name="application_decided"),
        ]


class Representation(models.Model):
    """That an agent read by what right somebody applies in another's name. Names are not here: `person_key` is a hash."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="representation")
    funder_id = models.UUIDField()
    representative_id = models.UUIDField(null=True)
    person_key = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, choices=[(each.value, each.value) for each in RepresentationKind])
    ends_on = models.DateField()
    checked_by = models.UUIDField(null=True)
    checked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["funder_id", "representative_id", "person_key"], name="representation_same")]


class NameWord(models.Model):
    """A word of an applicant's name, without accents or case, for the inbox to find it by (`names.py`)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    funder_id = models.UUIDField()
    word = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "word"], name="name_word_once")]
        indexes = [models.Index(fields=["funder_id", "word", "application"], name="name_word_found")]


class Proof(models.Model):
    """A document sent for a paper the aid asks for. A replaced proof stays, marked, once it was submitted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="proofs")
    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)
    # The linked service that handed it over in her name, and when; empty for what she sent herself.
    handed_by = models.CharField(max_length=255, blank=True, db_default="")
    handed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "position"], name="proof_position")]
        ordering = ["position"]


class ChangeRequest(models.Model):
    """What an agent asked to correct, in his words, until a date. `done_*` fill as the person answers."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="requests")
    author = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=170)
    items = models.JSONField(default=list)
    message = models.TextField()
    due_on = models.DateField()
    done = models.JSONField(default=list)
    created_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)


class Decision(models.Model):
    """An approval or a refusal, with its author as the law wants her named (CRPA L212-1)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="decisions")
    is_approval = models.BooleanField()
    author = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=170)
    author_capacity = models.CharField(max_length=120, blank=True)
    author_service = models.CharField(max_length=120, blank=True)
    terms = models.JSONField(default=dict)
    reason = models.CharField(max_length=30, blank=True, choices=[(r.value, r.value) for r in RejectionReason])
    text = models.TextField(blank=True)
    remedy = models.TextField(blank=True)
    appeal = models.TextField(blank=True)
    # The act the author decided under, as it reads; empty where none was needed.
    delegation_number = models.CharField(max_length=60, blank=True)
    delegation_signed_on = models.DateField(null=True)
    # A program decided: what the law wants said of it (CRPA, art. R311-3-1-1).
    is_automatic = models.BooleanField(default=False)
    mention = models.TextField(blank=True)
    decided_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    reopened_at = models.DateTimeField(null=True)


class Withdrawal(models.Model):
    """A notice that an award may be taken back, the person's reply, and how it ended."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="withdrawals")
    ground = models.CharField(max_length=20, choices=[(g.value, g.value) for g in WithdrawalGround])
    author = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=170)
    text = models.TextField()
    notified_at = models.DateTimeField()
    reply_by = models.DateField()
    reply = models.TextField(blank=True)
    replied_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(closed_at__isnull=True),
                name="withdrawal_one_open",
                violation_error_message="Un seul retrait à la fois sur un dossier.",
            ),
        ]


class CheckRun(models.Model):
    """The evidence of an automatic processing: each check, in the aid's order, how it ended and why."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="check_runs")
    conclusion = models.CharField(max_length=10)
    checks = models.JSONField(default=list)
    ran_at = models.DateTimeField()


class Proposal(models.Model):
    """What an agent without authority would decide. Never changed: replaced by another, or closed by a decision."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="proposals")
    is_approval = models.BooleanField()
    author = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=170)
    terms = models.JSONField(default=dict)
    reason = models.CharField(max_length=30, blank=True, choices=[(r.value, r.value) for r in RejectionReason])
    text = models.TextField(blank=True)
    remedy = models.TextField(blank=True)
    appeal = models.TextField(blank=True)
    proposed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=models.Q(closed_at__isnull=True),
                name="proposal_one_open",
                violation_error_message="Une seule proposition à la fois sur un dossier.",
            ),
        ]


class Message(models.Model):
    """One message of the thread between the person and the funder."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="messages")
    from_funder = models.BooleanField()
    author = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=220)
    text = models.TextField()
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)


class Note(models.Model):
    """A note agents keep for themselves. The person may ask for it by law, but no page of hers shows it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=170)
    text = models.TextField()
    written_at = models.DateTimeField()


class QueueDelay(models.Model):
    """How long an aid's answers take, or one community's; measured by a task (`queues`), never by a page."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    aid = models.ForeignKey("catalogue.Aid", on_delete=models.CASCADE, related_name="+")
    community_key = models.CharField(max_length=36, blank=True)
    p50_days = models.PositiveIntegerField()
    p90_days = models.PositiveIntegerField()
    sample = models.PositiveIntegerField()
    refreshed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["aid", "community_key"], name="queue_delay_once")]


class Consultation(models.Model):
    """That an agent opened a file on a civil day, once a day: what the person reads under "who looked at my file"."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="consultations")
    agent = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    role = models.CharField(max_length=20)
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "agent", "day"], name="consultation_once_a_day")]
        indexes = [models.Index(fields=["application", "-day"], name="consultation_latest")]


class Preparation(models.Model):
    """A draft that a linked service asked for, once for each key it chose. Asked again, it gets the same answer.

    `key` and `asked`: SHA-256 of the key and of the whole request. `application` is empty once the draft is gone.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    client = models.ForeignKey("identity.Client", on_delete=models.CASCADE, related_name="+")
    citizen = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.SET_NULL, null=True, related_name="preparations")
    key = models.CharField(max_length=64)
    asked = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "citizen", "key"], name="preparation_once_a_key")]


class Purchase(models.Model):
    """What a linked service says was bought there, sealed while it waits for the person. Closed, only the trace is left.

    `key`: SHA-256 of the service's key of the request; `asked`: keyed hash of the whole of it. `proof`: the paper it
    became, as long as that is there.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    link = models.ForeignKey("identity.Link", on_delete=models.CASCADE, related_name="+")
    aid = models.ForeignKey("catalogue.Aid", on_delete=models.SET_NULL, null=True, related_name="+")
    proof = models.ForeignKey(Proof, on_delete=models.SET_NULL, null=True, related_name="+")
    key = models.CharField(max_length=64)
    asked = models.CharField(max_length=64)
    sealed = models.BinaryField(null=True)
    state = models.CharField(max_length=12, choices=[(each.value, each.value) for each in PurchaseState])
    received_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link", "key"], name="purchase_once_a_key"),
            models.CheckConstraint(
                name="purchase_closed_is_empty",
                condition=models.Q(state="waiting", closed_at__isnull=True, sealed__isnull=False)
                | (~models.Q(state="waiting") & models.Q(closed_at__isnull=False, sealed__isnull=True)),
            ),
        ]
        indexes = [
            models.Index(fields=["link", "state"], name="purchase_waiting"),
            models.Index(fields=["state", "ends_at"], name="purchase_end"),
            models.Index(fields=["received_at"], name="purchase_received"),
        ]


class InboxCount(models.Model):
    """How many files a funder's community has in a state, moved in the same transaction as the state itself."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    funder_id = models.UUIDField()
    community_id = models.UUIDField(null=True)
    community_key = models.CharField(max_length=36)
    state = models.CharField(max_length=20)
    count = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["funder_id", "community_key", "state"], name="inbox_count_once")]


class CounterVisit(models.Model):
    """Somebody came to a funder's counter: the agent who receives her, the mandate she signed, the code of her receipt.

    `mandate_id`: the mandate recorded from her signed paper, empty until then. `code_hash`: keyed hash of the code she
    is asked for on the telephone. `opened_account`: the account was opened that day at that counter.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    funder = models.ForeignKey("directory.Funder", on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    person = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    opened_account = models.BooleanField(default=False)
    place = models.CharField(max_length=80, blank=True)
    mandate_id = models.UUIDField(null=True)
    code_hash = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="counter_visit_signed_whole",
                condition=models.Q(signed_at__isnull=True, mandate_id__isnull=True)
                | models.Q(signed_at__isnull=False, mandate_id__isnull=False),
            )
        ]
        indexes = [
            models.Index(fields=["funder", "agent", "-opened_at"], name="counter_visit_agent"),
            models.Index(fields=["funder", "person", "-opened_at"], name="counter_visit_person"),
            models.Index(fields=["closed_at", "opened_at"], name="counter_visit_open"),
        ]
