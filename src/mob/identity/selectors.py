"""Reading accounts: profile, address, language, protection. Edges and other contexts read accounts here alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings

from mob.identity import federation_rules, postal
from mob.identity.accessibility import sealing
from mob.identity.accessibility.profile import AccessibilityProfile
from mob.identity.federation_types import LinkedIdentity
from mob.identity.models import AccessibilityNeeds, ExternalIdentity, IdentityClaim, Profile, Receipt, User
from mob.identity.permissions import check_may_read, is_helped, person
from mob.identity.rules import check_email, email_key
from mob.identity.types import (
    CivilDetail,
    Claim,
    ClaimName,
    ClaimSource,
    Occupation,
    Passkey,
    ProfileView,
    Reach,
    ReceiptKind,
    ReceiptView,
    SecondFactor,
    SecurityView,
)
from mob.kernel.actor import Actor
from mob.kernel.errors import Invalid, NotFound, Unavailable

_NAMES, _DETAILS = frozenset(ClaimName), frozenset(CivilDetail)
_FACTORS = (SecondFactor.TOTP.value, SecondFactor.PASSKEY.value)


def profile_of(actor: Actor, user_id: UUID) -> ProfileView:
    """What is known of a person. Raises NotFound unless she asks herself, or the system does.

    Who acts for her reads what an application is made of: neither her addresses nor her telephone.
    """
    check_may_read(actor, user_id)
    is_own = not is_helped(actor, user_id)
    try:
        user = User.objects.select_related("profile").prefetch_related("claims").get(id=user_id)
    except User.DoesNotExist:
        raise NotFound("profile_not_yours") from None
    profile = getattr(user, "profile", None) or Profile()
    return ProfileView(
        user_id=user.id,
        email=user.email if is_own else "",
        language=user.language,
        claims={ClaimName(row.name): _claim(row) for row in user.claims.all() if row.name in _NAMES},
        civil={CivilDetail(row.name): _claim(row) for row in user.claims.all() if row.name in _DETAILS},
        commune=profile.commune or None,
        postcode=profile.postcode or None,
        occupation=Occupation(profile.occupation) if profile.occupation else None,
        phone=(profile.phone or None) if is_own else None,
        courtesy_mails=user.courtesy_mails,
        contact_email=(profile.contact_email or None) if is_own else None,
        postal_address=(profile.postal_address or None) if is_own else None,
        is_test=user.test_of is not None,
    )


def is_made_up(user_id: UUID) -> bool:
    """Whether an account is a test person of a partner: nobody is behind it."""
    return User.objects.filter(id=user_id, test_of__isnull=False).exists()


def own_profile(actor: Actor) -> ProfileView:
    """What is known of the person who asks. Raises Forbidden for nobody."""
    return profile_of(actor, person(actor))


def accessibility_of(actor: Actor) -> AccessibilityProfile | None:
    """What the person who asks said she needs in order to travel. None: she did not agree to have it kept.

    Raises Forbidden for nobody, Unavailable("accessibility_sealed") when the installation's secret has changed.
    """
    return accessibility_share(person(actor))


def accessibility_share(user_id: UUID) -> AccessibilityProfile | None:
    """The same for her own export. The caller has checked the right to read it."""
    row = AccessibilityNeeds.objects.filter(user_id=user_id).first()
    if row is None:
        return None
    try:
        return sealing.unseal(bytes(row.sealed), user_id, secret=settings.SECRET_KEY)
    except sealing.BrokenSealError as error:
        raise Unavailable("accessibility_sealed") from error


def is_one_person(source: UUID, target: UUID) -> bool:
    """Whether two accounts bear one certified identity, once the first is brought into the second. For contexts above."""
    system = Actor.system()
    return federation_rules.is_one_person(profile_of(system, source).claims, profile_of(system, target).claims)


def _claim(row: IdentityClaim) -> Claim:
    return Claim(row.value, ClaimSource(row.source), row.certified_at, row.level)


def email_of(user_id: UUID) -> str | None:
    """The address this person signs in with; empty when she has none. None once the account is deleted.

    For mailers: no page shows it. Where to write to her is `reach_of`.
    """
    return User.objects.filter(id=user_id, deleted_at__isnull=True).values_list("email", flat=True).first()


def reach_of(user_id: UUID) -> Reach | None:
    """How to write to this person: by mail, or on paper. None once the account is deleted. For mails and letters."""
    if not User.objects.filter(id=user_id, deleted_at__isnull=True).exists():
        return None
    return postal.reach(profile_of(Actor.system(), user_id))


def has_login(user_id: UUID) -> bool:
    """Whether somebody can sign in to this account: one opened at a counter has no address until it is claimed.

    A provider above us is a way in too, for who has no address.
    """
    user = User.objects.filter(id=user_id, deleted_at__isnull=True).values_list("email_key", flat=True).first()
    return (
        user is not None
        or ExternalIdentity.objects.filter(user__id=user_id, ended_at=None, user__is_active=True).exists()
    )


def born_on(user_ids: Iterable[UUID], day: date) -> list[UUID]:
    """Those of these people who were born that day. For contexts above, which look among people the asker may see."""
    rows = IdentityClaim.objects.filter(user_id__in=list(user_ids), name=ClaimName.BIRTH_DATE.value)
    return list(rows.filter(value=day.isoformat()).values_list("user_id", flat=True))


def language_of(user_id: UUID) -> str:
    """`fr` or `en`: the language this person is written to in."""
    return User.objects.filter(id=user_id).values_list("language", flat=True).first() or "fr"


def wants_courtesy_mails(user_id: UUID) -> bool:
    """Whether mails that nothing depends on may be sent. Decisions, due dates and security notices never ask."""
    return User.objects.filter(id=user_id, courtesy_mails=True, deleted_at__isnull=True).exists()


def user_by_email(email: str) -> UUID | None:
    """The live account of an address, however it is spelt. None when there is none or it is no address."""
    try:
        key = email_key(check_email(email))
    except Invalid:
        return None
    return User.objects.filter(email_key=key, is_active=True).values_list("id", flat=True).first()


def has_second_factor(user_id: UUID) -> bool:
    """Whether signing in asks this person for more than her mailbox or her password."""
    found: bool = Authenticator.objects.filter(user_id=user_id, type__in=_FACTORS).exists()
    return found


def security_of(actor: Actor) -> SecurityView:
    """How the actor's own account is protected."""
    user = User.objects.get(id=person(actor))
    rows = list(Authenticator.objects.filter(user_id=user.id).order_by("id"))
    codes = next((row for row in rows if row.type == SecondFactor.RECOVERY_CODES), None)
    return SecurityView(
        has_password=user.has_usable_password(),
        has_totp=any(row.type == SecondFactor.TOTP for row in rows),
        passkeys=tuple(_passkey(row) for row in rows if row.type == SecondFactor.PASSKEY),
        recovery_codes_left=len(codes.wrap().get_unused_codes()) if codes else None,
    )


def passkey_of(actor: Actor, passkey_id: int) -> Passkey:
    """One passkey of the actor's own. Raises NotFound."""
    found = next((each for each in security_of(actor).passkeys if each.id == passkey_id), None)
    if found is None:
        raise NotFound("second_factor_unknown")
    return found


def _passkey(row: Authenticator) -> Passkey:
    return Passkey(row.pk, str(row.data.get("name", "")), row.created_at, row.last_used_at)


def receipts_of(actor: Actor) -> list[ReceiptView]:
    """The actor's own receipts, newest first."""
    rows = Receipt.objects.filter(user_id=actor.id).order_by("-given_at", "-id") if actor.id else []
    return [
        ReceiptView(ReceiptKind(row.kind), row.text, row.digest, row.given_at, row.withdrawn_at, row.keep_until)
        for row in rows
    ]


def identities_of(actor: Actor) -> list[LinkedIdentity]:
    """Providers through which the actor may come in, oldest first."""
    rows = ExternalIdentity.objects.filter(user_id=person(actor), ended_at=None).order_by("linked_at", "id")
    return [LinkedIdentity(row.id, row.provider_key, row.acr, row.linked_at, row.last_at) for row in rows]


def account_of_identity(issuer: str, subject: str) -> UUID | None:
    """The account linked to this identity. For who just proved it: no page tells it to anybody else."""
    rows = ExternalIdentity.objects.filter(issuer=issuer, subject=subject, ended_at=None)
    return rows.values_list("user_id", flat=True).first()
