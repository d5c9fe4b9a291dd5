"""Our own file: every aid whole, in both languages, with what it said before. See `docs/reference/aid-format.md`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from mob.catalogue.exchange import reading_rules
from mob.catalogue.exchange.cursor import Cursor
from mob.catalogue.exchange.types import AidRecord, FileFormat, FunderRecord, ReadFile, RefusedLine
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
    Problem,
    Processing,
    ProofContent,
    ProofType,
    PurchaseTiming,
    TerritoryCode,
)
from mob.directory.types import FunderKind
from mob.kernel.errors import Invalid
from mob.kernel.money import Cents

FORMAT = "mob-aids/1"
# What an aid inherits from the one it was, besides its texts and the dates and amount of that time.
_EARLIER = ("valid_from", "valid_to", "max_amount_cents", "source_url", "source_date")


def read(text: str, encoding: str) -> ReadFile:
    """Every aid of the file, or why it cannot be read. Raises Invalid when the file as a whole is not ours."""
    top = _top(text)
    funders = _funders(top)
    records: list[AidRecord] = []
    refused: list[RefusedLine] = []
    for number, value in enumerate(top.get("aids"), start=1):
        problems: list[Problem] = []
        record = _record(number, Cursor(value, "", problems), funders)
        if problems:
            refused.append(RefusedLine(number, record.key, record.title, tuple(problems)))
        else:
            records.append(record)
    return ReadFile(FileFormat.JSON, encoding, records, refused)


def _top(text: str) -> Cursor:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits is a bare ValueError
        place = error.lineno if isinstance(error, json.JSONDecodeError) else 1
        raise Invalid("aid_file_not_json", line=place) from error
    if not isinstance(value, dict) or value.get("format") != FORMAT or not isinstance(value.get("aids"), list):
        raise Invalid("aid_file_not_ours", format=FORMAT)
    return Cursor(value, "", [])


def _funders(top: Cursor) -> dict[str, FunderRecord]:
    found = [_funder(item) for item in top.items("funders")]
    if top.problems:
        raise Invalid("aid_file_funders", pointer=top.problems[0].pointer)
    return {funder.name: funder for funder in found}


def _funder(at: Cursor) -> FunderRecord:
    funder = FunderRecord(
        name=at.text("name", is_required=True),
        kind=at.choice("kind", FunderKind),
        siren=at.text("siren"),
        is_invented=at.boolean("is_invented", default=False),
        contact_address=at.text("contact_address"),
        contact_phone=at.text("contact_phone"),
        contact_hours=at.text("contact_hours"),
        contact_email=at.text("contact_email"),
    )
    at.close()
    return funder


def _record(number: int, at: Cursor, funders: dict[str, FunderRecord]) -> AidRecord:
    name = at.text("funder", is_required=True)
    if name and name not in funders:
        at.refuse("funder", "aid_funder_not_described", value=name[:80])
    content = _content(at)
    record = AidRecord(
        number=number,
        key=at.text("key", is_required=True)[:160],
        title=content.fr.title,
        digest=digest(at.value),
        funder=funders.get(name) or FunderRecord(name, FunderKind.TERRITORIAL),
        content=lambda _: content,
        slug=at.text("slug") or None,
        earlier=tuple(_earlier(item, at.value) for item in at.items("earlier")),
        is_draft=at.boolean("is_draft", default=False),
    )
    at.close()
    return record


def _earlier(at: Cursor, now: Any) -> AidContent:
    """An older content: the present one, with its own dates, amount and words."""
    own = {name: at.get(name) for name in (*_EARLIER, "texts")}
    at.close()
    kept = {name: value for name, value in now.items() if name not in ("earlier", *_EARLIER)}
    return _content(Cursor(kept | own, at.pointer, at.problems))


def _content(at: Cursor) -> AidContent:
    texts = at.at("texts")
    fr, en = _texts(texts.at("fr")), _texts(texts.at("en")) if "en" in texts.value else None
    texts.close()
    amount = at.whole("max_amount_cents")
    return AidContent(
        fr=fr,
        en=en,
        level=at.choice("level", Level),
        modes=at.choices("modes", Mode),
        audiences=at.choices("audiences", Audience, (Audience.EVERYONE,)),
        territories=tuple(_territory(item) for item in at.items("territories")),
        valid_from=at.day("valid_from"),
        valid_to=at.day("valid_to"),
        minimum_age=at.whole("minimum_age"),
        purchase=at.choice("purchase", PurchaseTiming, PurchaseTiming.NONE),
        invoice_days=at.whole("invoice_days"),
        processing=at.choice("processing", Processing, Processing.EXTERNAL),
        external_url=at.text("external_url"),
        max_amount=None if amount is None else Cents(amount),
        minors_represented=at.boolean("minors_represented", default=False),
        wants_courtesy_mails=at.boolean("wants_courtesy_mails", default=True),
        help_address=at.text("help_address"),
        help_phone=at.text("help_phone"),
        help_hours=at.text("help_hours"),
        source_url=at.text("source_url"),
        source_date=at.day("source_date"),
        verified_on=at.day("verified_on"),
        is_automatic=at.boolean("is_automatic", default=False),
        automatic_checks=at.choices("automatic_checks", AutomaticCheck, ()),
        fields=tuple(_field(item) for item in at.items("fields")),
        proofs=tuple(_proof(item) for item in at.items("proofs")),
        rules=reading_rules.read(at.at("rules")) if "rules" in at.value else None,
    )


def _texts(at: Cursor) -> AidTexts:
    names = ("title", "promise", "description", "conditions", "amount_text", "payment_terms")
    texts = AidTexts(*(at.text(name) for name in names))
    at.close()
    return texts


def _territory(at: Cursor) -> TerritoryCode:
    territory = TerritoryCode(at.text("kind", is_required=True), at.text("code", is_required=True))
    at.close()
    return territory


def _field(at: Cursor) -> FieldContent:
    field = FieldContent(
        code=at.text("code", is_required=True),
        kind=at.choice("kind", FieldKind),
        label=at.words("label"),
        hint=at.words("hint"),
        is_required=at.boolean("is_required", default=True),
        choices=tuple(_choice(item) for item in at.items("choices")),
        max_choices=at.whole("max_choices") or 1,
        fact=at.text("fact"),
    )
    at.close()
    return field


def _choice(at: Cursor) -> ChoiceContent:
    choice = ChoiceContent(at.text("code", is_required=True), at.words("label"))
    at.close()
    return choice


def _proof(at: Cursor) -> ProofContent:
    proof = ProofContent(
        code=at.text("code", is_required=True),
        proof_type=at.choice("type", ProofType),
        label=at.words("label"),
        hint=at.words("hint"),
        is_required=at.boolean("is_required", default=True),
        replaced_by=at.texts("replaced_by"),
    )
    at.close()
    return proof


def digest(value: Any) -> str:
    """SHA-256 of what a record says, whatever the order and the spacing of the file."""
    canonical = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode(errors="surrogatepass")).hexdigest()


def write(funders: Sequence[FunderRecord], aids: Sequence[dict[str, Any]], *, today: date, licence: str) -> str:
    """The text of a file, indented: it is meant to be read and compared."""
    top = {
        "format": FORMAT,
        "exported_on": today.isoformat(),
        "licence": licence,
        "funders": [_plain_funder(funder) for funder in funders],
        "aids": list(aids),
    }
    return json.dumps(top, ensure_ascii=False, indent=1) + "\n"


def _plain_funder(funder: FunderRecord) -> dict[str, Any]:
    plain = {name: getattr(funder, name) for name in FunderRecord.__slots__}
    return {name: value for name, value in plain.items() if value not in ("", False)}
