"""Sending the invoice of a purchase made after the agreement, as any paper: nothing is read before rights are known."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from mob.applications.views import Detail
from mob.kernel import clock
from mob.kernel.errors import Invalid, InvalidMany, MobError, Refused
from mob.payments import services
from mob.payments.types import Action, AwardView
from mob.web.citizen import words
from mob.web.citizen.access import actor_of, signed_in, to
from mob.web.citizen.apply import paper_list
from mob.web.citizen.apply.paper_list import PaperView
from mob.web.citizen.apply.papers import MAX_BODY, announced_size, wants_json
from mob.web.citizen.bank_details import load

_CODE = "facture"


# The token travels in the body, and the body is read only once rights and slots are known: the token is checked inside.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def page(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The page, and the file it sends."""
    found, award = load(request, reference)
    if Action.SEND_INVOICE not in award.actions:
        return to(f"/demandes/{reference}#paiement")
    if request.method != "POST":
        return _show(request, found, award)
    try:
        services.check_invoice_slot(actor_of(request), award_id=award.id)
        if announced_size(request) > MAX_BODY:
            raise Invalid("file_too_large", "file")
    except (Refused, Invalid) as error:
        return _refused(request, found, award, error)
    response: HttpResponseBase = _receive(request, found, award)
    return response


@csrf_protect
def _receive(request: HttpRequest, found: Detail, award: AwardView) -> HttpResponseBase:
    upload = request.FILES.get("file")
    try:
        if upload is None:
            raise Invalid("file_missing", "file")
        _send(request, award.id, upload.read())
    except MobError as error:
        return _refused(request, found, award, error)
    messages.success(
        request, _("Your invoice is received. %(funder)s looks at it.") % {"funder": found.aid.funder_name}
    )
    address = f"/demandes/{found.reference}"
    if wants_json(request):
        return JsonResponse({"location": address, "anchor": "paiement"}, status=201)
    return to(f"{address}#paiement")


def _send(request: HttpRequest, award_id: UUID, raw: bytes) -> None:
    services.send_invoice(actor_of(request), award_id=award_id, raw=raw, now=clock.now())


def _refused(request: HttpRequest, found: Detail, award: AwardView, error: MobError) -> HttpResponseBase:
    if isinstance(error, InvalidMany):
        error = error.errors[0]
    message = words.refusal(error.code, **error.params)
    if wants_json(request):
        return JsonResponse({"code": error.code, "message": message}, status=error.status)
    return _show(request, found, award, message)


def _show(request: HttpRequest, found: Detail, award: AwardView, error: str = "") -> HttpResponse:
    now, due = clock.now(), award.invoice_due_on
    sent = [proof for proof in found.proofs if proof.code == _CODE or proof.sent_at > award.granted_at]
    paper = PaperView(
        code=_CODE,
        number=1,
        label=_("Invoice"),
        hint=_("In your name, dated after the agreement, with the price paid."),
        is_required=True,
        files=[paper_list.file_view(one, len(sent)) for one in sent if one.replaced_at is None],
        replaced=[paper_list.file_view(one, len(sent)) for one in sent if one.replaced_at is not None],
        error=error,
    )
    listed = paper_list.frame([paper])
    context = {
        **listed,
        "here": "applications",
        "detail": found,
        "aid": found.aid,
        "award": award,
        "paper": paper,
        "is_late": due is not None and now >= clock.day_ends(due),
        "address": f"/demandes/{found.reference}/facture",
    }
    return render(request, "citizen/paying/invoice.html", context, status=422 if error else 200)
