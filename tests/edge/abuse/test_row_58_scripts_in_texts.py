"""Mark-up in any text that people, agents or authors wrote is shown as text, on every page and in every mail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from mob.applications.models import Application, Proposal, Representation
from mob.applications.types import RejectionReason, State
from mob.catalogue.models import AidField, AidRetention
from mob.catalogue.selectors import reading
from mob.journal import runner
from mob.kernel import clock
from mob.notifications.models import OutgoingMail
from mob.payments.models import Order
from mob.payments.types import OrderState, Rejection
from mob.web.funder.to_pay import SLUGS
from tests.edge.access.asking import address_of, send, somebody_let_in
from tests.edge.access.table import NEVER, ROWS, TABLE
from tests.factories.scene import Scene, Who

pytestmark = [pytest.mark.django_db, pytest.mark.abuse(58)]

# Words that pages and mails show, by table. Written here past every rule, as if a rule had failed.
SHOWN = {
    "Funder": ("name", "contact_address", "contact_phone", "contact_hours", "contact_email"),
    "Community": ("name",),
    "Membership": ("first_name", "last_name", "capacity", "service"),
    "Invitation": ("first_name", "last_name", "capacity", "service"),
    "Delegation": ("number",),
    "Affiliation": ("first_name", "last_name", "work_address", "number"),
    "AidRetention": ("reason_fr",),
    "LegalBasis": ("number", "text"),
    "SavedText": ("text",),
    "AidVersion": ("help_address", "help_phone", "help_hours"),
    "AidText": ("title", "promise", "description", "conditions", "amount_text", "payment_terms"),
    "AidField": ("label_fr", "hint_fr"),
    "AidRules": ("text",),
    "AidProof": ("label_fr", "hint_fr"),
    "Application": ("applicant_name", "contact_email"),
    "ChangeRequest": ("author_name", "message"),
    "Decision": (
        "author_name", "author_capacity", "author_service", "text", "remedy", "appeal", "delegation_number", "mention",
    ),
    "Proposal": ("author_name", "text", "remedy", "appeal"),
    "Withdrawal": ("author_name", "text", "reply"),
    "Envelope": ("budget_line", "deliberation"),
    "Order": ("rejection_text",),
    "Export": ("query",),
    "Receipt": ("text",),
    "Client": ("name", "operator", "legal_basis", "legal_basis_text"),
    "Partner": ("name",),
    "AccessibilityShare": ("reference",),
    "AccessibilityRequest": ("reference", "start", "end"),
    "MistakeReport": ("text", "email"),
    "Message": ("author_name", "text"),
    "Note": ("author_name", "text"),
    "IdentityClaim": ("value",),
    "Profile": ("phone", "postal_address"),
    "CounterVisit": ("place",),
    "Letter": ("recipient", "subject"),
    "Proof": ("handed_by",),
}  # fmt: skip
# Codes, keys, hashes, and words that only the product writes.
NOT_WORDS = {
    "Fact": None, "Delivery": None, "Task": None, "Lease": None, "MailedCode": None, "Throttle": None,
    "CatalogueState": None, "FunderKey": None, "Aid": None, "AidTerritory": None, "Document": None, "Recipient": None,
    "Proof": ("code",), "InboxCount": None, "OutgoingMail": None,
    "NameWord": None, "CheckRun": None, "QueueDelay": None, "Consultation": None, "Award": None, "BankDetails": None,
    "Movement": None, "CaseFigures": None, "FunderCell": None, "DelayCell": None, "StoppedDrafts": None,
    "PublishedFigures": None, "PeopleCell": None, "RuleBook": None, "BookAid": None, "AidLink": None,
    "AccessibilityReading": None,
    "Link": None, "Reading": None, "Grant": None, "IDToken": None, "AccessToken": None, "RefreshToken": None,
    "Client": (
        "client_id", "client_secret", "sector", "homepage", "redirect_uris", "post_logout_redirect_uris",
        "backchannel_logout_uri", "allowed_origins", "scope", "required_scope", "webhook_uri", "quotas",
    ),
    "ClientCredential": ("digest", "public_jwk", "hint"),
    "ClientUse": None, "ClientFailure": None, "WebhookCall": None, "PartnerTestPerson": None,
    "SubjectAlias": None,
    "Partner": ("slug", "contact"),
    "PartnerInvitation": ("email",),
    # Read in the console alone, which nobody of the scene has: its own tests look (`tests/edge/operator`).
    "PartnerClient": ("refusal", "justification", "wanted"),
    "Representation": ("person_key",),
    # The address passed `check_email`; where a sheet of paper lies is read on no page.
    "Mandate": ("asked_email", "asked_email_key", "code_hash", "powers", "aid_ids", "ended_by", "paper"),
    "Delegation": ("aid_ids",),
    "AffiliationRules": ("domains",),
    "Affiliation": ("mailbox", "search_key", "link"),
    "AidRetention": ("reason_en",),
    "Proposal": ("terms",),
    "Order": ("code",),
    "Export": ("selection", "language", "community_ids", "error"),
    "Receipt": ("digest", "language", "channel"),
    "User": ("password", "email", "email_key", "language"),
    "IdentityClaim": ("name", "source", "level"),
    "ExternalIdentity": ("issuer", "subject", "provider_key", "acr"),
    # The address passed `check_email`.
    "Profile": ("commune", "postcode", "occupation", "contact_email"),
    "CounterVisit": ("code_hash",),
    "ClaimCode": None,
    # A letter's words are put in a PDF, never in a page.
    "Letter": ("key", "kind", "reference", "sheet"),
    "Funder": ("slug", "siren", "siret"),
    "AttestedOrganisation": ("issuer", "siret"),
    "Invitation": ("email",),
    "AidVersion": ("modes", "audiences", "external_url", "source_url", "automatic_checks"),
    "AidText": ("language",),
    "AidField": ("code", "choices", "label_en", "hint_en", "fact"),
    # Names, and JSON that only our forms write; what an example says is text of a page like any other.
    "AidRules": ("target", "shape", "examples", "together"),
    "AidProof": ("code", "label_en", "hint_en", "replaced_by"),
    "LegalBasis": ("recipient",),
    "Agreement": ("reason",),
    "HeldFact": ("fact",),
    # Hashes.
    "Preparation": ("key", "asked"),
    # Hashes; what was bought is sealed: `tests/edge/purchases` looks at its words on pages.
    "Purchase": ("key", "asked"),
    "Application": (
        "helped_by",
        "reference", "beneficiary", "answers", "snapshot", "verdict", "applicant_key", "language", "declaration", "manifest",
    ),
    "ChangeRequest": ("items", "done"),
    "Decision": ("terms",),
}  # fmt: skip
# Kept, and read on no page.
NOWHERE = {
    "Application.contact_email",
    "Invitation.first_name",
    "Invitation.last_name",
    "Invitation.capacity",
    "Invitation.service",
}
RAW = re.compile(r"<i id=x(\d+)|<x-|onerror=alert", re.IGNORECASE)
TOLD = re.compile(r"&lt;i id=x(\d+)")


def _text_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    kinds = (models.CharField, models.TextField, models.JSONField)
    return [f for f in model._meta.get_fields() if isinstance(f, kinds) and not f.choices and not f.primary_key]


def _ours() -> dict[str, type[models.Model]]:
    return {m.__name__: m for m in apps.get_models() if m.__module__.startswith("mob.")}


def test_every_column_of_words_is_tried_or_is_no_words() -> None:
    """A new column of text is refused until somebody says here whether people read it."""
    for name, model in _ours().items():
        known = {*SHOWN.get(name, ()), *(NOT_WORDS.get(name) or ())}
        columns = {field.name for field in _text_fields(model)}
        assert NOT_WORDS.get(name, ()) is None or columns == known, f"{name}: {columns ^ known}"


def _poison(number: int) -> str:
    """Short enough for any column; breaks out of an attribute and of an element; carries its number."""
    return f"\"'><i id=x{number}>"


def _rows_the_scene_lacks(scene: Scene) -> None:
    """One row of each table that the scene leaves empty, and a payment that the bank sent back."""
    agreed = f"/mon-compte/employeur/{scene.names['affiliation']}/courriels"
    scene.browser(Who.OWNER).post(agreed, {"agreed": "yes"})
    page = TABLE["administration/pages/<slug:slug>/<slug:language>"]
    assert send(scene.browser(Who.PLATFORM), page, scene).status_code == 302
    report = TABLE["aides/<slug:slug>/signaler"]
    assert send(scene.browser(Who.ANONYMOUS), report, scene).status_code in (302, 303)
    AidRetention.objects.create(aid_id=scene.names["aid"], years=5, reason_fr="Audit", since=clock.now())
    Proposal.objects.create(
        application_id=scene.dossiers[State.UNDER_REVIEW].id,
        is_approval=False,
        author=scene.users[Who.AGENT],
        reason=RejectionReason.OTHER.value,
        proposed_at=clock.now(),
    )
    sent_back = {"state": OrderState.REJECTED.value, "rejection": Rejection.OTHER.value}
    assert Order.objects.filter(id=scene.names["order"]).update(**sent_back)
    for name in SHOWN:
        assert _ours()[name].objects.exists(), name  # type: ignore[attr-defined]


@pytest.fixture
def poisoned(scene: Scene) -> dict[int, str]:
    """Every row of the scene with mark-up in each of its texts. The value: which number stands for which column."""
    numbers: dict[int, str] = {}
    for act, form in (("message", {"text": "Bonjour"}), ("note", {"note": "Vu."})):
        address = f"/gestion/demandes/{scene.names['submitted']}/{act}"
        assert scene.browser(Who.SUPERVISOR).post(address, form).status_code == 303
    _rows_the_scene_lacks(scene)
    for name, columns in SHOWN.items():
        model = _ours()[name]
        for column in columns:
            number = len(numbers) + 10
            numbers[number] = f"{name}.{column}"
            room = model._meta.get_field(column).max_length or 999  # type: ignore[union-attr]
            rows = model.objects.all()  # type: ignore[attr-defined]
            for row in rows.exclude(name="birth_date") if name == "IdentityClaim" else rows:
                # Unique columns stay unique: a tail that differs.
                setattr(row, column, (_poison(number) + str(row.pk))[:room])
                row.save(update_fields=[column])
    AidField.objects.update(kind="text")
    Application.objects.update(
        answers={"prix": _poison(900)}, beneficiary={"kind": "child", "first_name": _poison(901), "name": _poison(902)}
    )
    # Made for a child, they are granted once the paper was read.
    for row in Application.objects.all():
        Representation.objects.create(
            application=row,
            funder_id=row.funder_id,
            person_key="",
            kind="parental",
            ends_on=date(2033, 3, 5),
            checked_at=row.created_at,
        )
    # A published version never changes, so a process keeps what it read: here it changed behind its back.
    reading._kept.clear()
    return numbers


def test_no_page_turns_a_text_into_mark_up(scene: Scene, poisoned: dict[int, str]) -> None:
    raw, told, seen = [], set(), 0
    for who, address in _pages(scene):
        response = scene.browser(who).get(address)
        assert response.status_code < 500, address
        if response.status_code != 200 or not response.headers["Content-Type"].startswith("text/html"):
            continue
        page = response.content.decode()
        seen += 1
        raw += [f"{address} {who}: {poisoned.get(int(n or 0))}" for n in RAW.findall(page)]
        told |= {int(number) for number in TOLD.findall(page)}
    assert not raw, "\n".join(sorted(set(raw)))
    assert seen > 100
    unseen = {poisoned[number] for number in set(poisoned) - told}
    assert unseen <= NOWHERE, unseen - NOWHERE


def _pages(scene: Scene) -> Iterator[tuple[Who, str]]:
    """Every address with two people at most who may read it, and every dossier in each of its states."""
    for row in ROWS:
        for who in {somebody_let_in(row, "get"), Who.PLATFORM, Who.ADMINISTRATOR}:
            if who is not None and row.get.of(who) == "o":
                yield who, address_of(row, scene)
    for dossier in scene.dossiers.values():
        yield Who.OWNER, dossier.path()
        yield Who.OWNER, dossier.path("envoi")
        yield Who.SUPERVISOR, f"/gestion{dossier.path()}"
    for tab in SLUGS.values():
        yield Who.SUPERVISOR, f"/gestion/a-payer?vue={tab}"


def test_what_is_typed_comes_back_as_text(scene: Scene) -> None:
    """In a form that was refused, in the search, in an address that leads nowhere."""
    typed = "\"'><i id=x1><script>x-</script>"
    for row in ROWS:
        for who in {somebody_let_in(row, "get"), somebody_let_in(row, "post")} - {None}:
            pages = []
            if row.get.of(who) == "o":
                names = ("q", "lieu", "commune", "mode", "next", "retour", "vue", "tri", "etat", "financeur", "page")
                pages.append(scene.browser(who).get(address_of(row, scene), dict.fromkeys(names, typed)))
            if row.post is not NEVER and row.post.of(who) == "o" and not row.is_json:
                form = {**dict.fromkeys(("text", "note", "message", "email", "name", "title", "phone"), typed)}
                with scene.undone():
                    sent = form | dict.fromkeys(row.form, typed)
                    pages.append(scene.browser(who).post(address_of(row, scene), sent))
            for page in pages:
                assert page.status_code < 500, row.route
                if page.headers["Content-Type"].startswith("text/html"):
                    assert not RAW.search(page.content.decode()), row.route
    assert not RAW.search(scene.browser(Who.ANONYMOUS).get("/<i id=x1>/").content.decode())


def test_no_mail_turns_a_text_into_mark_up(scene: Scene, poisoned: dict[int, str]) -> None:
    agent = scene.browser(Who.SUPERVISOR)
    for route in ("accorder", "message"):
        row = TABLE[f"gestion/demandes/<file_reference:reference>/{route}"]
        assert send(agent, row, scene).status_code == 303
    runner.run_due(now=clock.now() + timedelta(minutes=1))
    mails = list(OutgoingMail.objects.all())
    assert len(mails) >= 5
    for mail in mails:
        assert not RAW.search(mail.html), mail.kind
        assert "\n" not in mail.subject
    assert any(TOLD.search(mail.html) for mail in mails)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//mechant.example", "https://a:b@c.fr"]
)
def test_an_address_written_by_an_author_is_one_of_a_site(scene: Scene, address: str) -> None:
    author = scene.browser(Who.EDITOR)
    for section, name in (("source", "source_url"), ("depot", "external_url")):
        form = {name: address, "processing": "external", "purchase": "any", "version": "0"}
        page = author.post(f"/administration/aides/{scene.names['aid']}/{section}", form)
        assert page.status_code == 422, section
        assert f'href="{address}' not in page.content.decode()
