"""A small world for tests: people, a funder with staff and a key, an aid that can be applied for."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import rsa
from joserfc.jwk import RSAKey

from mob.catalogue.models import Aid, AidField, AidProof, AidRules, AidTerritory, AidText, AidVersion
from mob.directory.models import Community, Delegation, Funder, FunderKey, Membership
from mob.directory.rules import PROCESSING_ROLES
from mob.directory.types import FunderKind, KeyState
from mob.identity.models import User
from mob.kernel.actor import Actor, ActorKind, Role

NOW = datetime(2026, 3, 11, 9, 20, tzinfo=UTC)
_count = itertools.count(1)


@cache
def key_pair(name: str) -> tuple[dict[str, str], dict[str, str]]:
    """A public and a private JWK, made once a run. `name` tells pairs apart."""
    key = RSAKey.import_key(rsa.generate_private_key(65537, 3072))
    kid = key.thumbprint()
    public = {k: str(v) for k, v in key.as_dict(private=False).items()} | {"kid": kid}
    private = {k: str(v) for k, v in key.as_dict(private=True).items()} | {"kid": kid}
    return public, private


class World:
    """Each method makes one thing and returns it; names are invented."""

    now = NOW

    def person(self, email: str | None = None, **fields: Any) -> User:
        return User.objects.create_user(email or f"personne{next(_count)}@exemple.fr", **fields)

    def citizen(self, user: User | None = None) -> Actor:
        return Actor.citizen((user or self.person()).id)

    def funder(self, name: str | None = None, *, kind: FunderKind = FunderKind.TERRITORIAL, key: bool = True) -> Funder:
        number = next(_count)
        funder = Funder.objects.create(
            slug=f"financeur-{number}",
            name=name or f"Métropole inventée {number}",
            kind=kind.value,
            siren="200000000",
            is_invented=True,
            contact_address="1 place du Marché\n38950 Valmont-sur-Isère",
            contact_phone="04 00 00 00 00",
            contact_hours="du lundi au vendredi, 9 h à 17 h",
            created_at=NOW,
        )
        if key:
            self.key(funder)
        return funder

    def key(self, funder: Funder) -> FunderKey:
        number = next(_count)
        main, _ = key_pair("main")
        recovery, _ = key_pair("recovery")
        return FunderKey.objects.create(
            funder=funder,
            kid=main["kid"] if not FunderKey.objects.filter(kid=main["kid"]).exists() else f"{main['kid']}-{number}",
            public_jwk=main,
            recovery_kid=recovery["kid"],
            recovery_jwk=recovery,
            state=KeyState.ACTIVE.value,
            created_at=NOW,
            activated_at=NOW,
        )

    def community(self, funder: Funder, name: str | None = None) -> Community:
        return Community.objects.create(funder=funder, name=name or f"Communauté {next(_count)}")

    def staff(
        self,
        funder: Funder,
        role: Role = Role.CASE_MANAGER,
        *,
        user: User | None = None,
        first_name: str = "Julien",
        last_name: str = "Roche",
        decides: bool = True,
    ) -> Actor:
        """A member of the funder's staff. `decides`: who processes files holds a delegation for every aid, no ceiling."""
        user = user or self.person()
        Membership.objects.create(
            user=user,
            funder=funder,
            role=role.value,
            first_name=first_name,
            last_name=last_name,
            capacity="Chargé d’instruction",
            service="Mobilités",
            sees_all_communities=True,
            created_at=NOW,
        )
        if decides and role in PROCESSING_ROLES:
            self.delegation(funder, user.id)
        return Actor(ActorKind.STAFF, id=user.id, funder_id=funder.id, roles=frozenset({role}))

    def delegation(self, funder: Funder, holder_id: UUID, **given: Any) -> Delegation:
        """A delegation of signature for every aid, without a ceiling or an end unless told otherwise."""
        usual = {"number": f"2026-{next(_count)}", "signed_on": date(2026, 1, 2), "created_at": NOW}
        return Delegation.objects.create(funder=funder, holder_id=holder_id, **(usual | given))

    def aid(
        self,
        funder: Funder | None = None,
        *,
        slug: str | None = None,
        fields: list[dict[str, Any]] | None = None,
        proofs: list[dict[str, Any]] | None = None,
        communes: tuple[str, ...] = ("99V01",),
        rules: str = "",
        **version: Any,
    ) -> Aid:
        """A published aid with one question and one paper unless told otherwise. `rules`: a text, with one example."""
        funder = funder or self.funder()
        slug = slug or f"prime-velo-{next(_count)}"
        aid = Aid.objects.create(
            slug=slug, funder=funder, state="published", created_at=NOW, updated_at=NOW, import_key=slug
        )
        row = AidVersion.objects.create(aid=aid, number=1, published_at=NOW, created_at=NOW, **self._content(version))
        AidText.objects.create(
            version=row,
            language="fr",
            title="Prime vélo à assistance électrique",
            promise="La métropole vous rembourse une partie de votre vélo.",
            amount_text="jusqu’à 500 €",
        )
        for code in communes:
            AidTerritory.objects.create(version=row, kind="commune", code=code)
        self._parts(row, fields, proofs)
        if rules:
            example = {"name": "Une personne", "answers": {}, "outcome": "eligible"}
            AidRules.objects.create(version=row, target="aide", text=rules, examples=[example])
        aid.current = row
        aid.save(update_fields=["current"])
        return aid

    def _content(self, given: dict[str, Any]) -> dict[str, Any]:
        usual: dict[str, Any] = {
            "level": "epci",
            "modes": ["bicycle"],
            "audiences": ["everyone"],
            "valid_from": date(2026, 1, 1),
            "valid_to": date(2026, 12, 31),
            "max_amount_cents": 50_000,
            "help_address": "1 place du Marché",
            "help_phone": "04 00 00 00 00",
        }
        return usual | given

    def _parts(self, row: AidVersion, fields: list[dict[str, Any]] | None, proofs: list[dict[str, Any]] | None) -> None:
        usual_fields = [{"code": "prix", "kind": "number", "label_fr": "Prix du vélo"}]
        usual_proofs = [{"code": "devis", "proof_type": "quote", "label_fr": "Devis du vélo"}]
        for position, field in enumerate(usual_fields if fields is None else fields, 1):
            AidField.objects.create(version=row, position=position, **field)
        for position, proof in enumerate(usual_proofs if proofs is None else proofs, 1):
            AidProof.objects.create(version=row, position=position, **proof)

    def later(self, **span: float) -> datetime:
        return NOW + timedelta(**span)

    def actor_of(self, user_id: UUID) -> Actor:
        return Actor.citizen(user_id)
