"""Sending papers, one file a request. Nothing of a body is read before ownership, state and free slots are known."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST, require_safe

from mob.applications import selectors, services
from mob.applications.purchases import joining
from mob.applications.services import Slot
from mob.applications.types import State
from mob.kernel import clock
from mob.kernel.errors import Conflict, Invalid, InvalidMany, MobError, NotFound, Refused, Unavailable
from mob.web.citizen import words
from mob.web.citizen.access import actor_of, language_of, signed_in, to
from mob.web.citizen.apply import buying, certifying, correction, drafting, paper_list
from mob.web.citizen.apply.drafting import Draft, frame, show, step
from mob.web.citizen.apply.journey import Task

# A file of the greatest size, and the few lines of multipart form around it.
MAX_BODY = paper_list.MAX_BYTES + 100_000


@require_safe
@step
def listing(request: HttpRequest, draft: Draft) -> HttpResponseBase:
    """Every paper with its files."""
    return _list(request, draft)


def _list(request: HttpRequest, draft: Draft, errors: dict[str, str] | None = None) -> HttpResponse:
    context = frame(draft, Task.PAPERS, "papiers") | {
        **paper_list.context(
            draft.detail,
            draft.aid.proofs,
            errors or {},
            offers=certifying.offers(draft),
            purchases=buying.cards(draft.actor, draft.detail),
        ),
        "onward": draft.journey.address(drafting.CHECK),
    }
    return show(request, "papers", context, refused=bool(errors))


# The token travels in the body, and the body is read only once rights and slots are known: the token is checked inside.
@csrf_exempt
@require_POST
@signed_in
def send(request: HttpRequest, reference: str, code: str) -> HttpResponseBase:
    """Take one file for one paper. Ownership, state and free slots are checked before a byte of the body is read."""
    actor = actor_of(request)
    application_id = selectors.id_of(actor, reference)
    try:
        slot = services.check_slot(actor, application_id=application_id, code=code)
        if announced_size(request) > MAX_BODY:
            raise Invalid("file_too_large", "file")
    except (Refused, Invalid) as error:
        return _refused(request, reference, code, error)
    response: HttpResponseBase = _receive(request, reference, slot)
    return response


def announced_size(request: HttpRequest) -> int:
    announced = request.META.get("CONTENT_LENGTH") or "0"
    return int(announced) if announced.isascii() and announced.isdecimal() else 0


@csrf_protect
def _receive(request: HttpRequest, reference: str, slot: Slot) -> HttpResponseBase:
    """Read the body and keep its file. The name the sender gave it is never looked at."""
    upload = request.FILES.get("file")
    try:
        if upload is None:
            raise Invalid("file_missing", "file")
        services.take_in(actor_of(request), slot, raw=upload.read(), now=clock.now())
    except MobError as error:
        return _refused(request, reference, slot.code, error)
    return _kept(request, reference, slot.code, base="corriger" if slot.is_correction else "papiers")


def _kept(request: HttpRequest, reference: str, code: str, *, base: str) -> HttpResponseBase:
    address = f"/demandes/{reference}/{base}"
    if wants_json(request):
        return JsonResponse({"location": address, "anchor": f"paper-{code}"}, status=201)
    return to(f"{address}#paper-{code}")


def _refused(request: HttpRequest, reference: str, code: str, error: MobError) -> HttpResponseBase:
    """The page again with the reason beside the file, or the reason alone for the script."""
    if isinstance(error, InvalidMany):
        error = error.errors[0]
    message = words.refusal(error.code, **error.params)
    if wants_json(request):
        return JsonResponse({"code": error.code, "message": message}, status=error.status)
    detail = selectors.by_reference(actor_of(request), reference, language=language_of(request))
    if detail.state is State.CHANGES_REQUESTED:
        return correction.show_again(request, detail, paper_errors={code: message})
    if detail.state is not State.DRAFT:
        raise error
    return _list(request, drafting.load(request, reference), {code: message})


def wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


@require_POST
@signed_in
def purchase(request: HttpRequest, reference: str, code: str, purchase_id: UUID) -> HttpResponseBase:
    """Make a paper of what a linked service handed over, or have that erased. Without one word or the other, neither."""
    actor, now = actor_of(request), clock.now()
    application_id = selectors.id_of(actor, reference)
    try:
        match request.POST.get("act"):
            case "join":
                joining.join(actor, purchase_id, application_id=application_id, code=code, now=now)
            case "leave":
                joining.decline(actor, purchase_id, now=now)
    except NotFound as error:
        if error.code != "purchase_unknown":
            raise
        return _refused(request, reference, code, error)  # pressed twice, or its time is over: the page says so
    except (Refused, Invalid, Unavailable, Conflict) as error:
        return _refused(request, reference, code, error)
    is_correction = selectors.state_of(actor, application_id) is State.CHANGES_REQUESTED
    return _kept(request, reference, code, base="corriger" if is_correction else "papiers")


@require_POST
@signed_in
def remove(request: HttpRequest, reference: str, proof_id: UUID) -> HttpResponseBase:
    """Take back a file that was not sent yet."""
    actor = actor_of(request)
    detail = selectors.by_reference(actor, reference)
    services.remove_proof(actor, application_id=detail.id, proof_id=proof_id, now=clock.now())
    base = "corriger" if detail.state is State.CHANGES_REQUESTED else "papiers"
    return to(f"/demandes/{reference}/{base}")
