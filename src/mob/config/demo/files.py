"""Applications of the demonstration, in every state a person or an agent meets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from mob.applications import declaration, selectors, services
from mob.applications.types import AwardTerms, Declaration, OpenRequest, PaymentMode, RejectionReason
from mob.config.demo import money, papers, stage
from mob.config.demo.people import VALMONT
from mob.identity import services as identity_services
from mob.kernel.actor import Actor
from mob.kernel.clock import civil_date
from mob.kernel.money import Cents

AID = "prime-velo-electrique"

_APPEAL = (
    "Vous pouvez demander un nouvel examen à la métropole, ou saisir le tribunal administratif de Grenoble, "
    "dans les deux mois qui suivent la réception de ce refus."
)


@dataclass(frozen=True, slots=True)
class _Story:
    """One invented person, her price and tax income in euros, how many days ago she sent, where her file stands."""

    first_name: str
    last_name: str
    birth_date: str
    commune: str
    price: str
    days_ago: int
    ends: str
    income: str = "14200"


STORIES = (
    _Story("Samira", "Haddad", "1991-04-02", "99V01", "1490", 6, "approved"),
    _Story("Zoé", "O’Neill", "1998-02-28", "99V02", "1890", 4, "changes"),
    _Story("Marc", "Aubry", "1985-11-20", "99V01", "2200", 3, "submitted"),
    _Story("Thi Mai", "Nguyen", "1979-07-14", "99V03", "1350", 3, "submitted", "18000"),
    _Story("Fatou", "Diallo", "2001-01-05", "99V02", "990", 2, "submitted"),
    _Story("Paul", "Garnier", "1968-09-30", "99V04", "1750", 2, "claimed", "22000"),
    _Story("Élodie", "Petit-Jean", "1994-12-12", "99V05", "2490", 1, "proposed"),
    _Story("Yanis", "Mercier", "2003-05-19", "99V01", "1120", 1, "submitted"),
    _Story("Hélène", "Castel", "1957-03-08", "99V03", "1640", 12, "payable"),
    _Story("Louis", "Ferrand", "1990-08-23", "99V02", "2990", 11, "rejected", "31000"),
    _Story("Nadia", "Bensaïd", "1988-10-01", "99V01", "1580", 9, "paid"),
    _Story("Bruno", "Lemaître", "1972-02-17", "99V02", "1199", 10, "payable"),
    _Story("Oscar", "Lindqvist", "1996-06-17", "99V04", "1260", 14, "withdrawn"),
)


def tell(agent: Actor, users: dict[str, UUID], now: datetime) -> None:
    """Play every story through the use cases, each action at its own moment of the past days."""
    for story in STORIES:
        sent = now - timedelta(days=story.days_ago, hours=2)
        citizen = Actor.citizen(_account(story, users, sent))
        stage.introduce(citizen, story.first_name, story.last_name, story.birth_date, story.commune, now=sent)
        _continue(story, agent, citizen, _send(citizen, story, sent), sent)


def _account(story: _Story, users: dict[str, UUID], now: datetime) -> UUID:
    known = {"Haddad": "samira.haddad@exemple.fr", "O’Neill": "zoe.oneill@exemple.fr"}
    email = known.get(story.last_name) or f"personne.{story.birth_date}@exemple.fr"
    return users.get(email) or identity_services.provision(Actor.system(), email=email, now=now)


def _send(citizen: Actor, story: _Story, sent: datetime) -> UUID:
    reference = services.start(citizen, slug=AID, language="fr", now=sent)
    key = selectors.id_of(citizen, reference)
    answers = {
        "fait-type-velo": ["electrique"],
        "fait-prix-velo": [story.price],
        "fait-deja-achete": ["no"],
        "fait-revenu-fiscal": [story.income],
        "fait-parts-fiscales": ["1"],
    }
    services.save_beneficiary(citizen, application_id=key, kind="self", now=sent)
    services.save_answers(citizen, application_id=key, values=answers, now=sent)
    for code, raw in _papers(story, sent):
        services.attach(citizen, application_id=key, code=code, raw=raw, now=sent)
    text = declaration.words("fr", VALMONT)
    signed = Declaration(text.version, text.digest)
    services.submit(citizen, application_id=key, declaration=signed, now=sent)
    return key


def _papers(story: _Story, sent: datetime) -> Sequence[tuple[str, bytes]]:
    name = f"{story.first_name} {story.last_name}"
    day = f"{civil_date(sent - timedelta(days=5)):%d/%m/%Y}"
    quote = ["Cycles du Pont, Valmont-sur-Isère", f"Client : {name}", "Vélo à assistance électrique Moulin 3"]
    quote += [f"Prix TTC : {story.price} euros", f"Devis du {day}, valable deux mois"]
    home = ["Régie des Tanneurs", f"Reçu de {name}", "14 rue des Tanneurs, 38950 Valmont-sur-Isère", f"Fait le {day}"]
    return [("devis", papers.pdf("Devis", quote)), ("justificatif-domicile", papers.pdf("Quittance de loyer", home))]


def _continue(story: _Story, agent: Actor, citizen: Actor, key: UUID, sent: datetime) -> None:
    """What happened to the file after it was sent."""
    later = sent + timedelta(hours=20)
    if story.ends not in ("submitted", "withdrawn"):
        services.note_consultation(agent, application_id=key, now=later)
    if story.ends == "claimed":
        services.claim(agent, application_id=key, now=later)
    elif story.ends == "proposed":
        _propose(agent, story, key, later)
    elif story.ends == "changes":
        _ask(agent, key, later)
    elif story.ends in ("approved", "payable", "paid"):
        amount = Cents(min(50_000, int(story.price) * 40))
        services.approve(agent, application_id=key, terms=AwardTerms(PaymentMode.SINGLE, amount), now=later)
        name = f"{story.first_name} {story.last_name}"
        if story.ends != "approved":
            money.make_payable(agent, citizen, key, name, story.price, later)
        if story.ends == "paid":
            money.pay(agent, key, later)
    elif story.ends == "rejected":
        _refuse(agent, key, later)
    elif story.ends == "withdrawn":
        services.withdraw(citizen, application_id=key, now=later)


def _propose(agent: Actor, story: _Story, key: UUID, now: datetime) -> None:
    terms = AwardTerms(PaymentMode.SINGLE, Cents(min(50_000, int(story.price) * 40)))
    words = "Dossier complet : devis au bon nom, domicile à Valmont. 40 % du prix, sous le plafond de l’aide."
    services.propose_approval(agent, application_id=key, terms=terms, message=words, now=now)


def _ask(agent: Actor, key: UUID, now: datetime) -> None:
    words = (
        "Bonjour, sur votre quittance l’adresse est coupée. Pouvez-vous m’envoyer la page entière, "
        "ou une facture d’électricité ? Le reste de votre dossier est bon."
    )
    request = OpenRequest(frozenset(), frozenset({"justificatif-domicile"}), civil_date(now) + timedelta(days=30))
    services.request_changes(agent, application_id=key, request=request, message=words, now=now)


def _refuse(agent: Actor, key: UUID, now: datetime) -> None:
    services.reject(
        agent,
        application_id=key,
        reason=RejectionReason.CONDITIONS_NOT_MET,
        text="Le vélo du devis n’a pas d’assistance électrique : la prime ne porte que sur les vélos qui en ont une.",
        remedy="Vous pouvez faire une nouvelle demande avec le devis d’un vélo à assistance électrique.",
        appeal=_APPEAL,
        now=now,
    )
