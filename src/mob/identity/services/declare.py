"""What a person says of herself, and what somebody entitled certifies of her."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from mob.geography import selectors as geography
from mob.identity.births import check_birth_date
from mob.identity.events import ClaimsCertified, ClaimsDeclared
from mob.identity.models import IdentityClaim, Profile, User
from mob.identity.names import check_name
from mob.identity.permissions import check_is_system, subject
from mob.identity.phones import check_phone
from mob.identity.postal import check_postal
from mob.identity.rules import check_email
from mob.identity.selectors import profile_of
from mob.identity.types import CivilDetail, Claim, ClaimName, ClaimSource, Occupation, ProfileField, ProfileView
from mob.journal import services as journal
from mob.kernel.actor import Actor, ActorKind
from mob.kernel.clock import civil_date
from mob.kernel.errors import Forbidden, Invalid, InvalidMany

_CLAIMS = frozenset(ClaimName)
_REACH = frozenset({ProfileField.PHONE, ProfileField.CONTACT_EMAIL, ProfileField.POSTAL_ADDRESS})


def declare(actor: Actor, *, answers: Mapping[ProfileField, str], now: datetime) -> ProfileView:
    """Store what the person typed, field by field; empty text takes an answer back; fields not given stay.

    Dates are ISO 8601. The source is always `declared`, and a certified claim is never overwritten. Raises
    `InvalidMany` with one `Invalid` a field, whose pointer is the field's name; nothing is stored then.
    """
    _check_reach(actor, answers)
    declare_of(actor, subject(actor), answers=answers, now=now)
    return profile_of(actor, subject(actor))


def declare_of(actor: Actor, user_id: UUID, *, answers: Mapping[ProfileField, str], now: datetime) -> None:
    """The same of somebody else, for use cases of this context that have checked the right to it."""
    before = profile_of(Actor.system(), user_id)
    values = _checked(before, answers, now=now)
    changed = {field: value for field, value in values.items() if value != _known(before, field)}
    if not changed:
        return
    with transaction.atomic():
        User.objects.select_for_update().get(id=before.user_id)
        _store(before.user_id, changed, now=now)
        fact = ClaimsDeclared(tuple(sorted(changed)))
        journal.append(actor, stream=f"account:{before.user_id}", events=[fact], now=now)


def _check_reach(actor: Actor, answers: Mapping[ProfileField, str]) -> None:
    """Who acts for somebody says what an application asks, and leaves alone how she is reached: it may open an account."""
    if actor.is_in_place and _REACH & answers.keys():
        raise Forbidden("mandate_does_not_let" if actor.kind is ActorKind.HELPER else "assisted_closed")


def certify(
    actor: Actor,
    *,
    user_id: UUID,
    source: ClaimSource,
    claims: Mapping[ClaimName | CivilDetail, str],
    level: str = "",
    now: datetime,
) -> None:
    """Record what an identity provider vouches for. Only the system calls it, with what the provider signed."""
    check_is_system(actor)
    if source is ClaimSource.DECLARED:
        raise ValueError("a declared claim is not certified")
    with transaction.atomic():
        for name, value in claims.items():
            row = {"value": value, "source": source.value, "certified_at": now, "level": level}
            IdentityClaim.objects.update_or_create(user_id=user_id, name=name.value, defaults=row)
        fact = ClaimsCertified(tuple(sorted(claims)), source.value)
        journal.append(actor, stream=f"account:{user_id}", events=[fact], now=now)


def _checked(before: ProfileView, answers: Mapping[ProfileField, str], *, now: datetime) -> dict[ProfileField, str]:
    values: dict[ProfileField, str] = {}
    errors: list[Invalid] = []
    for field, typed in answers.items():
        try:
            values[field] = _check(before, field, typed.strip(), now=now)
        except Invalid as error:
            errors.append(error)
    if not errors:
        errors = _check_place(before, values)
    if errors:
        raise InvalidMany(errors)
    return values


def _check(before: ProfileView, field: ProfileField, typed: str, *, now: datetime) -> str:
    """The value as stored. A certified claim may only be repeated."""
    value = _CHECKS[field](typed, now) if typed else ""
    claim = before.claims.get(ClaimName(field.value)) if field.value in _CLAIMS else None
    if claim is not None and claim.is_certified and value != claim.value:
        raise Invalid("claim_is_certified", field.value)
    return value


def _check_commune(typed: str, now: datetime) -> str:
    if geography.commune(typed) is None:
        raise Invalid("commune_unknown", "commune")
    return typed


def _check_postcode(typed: str, now: datetime) -> str:
    if not (len(typed) == 5 and typed.isascii() and typed.isdecimal()):
        raise Invalid("postcode_format", "postcode")
    return typed


def _check_contact(typed: str) -> str:
    try:
        return check_email(typed)
    except Invalid as error:
        raise Invalid(error.code, ProfileField.CONTACT_EMAIL.value) from error


def _check_occupation(typed: str, now: datetime) -> str:
    if typed not in frozenset(Occupation):
        raise Invalid("occupation_unknown", "occupation")
    return typed


def _name_check(field: ProfileField) -> Callable[[str, datetime], str]:
    return lambda typed, _now: check_name(typed, field.value)


_CHECKS: Mapping[ProfileField, Callable[[str, datetime], str]] = {
    ProfileField.FIRST_NAME: _name_check(ProfileField.FIRST_NAME),
    ProfileField.BIRTH_NAME: _name_check(ProfileField.BIRTH_NAME),
    ProfileField.USUAL_NAME: _name_check(ProfileField.USUAL_NAME),
    ProfileField.BIRTH_DATE: lambda typed, now: check_birth_date(typed, today=civil_date(now)).isoformat(),
    ProfileField.COMMUNE: _check_commune,
    ProfileField.POSTCODE: _check_postcode,
    ProfileField.OCCUPATION: _check_occupation,
    ProfileField.PHONE: lambda typed, _now: check_phone(typed),
    ProfileField.CONTACT_EMAIL: lambda typed, _now: _check_contact(typed),
    ProfileField.POSTAL_ADDRESS: lambda typed, _now: check_postal(typed),
}


def _check_place(before: ProfileView, values: dict[ProfileField, str]) -> list[Invalid]:
    """A postcode must be one of its commune's. A commune with a single one fills it in; a new commune drops the old."""
    if ProfileField.COMMUNE not in values and ProfileField.POSTCODE not in values:
        return []
    code = values.get(ProfileField.COMMUNE, before.commune or "")
    place = geography.commune(code) if code else None
    if place is None:
        return []
    postcode = values.get(ProfileField.POSTCODE, "" if ProfileField.COMMUNE in values else before.postcode or "")
    if postcode and postcode not in place.postcodes:
        return [Invalid("postcode_elsewhere", ProfileField.POSTCODE.value)]
    if not postcode:
        kept = before.postcode if before.postcode in place.postcodes else None
        values[ProfileField.POSTCODE] = kept or (place.postcodes[0] if len(place.postcodes) == 1 else "")
    return []


def _known(view: ProfileView, field: ProfileField) -> str:
    if field.value in _CLAIMS:
        return view.value(ClaimName(field.value)) or ""
    return str(getattr(view, field.value) or "")


def _store(user_id: UUID, changed: Mapping[ProfileField, str], *, now: datetime) -> None:
    for field in changed.keys() & {ProfileField(name.value) for name in _CLAIMS}:
        _store_claim(user_id, ClaimName(field.value), changed[field])
    columns = {field.value: value for field, value in changed.items() if field.value not in _CLAIMS}
    if columns:
        Profile.objects.update_or_create(user_id=user_id, defaults={**columns, "updated_at": now})


def _store_claim(user_id: UUID, name: ClaimName, value: str) -> None:
    """Only ever the row that is declared: a certificate that arrived meanwhile wins."""
    rows = IdentityClaim.objects.filter(user_id=user_id, name=name.value)
    if not value:
        rows.filter(source=ClaimSource.DECLARED.value).delete()
    elif not rows.filter(source=ClaimSource.DECLARED.value).update(value=value) and not rows.exists():
        claim = Claim(value)
        IdentityClaim.objects.create(user_id=user_id, name=name.value, value=value, source=claim.source.value)
