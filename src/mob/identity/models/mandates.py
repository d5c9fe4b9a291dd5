"""Who may act for whom. Names are never here: they are read in the two accounts."""

from __future__ import annotations

from django.db import models

from mob.identity.mandate_types import MandateKind, MandateState, Side
from mob.identity.models.accounts import User
from mob.kernel.ids import uuid7


class Mandate(models.Model):
    """One mandate, asked or given. The side that has not answered yet is empty.

    `asked_email`: where the question was sent, forgotten once it is answered. `paper`: how a mandate signed on paper is
    found again, with the funder whose agent (`helper`) recorded it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=12, choices=[(each.value, each.value) for each in MandateKind])
    state = models.CharField(max_length=12, choices=[(each.value, each.value) for each in MandateState])
    opened_by = models.CharField(max_length=6, choices=[(each.value, each.value) for each in Side])
    helper = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    helped = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="+")
    asked_email = models.CharField(max_length=254, blank=True)
    asked_email_key = models.CharField(max_length=254, blank=True)
    code_hash = models.CharField(max_length=64, null=True, unique=True)
    answer_by = models.DateTimeField()
    powers = models.JSONField(default=list)
    aid_ids = models.JSONField(null=True)
    months = models.PositiveSmallIntegerField()
    begins_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    asked_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=8, blank=True)
    funder_id = models.UUIDField(null=True)
    paper = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mandate_two_people",
                condition=models.Q(helper=None) | models.Q(helped=None) | ~models.Q(helper=models.F("helped")),
            ),
            models.CheckConstraint(
                name="mandate_accepted_whole",
                condition=~models.Q(state=MandateState.ACCEPTED.value)
                | models.Q(helper__isnull=False, helped__isnull=False, begins_on__isnull=False, ends_on__isnull=False),
            ),
            models.UniqueConstraint(
                name="mandate_one_of_two",
                fields=["helper", "helped", "kind"],
                condition=models.Q(state=MandateState.ACCEPTED.value),
            ),
        ]
        indexes = [
            models.Index(fields=["helper", "-asked_at"], name="mandate_helper"),
            models.Index(fields=["helped", "-asked_at"], name="mandate_helped"),
            models.Index(fields=["asked_email_key"], name="mandate_asked"),
            models.Index(fields=["state", "answer_by"], name="mandate_answer"),
            models.Index(fields=["state", "ends_on"], name="mandate_end"),
        ]
