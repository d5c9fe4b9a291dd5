"""Results of a simulation on their way to an address that was proved. Their words are erased once they have left."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import translation

from mob.kernel.ids import uuid7
from mob.notifications import services
from mob.notifications.composers import simulations
from mob.notifications.composers.simulations import SentResults
from mob.notifications.types import Recipient

KIND = "simulation_results"


def send_results(*, email: str, language: str, results: SentResults, now: datetime) -> None:
    """Owe the mail; the worker carries it. The caller has proved that the address is hers who asks."""
    with translation.override(language):
        content = simulations.results(results)
    with transaction.atomic():
        to = Recipient(email, language)
        services.owe_later(services.message_id(KIND, uuid7()), KIND, to, content, now=now, is_secret=True)
