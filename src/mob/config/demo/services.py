"""An invented service that one person of the demonstration linked to her account, and that the others may."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import translation

from mob.applications.purchases import handing
from mob.applications.purchases.types import Address, Customer, Invoice, Product, Seller
from mob.identity.oidc import clients, links
from mob.identity.oidc_types import NewClient, Scope
from mob.kernel.actor import Actor
from mob.kernel.clock import add_months, civil_date
from mob.kernel.money import Cents
from mob.web.account.scope_words import receipt

CLIENT_ID, REDIRECT = "covoit-valmont", "https://covoit.exemple.fr/retour"


# What the invented operator registered (`partner`).
CLIENT = NewClient(
    client_id=CLIENT_ID,
    name="Covoit Valmont",
    operator="",
    homepage="https://covoit.exemple.fr/",
    redirect_uris=(REDIRECT,),
    scopes=(Scope.OPENID, Scope.PROFILE, Scope.EMAIL, Scope.METADATA, Scope.APPLICATIONS, Scope.OFFLINE),
)


def tell(citizen_id: UUID, now: datetime) -> None:
    """Linked three weeks ago by the person, read yesterday, and handing over what she bought there."""
    linked = now - timedelta(days=20)
    client = clients.find(CLIENT_ID)
    if client is None:
        raise LookupError("the service was not registered")
    allowed = (Scope.OPENID, Scope.PROFILE, Scope.EMAIL, Scope.METADATA)
    with translation.override("fr"):
        text = receipt(client, allowed)
    citizen = Actor.citizen(citizen_id)
    link_id, _scopes = links.allow(
        citizen, client, asked=CLIENT.scopes, chosen=allowed, text=text, language="fr", now=linked
    )
    links.record_reading(link_id, allowed[:3], now=now - timedelta(days=1))
    _hand_over(client.id, citizen_id, link_id, now - timedelta(days=2))


def _hand_over(client_id: UUID, citizen_id: UUID, link_id: UUID, now: datetime) -> None:
    """A pass she bought there the day before, which waits for her."""
    actor = Actor.client(client_id, on_behalf_of=citizen_id, scopes=frozenset({Scope.METADATA.value}))
    day = civil_date(now) - timedelta(days=1)
    bought = Invoice(
        number=f"CV-{day:%Y%m%d}-318",
        bought_on=day,
        seller=Seller("Tilleul Mobilités", address=Address("3 rue du Tilleul", "38950", "Valmont-sur-Isère")),
        customer=Customer("Samira", "Haddad", reference="20814"),
        products=(
            Product(
                "Abonnement annuel bus et tram",
                1,
                Cents(26_400),
                vat=1_000,
                without_tax=Cents(24_000),
                valid_from=day,
                valid_to=add_months(day, 12) - timedelta(days=1),
            ),
            Product("Carte sans contact", 1, Cents(500)),
        ),
        total=Cents(26_900),
    )
    handing.hand_over(actor, link_id, aid="", invoices=[bought], key="demonstration", now=now)
