"""Mails and letters owed and sent. In a demonstration the mails are the mailbox."""

from __future__ import annotations

from django.db import models

from mob.kernel.ids import uuid7


class OutgoingMail(models.Model):
    """One mail to one address. `message_id` is derived from what it tells of: asking twice makes one row."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    message_id = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=60)
    to = models.EmailField(max_length=254)
    # Whose mail it is, by id alone: this table hangs on no other.
    person_id = models.UUIDField(null=True)
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField()
    is_secret = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-created_at"], name="outgoing_mail_newest"),
            models.Index(fields=["person_id"], name="outgoing_mail_person"),
        ]


class Letter(models.Model):
    """What would have been mailed to somebody who is written to on paper: printed and posted by her funder's counter.

    `key` is derived from what it tells of, as a mail's `message_id`. `sheet`: its content as JSON (`types.Sheet`).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=60)
    funder_id = models.UUIDField()
    community_id = models.UUIDField(null=True)
    # Whose letter it is and about which file, by id alone: this table hangs on no other.
    person_id = models.UUIDField(null=True)
    application_id = models.UUIDField(null=True)
    reference = models.CharField(max_length=9, blank=True)
    recipient = models.TextField()
    subject = models.CharField(max_length=300)
    sheet = models.TextField()
    created_at = models.DateTimeField()
    printed_at = models.DateTimeField(null=True)
    posted_at = models.DateTimeField(null=True)
    posted_by = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["funder_id", "posted_at", "id"], name="letter_queue"),
            models.Index(fields=["person_id"], name="letter_person"),
        ]
