"""From the rows of a version to what its author wrote, in both languages. The other way is `services/storing.py`."""

from __future__ import annotations

from mob.catalogue import ruling
from mob.catalogue.models import AidField, AidProof, AidText, AidVersion
from mob.catalogue.types import (
    AidContent,
    AidTexts,
    Audience,
    AutomaticCheck,
    ChoiceContent,
    FieldContent,
    FieldKind,
    Level,
    Mode,
    Processing,
    ProofContent,
    ProofType,
    PurchaseTiming,
    TerritoryCode,
    Words,
)
from mob.kernel.money import Cents


def content_of(row: AidVersion) -> AidContent:
    """All that the version says. Its parts are read with it when prefetched."""
    texts = {text.language: _texts(text) for text in row.texts.all()}
    return AidContent(
        fr=texts.get("fr", AidTexts()),
        en=texts.get("en"),
        level=Level(row.level),
        modes=tuple(Mode(mode) for mode in row.modes),
        audiences=tuple(Audience(audience) for audience in row.audiences),
        territories=tuple(TerritoryCode(t.kind, t.code) for t in row.territories.all()),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        minimum_age=row.minimum_age,
        purchase=PurchaseTiming(row.purchase),
        invoice_days=row.invoice_days,
        processing=Processing(row.processing),
        external_url=row.external_url,
        max_amount=None if row.max_amount_cents is None else Cents(row.max_amount_cents),
        minors_represented=row.minors_represented,
        wants_courtesy_mails=row.wants_courtesy_mails,
        help_address=row.help_address,
        help_phone=row.help_phone,
        help_hours=row.help_hours,
        source_url=row.source_url,
        source_date=row.source_date,
        verified_on=row.verified_on,
        is_automatic=row.is_automatic,
        automatic_checks=tuple(AutomaticCheck(code) for code in row.automatic_checks),
        fields=tuple(_field(field) for field in row.fields.all()),
        proofs=tuple(_proof(proof) for proof in row.proofs.all()),
        rules=ruling.rules_of(row),
    )


def _texts(row: AidText) -> AidTexts:
    return AidTexts(row.title, row.promise, row.description, row.conditions, row.amount_text, row.payment_terms)


def _field(row: AidField) -> FieldContent:
    return FieldContent(
        code=row.code,
        kind=FieldKind(row.kind),
        label=Words(row.label_fr, row.label_en),
        hint=Words(row.hint_fr, row.hint_en),
        is_required=row.is_required,
        choices=tuple(ChoiceContent(c["code"], Words(c["fr"], c.get("en", ""))) for c in row.choices),
        max_choices=row.max_choices,
        fact=row.fact,
    )


def _proof(row: AidProof) -> ProofContent:
    return ProofContent(
        code=row.code,
        proof_type=ProofType(row.proof_type),
        label=Words(row.label_fr, row.label_en),
        hint=Words(row.hint_fr, row.hint_en),
        is_required=row.is_required,
        replaced_by=tuple(row.replaced_by),
    )
