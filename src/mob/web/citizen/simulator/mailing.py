"""Results by e-mail: an address, the code that proves it, then the mail. Nothing is kept but the mail until it leaves."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mob.eligibility.simulation import Estimate, Situation
from mob.geography import selectors as geography
from mob.identity import services as identity
from mob.identity import sessions
from mob.kernel import clock
from mob.kernel.errors import MobError, Refused
from mob.kernel.money import Cents, format_euros
from mob.notifications.composers.simulations import ResultLine, SentResults
from mob.notifications.simulations import send_results
from mob.web.citizen import carrying
from mob.web.citizen.access import to
from mob.web.citizen.simulator.forms import CodeForm, EmailForm
from mob.web.citizen.simulator.pages import Visit, shown, visit_of
from mob.web.formats import long_date
from mob.web.forms import Form

PENDING = "pending"
_SALT = "mob.simulator.mail"
_AGE = 15 * 60


@dataclass(frozen=True, slots=True)
class Pending:
    """The code that was sent, and where."""

    code_id: UUID
    email: str

    def sealed(self) -> str:
        return signing.dumps([str(self.code_id), self.email], salt=_SALT)


def _pending(text: str) -> Pending | None:
    try:
        code_id, email = signing.loads(text, salt=_SALT, max_age=_AGE)
        return Pending(UUID(code_id), str(email))
    except (signing.BadSignature, ValueError, TypeError):
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """POST from the results: the address is asked; then its code; then the mail leaves. GET begins a simulation."""
    if request.method != "POST":
        return to("/simulateur/")
    visit = visit_of(request)
    try:
        situation = carrying.opened(request.POST.get(carrying.FIELD, ""))
    except Refused:
        return to("/simulateur/")
    pending = _pending(request.POST.get(PENDING, ""))
    if pending is None:
        return _address(visit, situation)
    return _code(visit, situation, pending)


def _address(visit: Visit, situation: Situation) -> HttpResponse:
    """Without an address yet, the form is only shown."""
    post = visit.request.POST
    form = EmailForm(post if "email" in post else None)
    if form.is_valid():
        who = sessions.visit_of(visit.request, language=visit.language)
        try:
            sent = identity.request_results_code(email=form.cleaned_data["email"], visit=who, now=clock.now())
        except MobError as error:
            return _refused(visit, situation, form, error)
        return _form(visit, situation, CodeForm(), Pending(sent.id, sent.email))
    return _form(visit, situation, form)


def _code(visit: Visit, situation: Situation, pending: Pending) -> HttpResponse:
    form = CodeForm(visit.request.POST)
    if not form.is_valid():
        return _form(visit, situation, form, pending)
    who = sessions.visit_of(visit.request, language=visit.language)
    now = clock.now()
    try:
        email = identity.redeem_results_code(
            code_id=pending.code_id, typed=form.cleaned_data["code"], visit=who, now=now
        )
    except MobError as error:
        return _refused(visit, situation, form, error, pending)
    send_results(email=email, language=visit.language, results=_results(visit, situation), now=now)
    context = {"step": "sent", "email": email, "sealed": carrying.sealed(situation), "form": None}
    return shown(visit.request, "mail", context)


def _results(visit: Visit, situation: Situation) -> SentResults:
    found = visit.run(situation)
    place = geography.commune(situation.commune)
    total = Cents(sum(each.amount or 0 for each in found.eligible))
    return SentResults(
        town=place.name if place else "",
        day=long_date(visit.day, visit.language),
        total=format_euros(total, visit.language) if total else "",
        lines=tuple(_line(visit, each) for each in found.hopeful),
    )


def _line(visit: Visit, each: Estimate) -> ResultLine:
    amount = format_euros(each.hoped, visit.language) if each.hoped else ""
    if amount and not each.amount:
        amount = _("up to %(amount)s") % {"amount": amount}
    document = each.document
    return ResultLine(document.card(visit.language).title, document.funder_name, amount, not each.is_open_question)


def _refused(
    visit: Visit, situation: Situation, form: Form, error: MobError, pending: Pending | None = None
) -> HttpResponse:
    form.refuse(error)
    return _form(visit, situation, form, pending, status=error.status)


def _form(
    visit: Visit, situation: Situation, form: Form, pending: Pending | None = None, *, status: int = 422
) -> HttpResponse:
    context = {
        "step": "code" if pending else "address",
        "form": form,
        "email": pending.email if pending else "",
        "pending": pending.sealed() if pending else "",
        "sealed": carrying.sealed(situation),
    }
    return shown(visit.request, "mail", context, status=status if form.errors else 200)
