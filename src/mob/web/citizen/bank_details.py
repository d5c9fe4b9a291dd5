"""Giving bank details: asked once the aid is granted, proved to come from the person, sealed before anything is kept."""

from __future__ import annotations

from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from mob.applications import selectors as applications
from mob.applications.views import Detail
from mob.identity import selectors as identity
from mob.identity import sessions
from mob.kernel import clock
from mob.kernel.actor import ActorKind
from mob.kernel.errors import Invalid, InvalidMany, NotFound, Refused, Unavailable
from mob.payments import selectors, services
from mob.payments.types import Action, AwardView
from mob.web.account.requests import CONFIRM, with_next
from mob.web.citizen.access import actor_of, language_of, signed_in, to
from mob.web.forms import Form


class DetailsForm(Form):
    """Whose account, and its number. Neither is ever written back into the page."""

    holder = django_forms.CharField(
        label=gettext_lazy("Name of the account’s holder"),
        help_text=gettext_lazy("As the bank writes it. It may be somebody else’s account, if she agrees."),
        widget=django_forms.TextInput(attrs={"autocomplete": "name", "maxlength": 100}),
    )
    iban = django_forms.CharField(
        label=gettext_lazy("IBAN"),
        help_text=gettext_lazy("On your bank statement (RIB). In France it starts with FR and has 27 characters."),
        widget=django_forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "maxlength": 60}
        ),
    )


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def page(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The form. A change asks first for a proof that it is the same person: a lost telephone must not move money."""
    found, award = load(request, reference)
    if Action.GIVE_DETAILS not in award.actions:
        return to(f"/demandes/{reference}#paiement")
    if award.details and not _is_proved(request):
        return to(with_next(CONFIRM, request.path))
    form = DetailsForm(request.POST or None, initial={"holder": _name(request)})
    if request.method == "POST" and form.is_valid() and _given(request, award.id, form):
        messages.success(request, _said(award, found.aid.funder_name))
        return to(f"/demandes/{reference}#paiement")
    return _show(request, found, award, form)


def load(request: HttpRequest, reference: str) -> tuple[Detail, AwardView]:
    """The application and its award. Raises NotFound when no money was granted."""
    found = applications.by_reference(actor_of(request), reference, language=language_of(request))
    award = selectors.award_of(actor_of(request), found.id, now=clock.now())
    if award is None:
        raise NotFound("award_unknown")
    return found, award


def _is_proved(request: HttpRequest) -> bool:
    return sessions.is_recent(request, now=clock.now())


def _name(request: HttpRequest) -> str:
    actor = actor_of(request)
    # Proposed to the person alone: who acts for her may hold a mandate that shows no profile.
    return identity.profile_of(actor, actor.id).full_name if actor.kind is ActorKind.CITIZEN and actor.id else ""


def _given(request: HttpRequest, award_id: UUID, form: DetailsForm) -> bool:
    data = form.cleaned_data
    try:
        services.give_bank_details(
            actor_of(request), award_id=award_id, holder=data["holder"], iban=data["iban"], now=clock.now()
        )
    except (Invalid, InvalidMany, Refused, Unavailable) as error:
        form.refuse(error)
        return False
    return True


def _said(award: AwardView, funder: str) -> str:
    if award.details:
        return _("Your new bank details are kept. %(funder)s makes sure it was you before paying.") % {"funder": funder}
    return _("Your bank details are kept. %(funder)s alone can read them.") % {"funder": funder}


def _show(request: HttpRequest, found: Detail, award: AwardView, form: DetailsForm) -> HttpResponse:
    context = {"here": "applications", "detail": found, "aid": found.aid, "award": award, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "citizen/paying/bank_details.html", context, status=status)
