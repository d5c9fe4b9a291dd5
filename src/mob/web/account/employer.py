"""My employer: naming it, the link mailed to the work address, mails there, leaving. Rules are the directory's."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.http.response import HttpResponseRedirect
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from mob.directory import selectors as directory
from mob.directory import services
from mob.directory.types import AffiliationRequest, AffiliationRulesView, AffiliationState, AffiliationView, FunderView
from mob.identity import selectors as identity
from mob.identity.types import ClaimName
from mob.kernel import clock
from mob.kernel.errors import MobError, NotFound
from mob.kernel.texts import text_of
from mob.web.account.requests import refusals, show, signed_in, told_as_message
from mob.web.forms import Form
from mob.web.requests import Request

HERE = "/mon-compte/employeur"
# What is read beside the button, and kept as the proof of the consent.
WORK_MAILS = _(
    "Decisions and mails go to your own address alone. They can also go to your work address; you may stop that at any "
    "time, and it changes nothing for your aids."
)
_READ = require_http_methods(["GET", "HEAD"])
_FORM = require_http_methods(["GET", "HEAD", "POST"])


def _text(autocomplete: str) -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": autocomplete, "spellcheck": "false"})


class EmployerForm(Form):
    """Which employer, among those that affiliate people here."""

    employeur = forms.ChoiceField(label=_("Your employer"))

    def __init__(self, data: Any, *, employers: list[FunderView]) -> None:
        super().__init__(data)
        choices = [("", _("Choose in the list")), *((each.slug, each.name) for each in employers)]
        self.fields["employeur"].choices = choices  # type: ignore[attr-defined]


class AskForm(Form):
    """What the employer is told. `by_hand`: it also accepts people who have no work address."""

    first_name = forms.CharField(label=_("First name"), max_length=200, widget=_text("given-name"))
    last_name = forms.CharField(label=_("Name"), max_length=200, widget=_text("family-name"))
    work_address = forms.CharField(
        label=_("Your work address"),
        required=False,
        max_length=300,
        widget=forms.EmailInput(attrs={"spellcheck": "false"}),
    )
    number = forms.CharField(
        label=_("Your number at work"),
        help_text=_("On your payslip, if your employer gives one. It helps to tell apart people of the same name."),
        required=False,
        max_length=80,
        widget=_text("off"),
    )

    def __init__(self, data: Any, *, door: AffiliationRulesView, initial: dict[str, str]) -> None:
        super().__init__(data, initial=initial)
        address = self.fields["work_address"]
        if not door.domains:
            del self.fields["work_address"]
        else:
            address.required = not door.accepts_by_hand
            address.help_text = " ".join((_ending(door.domains), _why(by_hand=door.accepts_by_hand)))

    def request(self) -> AffiliationRequest:
        data = self.cleaned_data
        return AffiliationRequest(data["first_name"], data["last_name"], data.get("work_address", ""), data["number"])


def _ending(domains: tuple[str, ...]) -> str:
    ends = ngettext("It ends with %(ends)s.", "It ends with one of these: %(ends)s.", len(domains))
    return ends % {"ends": ", ".join(f"@{domain}" for domain in domains)}


def _why(*, by_hand: bool) -> str:
    if by_hand:
        return gettext("Leave it empty if you have none: your employer’s staff then answer by hand.")
    return gettext("We send it a link: opening it proves that you work there.")


@_READ
@signed_in
def overview(request: Request) -> HttpResponseBase:
    """Where each affiliation stands, and the list to name an employer from."""
    employers = directory.employers_open()
    asked = request.GET.get("employeur", "")
    if asked and any(each.slug == asked for each in employers):
        return HttpResponseRedirect(f"{HERE}/demander/{asked}")
    found = directory.affiliations_of(request.actor)
    live = {view.funder_id for view in found if view.state is not AffiliationState.ENDED}
    context = {
        "affiliations": [(view, _is_late(view)) for view in found],
        "work_mails": WORK_MAILS,
        "employers": [each for each in employers if each.id not in live],
    }
    form = EmployerForm(None, employers=context["employers"])  # type: ignore[arg-type]
    return show(request, "account/employer.html", context, form)


def _is_late(view: AffiliationView) -> bool:
    """Whether the link that was mailed opens nothing any more."""
    return not view.is_by_hand and not directory.is_link_live(view, now=clock.now())


@_FORM
@signed_in
def ask(request: Request, slug: str) -> HttpResponseBase:
    """One employer: the names, the work address, and what it will see of the person."""
    employer = next((each for each in directory.employers_open() if each.slug == slug), None)
    if employer is None:
        raise Http404
    if directory.affiliation_at(request.actor, employer.id):
        return HttpResponseRedirect(HERE)
    door = directory.affiliation_rules(employer.id)
    form = AskForm(request.POST or None, door=door, initial=_known(request))
    if form.is_valid():
        with refusals(form):
            services.ask_affiliation(request.actor, funder_id=employer.id, request=form.request(), now=clock.now())
            return HttpResponseRedirect(HERE)
    return show(request, "account/employer_ask.html", {"employer": employer, "door": door}, form)


def _known(request: Request) -> dict[str, str]:
    """Her names, proposed: she sees what she sends."""
    view = identity.own_profile(request.actor)
    return {"first_name": view.value(ClaimName.FIRST_NAME) or "", "last_name": view.family_name or ""}


@never_cache
@_FORM
@signed_in
def link(request: Request) -> HttpResponseBase:
    """The page of a mailed link. Opening it changes nothing (scanners of mail do that); its button confirms."""
    token = request.POST.get("token") or request.GET.get("token", "")
    if not token:
        return HttpResponseRedirect(HERE)
    try:
        if request.method == "POST":
            done = services.confirm_affiliation(request.actor, token=token, now=clock.now())
            messages.success(
                request, gettext("%(employer)s is confirmed as your employer.") % {"employer": done.funder_name}
            )
            return HttpResponseRedirect(HERE)
        view = services.read_link(request.actor, token=token, now=clock.now())
    except MobError as error:
        return _broken(request, error)
    return show(request, "account/employer_link.html", {"affiliation": view, "token": token, "trouble": ""})


def _broken(request: Request, error: MobError) -> HttpResponseBase:
    """What is wrong with the link and what to do."""
    words = text_of(error.code, get_language() or "fr", **error.params)
    context = {"affiliation": None, "token": "", "trouble": words, "is_other": error.code == "work_link_other_account"}
    response = show(request, "account/employer_link.html", context)
    response.status_code = 404 if isinstance(error, NotFound) else 409
    return response


@require_POST
@signed_in
def renew(request: Request, affiliation_id: UUID) -> HttpResponseBase:
    """Send a new link; the last one opens nothing any more."""
    with told_as_message(request):
        services.renew_link(request.actor, affiliation_id=affiliation_id, now=clock.now())
        messages.success(request, gettext("A new link is on its way to your work address."))
    return HttpResponseRedirect(HERE)


@require_POST
@signed_in
def work_mails(request: Request, affiliation_id: UUID) -> HttpResponseBase:
    """Agree that mails also go to the work address, or take that back."""
    agreed = request.POST.get("agreed") == "yes"
    with told_as_message(request):
        services.set_work_mails(
            request.actor,
            affiliation_id=affiliation_id,
            agreed=agreed,
            words=str(WORK_MAILS),
            language=get_language() or "fr",
            now=clock.now(),
        )
        messages.success(request, gettext("Saved."))
    return HttpResponseRedirect(HERE)


@_FORM
@signed_in
def leave(request: Request, affiliation_id: UUID) -> HttpResponseBase:
    """Take a request back, or say that one left. Asks once."""
    view = directory.affiliation(request.actor, affiliation_id)
    if view is None:
        raise Http404
    if view.state is AffiliationState.ENDED:
        return HttpResponseRedirect(HERE)
    trouble = ""
    if request.method == "POST":
        try:
            services.leave_employer(request.actor, affiliation_id=view.id, now=clock.now())
            messages.success(request, gettext("Done."))
            return HttpResponseRedirect(HERE)
        except MobError as error:
            trouble = text_of(error.code, get_language() or "fr", **error.params)
    response = show(request, "account/employer_leave.html", {"affiliation": view, "trouble": trouble})
    response.status_code = 409 if trouble else 200
    return response
