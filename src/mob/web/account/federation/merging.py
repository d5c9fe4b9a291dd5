"""Two accounts of one person: what would move and what would end is read first; then one yes brings them together."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponseBase
from django.http.response import HttpResponseRedirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mob.identity import selectors, services
from mob.identity.types import MergeKind, MergeLine
from mob.kernel import clock
from mob.web.account.federation import pending
from mob.web.account.federation.pages import IDENTITIES, label
from mob.web.account.federation.pending import Pending
from mob.web.account.forms import SecondCodeForm
from mob.web.account.requests import confirmed, refusals, show, visit_of
from mob.web.forms import Form
from mob.web.requests import Request

_PAGE = "/mon-compte/identites/reunir"
_FACTOR = "merge_factor"
# What it is, and what becomes of it.
_KINDS = {
    MergeKind.APPLICATION: (_("Application"), ""),
    MergeKind.DRAFT: (_("Draft"), ""),
    MergeKind.EMPLOYER: (_("Employer"), ""),
    MergeKind.IDENTITY: (_("Identity"), ""),
    MergeKind.SERVICE: (_("Linked service"), _("It goes on with what you allowed it.")),
    MergeKind.MANDATE: (_("Mandate"), _("Unchanged: the other person is told.")),
    MergeKind.ACCESSIBILITY: (_("What you need to travel"), _("With who may read it.")),
    MergeKind.CERTIFIED_DATA: (_("Certified data"), _("Until the same day.")),
    MergeKind.SECOND_FACTOR: (_("Its second proof"), _("Those of this account stay.")),
    MergeKind.OLDER_DRAFT: (_("The older of two drafts for the same aid"), ""),
    MergeKind.SECOND_EMPLOYER: (_("Employer that this account has too"), ""),
    MergeKind.SECOND_SERVICE: (_("Linked service"), _("It knows both accounts: this link ends, and it is told.")),
    MergeKind.SECOND_MANDATE: (_("Mandate"), _("This account has one with the same person: that one stays.")),
    MergeKind.OWN_MANDATE: (_("Mandate"), _("Between your two accounts: it would be with yourself.")),
    MergeKind.SECOND_ACCESSIBILITY: (_("What you need to travel"), _("What this account says stays.")),
    MergeKind.OLDER_CERTIFIED_DATA: (_("Certified data"), _("This account has it as recent, or more so.")),
    MergeKind.UNPROVED_CERTIFIED_DATA: (
        _("Certified data"),
        _("The identity of the other account is not certified: to be asked again here."),
    ),
}
_SIDES = {"helper": _("You act for this person."), "helped": _("This person acts for you.")}


class MergeForm(Form):
    sure = forms.BooleanField(label=_("Both accounts are mine. I know that it cannot be undone."))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@confirmed
def merge(request: Request) -> HttpResponseBase:
    """Reached from the link page, when the identity just proved opens another account."""
    now = clock.now()
    found = pending.of(request, now=now)
    if found is None or "no" in request.POST:
        pending.forget(request)
        return HttpResponseRedirect(IDENTITIES)
    source = services.check_merge(request.actor, arrival=found.arrival, now=now)
    if selectors.has_second_factor(source) and _factor(request, source) is None:
        return _second_proof(request, found, source)
    form = MergeForm(request.POST or None)
    if form.is_valid():
        with refusals(form):
            factor = _factor(request, source)
            services.merge_accounts(request.actor, arrival=found.arrival, factor_id=factor, now=now)
            return _done(request)
    return show(request, "account/federation/merge.html", _context(request, found, source), form)


def _second_proof(request: Request, found: Pending, source: UUID) -> HttpResponseBase:
    """The other account asks for two proofs: nothing of it is shown before the second."""
    form = SecondCodeForm(request.POST if "code" in request.POST else None)
    if form.is_valid():
        with refusals(form):
            code = form.cleaned_data["code"]
            factor = services.check_second_code(source, typed=code, visit=visit_of(request), now=clock.now())
            request.session[_FACTOR] = [str(source), factor.pk]
            return HttpResponseRedirect(_PAGE)
    context = {"provider": label(found.arrival.provider_key)}
    return show(request, "account/federation/merge_proof.html", context, form)


def _factor(request: Request, source: UUID) -> int | None:
    """The second factor of that account which this browser proved, if it did."""
    proved, factor = request.session.get(_FACTOR, ("", 0))
    return factor if proved == str(source) else None


def _context(request: Request, found: Pending, source: UUID) -> dict[str, object]:
    lines = services.foreseen(request.actor, source=source)
    return {
        "provider": label(found.arrival.provider_key),
        "here_email": selectors.own_profile(request.actor).email,
        "there_email": selectors.email_of(source) or "",
        "moving": [_worded(line) for line in lines if line.kind.moves],
        "ending": [_worded(line) for line in lines if not line.kind.moves],
    }


def _worded(line: MergeLine) -> tuple[str, str, str]:
    """The thing itself, what kind of thing it is, and what becomes of it. What has no name of its own bears the latter."""
    kind, becomes = (str(each) for each in _KINDS[line.kind])
    title = label(line.title) if line.kind is MergeKind.IDENTITY else line.title
    is_mandate = line.kind in (MergeKind.MANDATE, MergeKind.SECOND_MANDATE, MergeKind.OWN_MANDATE)
    detail = str(_SIDES[line.detail]) if is_mandate else line.detail
    return (title, kind, f"{detail} {becomes}".strip()) if title else (becomes, kind, "")


def _done(request: Request) -> HttpResponseBase:
    pending.forget(request)
    request.session.pop(_FACTOR, None)
    messages.success(request, gettext("Your two accounts are one. Everything is here."))
    return HttpResponseRedirect(IDENTITIES)
