"""The invented employer of the demonstration: how it recognises its people, who is affiliated, who waits, one file."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from mob.applications import declaration, selectors, services
from mob.applications.types import Declaration
from mob.config.demo import papers, stage
from mob.config.demo.people import DUVERNE
from mob.directory import selectors as directory_selectors
from mob.directory import services as directory
from mob.directory.types import AffiliationRequest
from mob.identity import services as identity
from mob.identity.types import Occupation, ProfileField
from mob.kernel.actor import Actor

AID = "forfait-mobilites-durables-duverne"
DOMAIN = "duverne.exemple.fr"


def tell(admin: Actor, employer_id: UUID, users: dict[str, UUID], now: datetime) -> None:
    """Two people affiliated, one of whom applied; one whose link waits in her work mailbox; one to accept by hand."""
    start = now - timedelta(days=30)
    directory.set_affiliation_rules(
        admin, funder_id=employer_id, domains=DOMAIN, accepts_by_hand=True, expected_version=0, now=start
    )
    samira = Actor.citizen(users["samira.haddad@exemple.fr"])
    _affiliate(samira, employer_id, AffiliationRequest("Samira", "Haddad", f"samira.haddad@{DOMAIN}", "D-0417"), start)
    nour = _newcomer("nour.lambert@exemple.fr", "Nour", "Lambert", "1989-02-11", "99V04", start)
    _affiliate(nour, employer_id, AffiliationRequest("Nour", "Lambert", f"nour.lambert@{DOMAIN}", "D-0298"), start)
    _apply(nour, now - timedelta(days=2, hours=3))
    zoe = Actor.citizen(users["zoe.oneill@exemple.fr"])
    asked = now - timedelta(days=1)
    link = AffiliationRequest("Zoé", "O’Neill", f"zoe.oneill@{DOMAIN}")
    directory.ask_affiliation(zoe, funder_id=employer_id, request=link, now=asked)
    bastien = _newcomer("bastien.roy@exemple.fr", "Bastien", "Roy", "2002-10-30", "99V03", asked)
    by_hand = AffiliationRequest("Bastien", "Roy", number="D-0533")
    directory.ask_affiliation(bastien, funder_id=employer_id, request=by_hand, now=asked)


def _newcomer(email: str, first_name: str, last_name: str, born: str, commune: str, now: datetime) -> Actor:
    citizen = Actor.citizen(identity.provision(Actor.system(), email=email, now=now))
    stage.introduce(citizen, first_name, last_name, born, commune, now=now)
    identity.declare(citizen, answers={ProfileField.OCCUPATION: Occupation.EMPLOYEE.value}, now=now)
    return citizen


def _affiliate(citizen: Actor, employer_id: UUID, request: AffiliationRequest, now: datetime) -> None:
    """Ask, then open the link as the person does in her work mailbox."""
    key = directory.ask_affiliation(citizen, funder_id=employer_id, request=request, now=now)
    mail = directory_selectors.affiliation_mail(key)
    if mail is None:
        raise LookupError("no link was made")
    directory.confirm_affiliation(citizen, token=mail.token, now=now + timedelta(minutes=20))


def _apply(citizen: Actor, sent: datetime) -> None:
    reference = services.start(citizen, slug=AID, language="fr", now=sent)
    key = selectors.id_of(citizen, reference)
    services.save_beneficiary(citizen, application_id=key, kind="self", now=sent)
    services.save_answers(citizen, application_id=key, values={"jours": ["112"], "moyen": ["velo"]}, now=sent)
    lines = ["Nour Lambert, Ateliers Duverne", "Je viens à vélo depuis le 5 janvier.", "Fait à Pont-du-Tilleul"]
    paper = papers.pdf("Déclaration sur l’honneur", lines)
    services.attach(citizen, application_id=key, code="declaration", raw=paper, now=sent)
    text = declaration.words("fr", DUVERNE)
    services.submit(citizen, application_id=key, declaration=Declaration(text.version, text.digest), now=sent)
