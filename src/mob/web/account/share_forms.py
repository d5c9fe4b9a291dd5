"""Choosing what one service reads, for what and until when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from mob.identity.accessibility.profile import AccessibilityProfile
from mob.identity.accessibility.sharing import MOST_REFERENCE, Question, ShareKind, Wanted
from mob.identity.accessibility.vocabularies import Sharing
from mob.kernel.actor import Actor
from mob.kernel.clock import PARIS
from mob.web.account.share_words import LEVELS, added_at
from mob.web.forms import DateField, Form

_KINDS = (
    (ShareKind.TRIP.value, _("For one trip: it ends by itself 24 hours after the arrival")),
    (ShareKind.STANDING.value, _("For all my trips with it, for some months")),
)
_MONTHS = tuple((str(n), ngettext_lazy("%(n)s month", "%(n)s months", n) % {"n": n}) for n in (1, 3, 6, 12))
_TIME = _("Write the time as on a ticket, for example 14:30.")


class ShareForm(Form):
    """Nothing is chosen for her. `question`: what the service asked, which then says which trip it is."""

    level = forms.ChoiceField(label=_("What may it read?"), widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("For how long?"), choices=_KINDS, widget=forms.RadioSelect)
    arrives = DateField(label=_("The day it arrives"))
    at = forms.TimeField(
        label=_("The time it arrives"),
        help_text=_("In Paris time."),
        input_formats=["%H:%M", "%Hh%M", "%H h %M"],
        widget=forms.TimeInput(attrs={"type": "time", "autocomplete": "off"}, format="%H:%M"),
        error_messages={"invalid": _TIME},
    )
    reference = forms.CharField(
        label=_("Its booking reference, if you have one"),
        help_text=_("The service then reads it for that booking alone."),
        required=False,
        max_length=MOST_REFERENCE,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    months = forms.ChoiceField(label=_("How many months?"), choices=_MONTHS, widget=forms.RadioSelect)

    def __init__(
        self, data: Any, *, profile: AccessibilityProfile, actor: Actor, question: Question | None = None
    ) -> None:
        super().__init__(data)
        self._question = question
        self.fields["level"].choices = list(_levels(profile, actor))  # type: ignore[attr-defined]
        if question is not None:
            for name in ("kind", "arrives", "at", "reference", "months"):
                del self.fields[name]
        elif data is not None:
            # Of the two ways, only the one she took asks something more.
            for name, kind in (("arrives", ShareKind.TRIP), ("at", ShareKind.TRIP), ("months", ShareKind.STANDING)):
                self.fields[name].required = data.get("kind") == kind.value

    def wanted(self) -> Wanted:
        """What she chose. The form is valid."""
        said, level = self.cleaned_data, Sharing(self.cleaned_data["level"])
        if self._question is not None:
            trip = self._question.trip
            return Wanted(level, ShareKind.TRIP, trip.arrives_at, trip.reference)
        if said["kind"] == ShareKind.STANDING.value:
            return Wanted(level, ShareKind.STANDING, months=int(said["months"]))
        arrives_at = datetime.combine(said["arrives"], said["at"], PARIS).astimezone(UTC)
        return Wanted(level, ShareKind.TRIP, arrives_at, said["reference"].strip())

    def carried(self) -> list[tuple[str, str]]:
        """What was typed, for the page that asks for a last yes."""
        names = [name for name in self.data if name.partition("_")[0] in self.fields]
        return [(name, self.data[name]) for name in names]


def _levels(profile: AccessibilityProfile, actor: Actor) -> Iterable[tuple[str, Any]]:
    for level, words in LEVELS.items():
        added = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in added_at(profile, level, actor)))
        yield level.value, format_html('{} <span class="hint">{}</span>', words, added)
