"""The end of the form: check the answers, read the notice, sign the declaration, send; then the receipt."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from mob.applications import appeals, queues, representation, selectors, services
from mob.applications import declaration as declarations
from mob.applications import verdicts as application_verdicts
from mob.applications.linked_services import preparing
from mob.applications.types import Declaration, State
from mob.catalogue.types import AidView, Outcome
from mob.directory import selectors as directory
from mob.directory.types import FunderView
from mob.eligibility.types import Verdict
from mob.identity.mandates import selectors as mandates
from mob.kernel import clock
from mob.kernel.clock import civil_date
from mob.kernel.errors import NotFound, Refused
from mob.web import verdicts
from mob.web.citizen import legal, words
from mob.web.citizen.access import actor_of, language_of, signed_in, to
from mob.web.citizen.apply import drafting, notice, recap
from mob.web.citizen.apply.drafting import Draft, frame, show, step
from mob.web.citizen.apply.journey import Task


@require_safe
@step
def check(request: HttpRequest, draft: Draft) -> HttpResponseBase:
    """Every answer with its link to change it, and what is still missing."""
    found = _verdict(draft)
    # Which answers a draft still lacks is said just above: "not known yet" would say it twice.
    is_told = found is not None and (found.outcome is not Outcome.UNDETERMINED or draft.journey.is_answered)
    context = frame(draft, Task.CHECK, "verifier") | {
        "verdict": verdicts.view(found, at_most=draft.aid.max_amount) if found and is_told else None,
        "is_barred": application_verdicts.is_barred(draft.aid, found),
        "sections": recap.sections(draft),
        "missing": [
            (page.label, f"{draft.journey.address(page.path)}?retour=verifier") for page in draft.journey.missing()
        ],
        "problem": _problem(request, draft),
        "prepared_by": preparing.prepared_by(draft.detail.id),
        "age_warning": recap.age_warning(draft, clock.now()),
        "onward": draft.journey.address("envoyer"),
    }
    return show(request, "check", context)


def _verdict(draft: Draft) -> Verdict | None:
    """What the rules of the aid say of the draft as it stands today."""
    detail = draft.detail
    person = application_verdicts.of_profile(draft.profile, detail.beneficiary)
    today = civil_date(clock.now())
    return application_verdicts.of_draft(
        draft.aid, detail.answers, person, funder_id=detail.funder_id, on=today, certified=detail.certified.held
    )


def _problem(request: HttpRequest, draft: Draft) -> str:
    """Why this aid cannot be applied for any more, in words; empty when it can."""
    try:
        services.check_open(draft.aid, clock.now())
        services.check_reserved(actor_of(request), draft.aid)
        _check_age(draft)
    except Refused as error:
        return words.refusal(error.code)
    return ""


def _check_age(draft: Draft) -> None:
    """Raises Refused when a parent must apply in her place."""
    if representation.of(draft.detail.beneficiary) is None and representation.must_be_represented(
        draft.profile.birth_date, minors_represented=draft.aid.minors_represented, today=civil_date(clock.now())
    ):
        raise Refused("representative_needed")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def send(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The notice is shown, the declaration signed by the button. What was already sent leads to its receipt."""
    if request.method == "POST":
        return _sign(request, reference)
    draft = drafting.load(request, reference)
    if draft.detail.submitted_at is not None:
        return to(f"/demandes/{reference}/recu")
    is_barred = application_verdicts.is_barred(draft.aid, _verdict(draft))
    if not draft.journey.is_complete or is_barred or _problem(request, draft):
        return to(draft.journey.address("verifier"))
    funder = directory.funder(draft.detail.funder_id)
    if funder is None:
        raise NotFound("application_unknown")
    context = frame(draft, Task.CHECK, "verifier") | {
        "notice_rows": notice.rows(draft.aid, funder),
        "declaration": declarations.words(language_of(request), funder.name),
        "back": draft.journey.address("verifier"),
        "has_papers": bool(draft.detail.proofs),
        "hand": mandates.hand_of(draft.actor),
    }
    return show(request, "send", context)


def _sign(request: HttpRequest, reference: str) -> HttpResponseBase:
    """Send. A second click, here or on another device, finds the application already sent."""
    actor = actor_of(request)
    application_id, aid = selectors.followed(actor, reference, language=language_of(request))
    signed = Declaration(request.POST.get("version", ""), request.POST.get("digest", ""), _sign_in_of(request))
    try:
        services.submit(
            actor, application_id=application_id, declaration=signed, notice=_notice_of(aid), now=clock.now()
        )
    except Refused as error:
        if error.code == "not_eligible":
            return to(f"/demandes/{reference}/verifier")  # which says why
        if selectors.state_of(actor, application_id) is State.DRAFT:
            raise
    return to(f"/demandes/{reference}/recu")


def _notice_of(aid: AidView) -> str:
    """The notice as the page of the signature shows it, in plain lines."""
    funder = directory.funder(aid.funder_id)
    return "\n".join(f"{row.label} : {row.value}" for row in notice.rows(aid, funder)) if funder else ""


def _sign_in_of(request: HttpRequest) -> str:
    """How this session was opened (`code`, `password+totp`), kept as a part of the signature's proof."""
    records = request.session.get("account_authentication_methods", [])
    methods = [str(record.get("type") or record.get("method", "")) for record in records if isinstance(record, dict)]
    return "+".join(dict.fromkeys(method for method in methods if method))[:60]


@require_safe
@signed_in
def receipt(request: HttpRequest, reference: str) -> HttpResponseBase:
    """What was sent, when, to whom, what comes next and the signed words. Made to be printed."""
    draft = drafting.load(request, reference)
    if draft.detail.submitted_at is None:
        return to(f"/demandes/{reference}")
    funder = directory.funder(draft.detail.funder_id)
    context = {
        "here": "applications",
        "detail": draft.detail,
        "aid": draft.aid,
        "funder": funder,
        "sections": recap.sent(draft),
        "delay": words.delay(queues.delay_of(draft.aid.id, community_id=draft.detail.community_id)),
        "silence_on": legal.refused_on(funder, civil_date(draft.detail.submitted_at)),
        "appeal": appeals.against_silence(funder) if funder else "",
        "service": _service(draft, funder),
        "declaration": draft.detail.declaration,
        "signed_by": draft.detail.declaration.get("signed_by", ""),
        "signed_lines": draft.detail.declaration.get("text", "").split("\n"),
        "signed_at": datetime.fromisoformat(draft.detail.declaration["at"]) if draft.detail.declaration else None,
    }
    return render(request, "citizen/apply/receipt.html", context)


def _service(draft: Draft, funder: FunderView | None) -> str:
    """The service in charge: the funder's community the file went to, where it has some (CRPA, art. R112-5, 2°)."""
    parts = [funder.name] if funder else []
    parts += [community.name for community in draft.communities if community.id == draft.detail.community_id]
    return ", ".join(parts)
