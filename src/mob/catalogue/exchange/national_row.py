"""One row of the national file to a content and back. What the 19 columns cannot say is kept from the content known."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from django.utils.text import slugify

from mob.catalogue.exchange import places
from mob.catalogue.exchange.types import FunderRecord, LineError
from mob.catalogue.rules import MAX_PROOFS, TEXT_LIMITS, is_web_address
from mob.catalogue.search.analyser import fold
from mob.catalogue.types import (
    AidContent,
    AidTexts,
    Level,
    Mode,
    Problem,
    Processing,
    ProofContent,
    ProofType,
    Words,
)
from mob.directory.types import FunderKind
from mob.kernel.money import format_euros

Row = dict[str, str]

_KINDS = {
    "aidenationale": FunderKind.NATIONAL,
    "national": FunderKind.NATIONAL,
    "administration nationale": FunderKind.NATIONAL,
    "etat": FunderKind.NATIONAL,
    "aideemployeur": FunderKind.EMPLOYER,
    "employeur": FunderKind.EMPLOYER,
    "entreprise": FunderKind.EMPLOYER,
    "aideterritoire": FunderKind.TERRITORIAL,
    "territoire": FunderKind.TERRITORIAL,
    "collectivite": FunderKind.TERRITORIAL,
    "collectivite territoriale": FunderKind.TERRITORIAL,
}
_KIND_WORDS = {
    FunderKind.NATIONAL: "AideNationale",
    FunderKind.TERRITORIAL: "AideTerritoire",
    FunderKind.EMPLOYER: "AideEmployeur",
}
# The words of the schema first: they are the ones written.
_MODES = {
    "transportscommun": Mode.PUBLIC_TRANSPORT,
    "velo": Mode.BICYCLE,
    "voiture": Mode.CAR,
    "libreservice": Mode.SELF_SERVICE,
    "electrique": Mode.ELECTRIC,
    "autopartage": Mode.CAR_SHARING,
    "covoiturage": Mode.CARPOOLING,
    "transports en commun": Mode.PUBLIC_TRANSPORT,
    "transport en commun": Mode.PUBLIC_TRANSPORT,
    "vae": Mode.BICYCLE,
    "velo cargo": Mode.BICYCLE,
    "velo adapte": Mode.BICYCLE,
    "velo electrique": Mode.BICYCLE,
    "libre-service": Mode.SELF_SERVICE,
    "trottinette": Mode.SELF_SERVICE,
    "vehicule electrique": Mode.ELECTRIC,
}
_MODE_WORDS = {
    Mode.PUBLIC_TRANSPORT: "transportsCommun",
    Mode.BICYCLE: "velo",
    Mode.CAR: "voiture",
    Mode.SELF_SERVICE: "libreService",
    Mode.ELECTRIC: "electrique",
    Mode.CAR_SHARING: "autopartage",
    Mode.CARPOOLING: "covoiturage",
}
_PROOF_WORDS = (
    ("identite", ProofType.IDENTITY),
    ("domicile", ProofType.RESIDENCE),
    ("imp", ProofType.TAX_NOTICE),
    ("devis", ProofType.QUOTE),
    ("facture", ProofType.INVOICE),
    ("abonnement", ProofType.SEASON_TICKET),
    ("employeur", ProofType.EMPLOYER_CERTIFICATE),
    ("scolarite", ProofType.SCHOOL_CERTIFICATE),
    ("handicap", ProofType.DISABILITY_CARD),
    ("grise", ProofType.VEHICLE_REGISTRATION),
)
_PHONE = re.compile(r"(?:\+33|0)\s?[1-9](?:[ .\u00a0]?[0-9]{2}){4}")


def funder_of(row: Row) -> FunderRecord:
    """The funder a row names. Raises LineError when its type is none we know."""
    kind = _KINDS.get(fold(row["type_financeur"]).strip())
    if kind is None:
        raise LineError([Problem("aid_csv_funder_type", "type_financeur", (("value", row["type_financeur"][:60]),))])
    return FunderRecord(row["financeur"][:160], kind, contact_phone=_phone(row.get("contact", "")))


def reader_of(row: Row) -> Callable[[AidContent | None], AidContent]:
    """The content the row gives, from the one already kept. Raises LineError with every reason at once."""
    problems: list[Problem] = []
    modes = _modes(row.get("mode_transport", ""), problems)
    until = _day(row.get("date_fin_validite", ""), problems)
    kind = funder_of(row).kind
    where = places.read(row.get("territoire_insee", ""), row.get("territoire", ""), kind, problems)
    if problems:
        raise LineError(problems)

    def read(base: AidContent | None) -> AidContent:
        kept = base or AidContent(fr=AidTexts(), processing=Processing.EXTERNAL)
        level = base.level if base and base.territories == where else places.level_of(where, kind)
        content = replace(kept, modes=modes, valid_to=until, territories=where, level=level)
        content = replace(content, fr=_texts(row, kept), proofs=_proofs(row, kept))
        return _asked(row, _helped(row, content))

    return read


def _modes(cell: str, problems: list[Problem]) -> tuple[Mode, ...]:
    found: list[Mode] = []
    for word in _list(cell):
        mode = _MODES.get(fold(word).strip())
        if mode is None:
            problems.append(Problem("aid_csv_mode", "mode_transport", (("value", word[:40]),)))
        elif mode not in found:
            found.append(mode)
    return tuple(found)


def _list(cell: str) -> list[str]:
    """A cell that holds several values: a JSON list, a list in simple quotes, or values between semicolons."""
    if cell.startswith("["):
        try:
            return [str(item).strip() for item in json.loads(cell) if str(item).strip()]
        except (ValueError, RecursionError):
            return [
                item.strip() for item in re.findall(r"'([^']*)'|\"([^\"]*)\"", cell) for item in item if item.strip()
            ]
    return [item.strip() for item in re.split(r"[;,\n]", cell) if item.strip()]


def _day(cell: str, problems: list[Problem]) -> date | None:
    if not cell:
        return None
    for shape in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(cell[:10], shape).date()  # noqa: DTZ007
        except ValueError:
            continue
    problems.append(Problem("aid_csv_date", "date_fin_validite", (("value", cell[:40]),)))
    return None


def _texts(row: Row, kept: AidContent) -> AidTexts:
    promise, description = _promised(row["description"], row.get("info", ""))
    terms, amount = row.get("modalite_versement", ""), row.get("montant", "")
    if amount == _amount_words(kept):
        amount = kept.fr.amount_text
    elif len(amount) > TEXT_LIMITS["amount_text"]:
        terms = f"{amount}\n\n{terms}".strip()
        amount = row.get("montant_minimum") or _cut(amount, TEXT_LIMITS["amount_text"])
    duration = row.get("duree_validite", "")
    conditions = [row.get("condition_obtention", ""), f"Durée de validité : {duration}" if duration else ""]
    return AidTexts(
        title=_cut(row["nom"], TEXT_LIMITS["title"]),
        promise=promise,
        description=description,
        conditions="\n\n".join(part for part in conditions if part),
        amount_text=_cut(amount, TEXT_LIMITS["amount_text"]),
        payment_terms=terms,
    )


def _promised(text: str, more: str) -> tuple[str, str]:
    """The first paragraph is the promise when short enough; else its beginning, and all of it is the description."""
    first, _, rest = text.partition("\n\n")
    limit = TEXT_LIMITS["promise"]
    promise = re.sub(r"[ \t\n]+", " ", first).strip()
    description = rest if len(promise) <= limit else text
    return _cut(promise, limit), "\n\n".join(part.strip() for part in (description, more) if part.strip())


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0] + "…"


def _proofs(row: Row, kept: AidContent) -> tuple[ProofContent, ...]:
    labels = _list(row.get("justificatifs", ""))
    if labels == [proof.label.fr for proof in kept.proofs]:
        return kept.proofs
    return tuple(_proof(index, label) for index, label in enumerate(labels[:MAX_PROOFS], start=1))


def _proof(index: int, label: str) -> ProofContent:
    folded = fold(label)
    kind = next((kind for word, kind in _PROOF_WORDS if word in folded), ProofType.OTHER)
    short = _cut(label, 160)
    return ProofContent(
        code=f"{slugify(label)[:40].strip('-') or 'piece'}-{index}",
        proof_type=kind,
        label=Words(short),
        hint=Words(_cut(label, 300) if short != label else ""),
    )


def _helped(row: Row, content: AidContent) -> AidContent:
    contact = row.get("contact", "")
    if not contact or contact == _contact(content):
        return content
    phone = _phone(contact)
    return replace(
        content, help_phone=phone, help_address=_cut(contact, 500) if contact != phone else "", help_hours=""
    )


def _phone(text: str) -> str:
    found = _PHONE.search(text)
    return found[0] if found else ""


def _contact(content: AidContent) -> str:
    return "\n".join(part for part in (content.help_address, content.help_phone, content.help_hours) if part)


def _asked(row: Row, content: AidContent) -> AidContent:
    """Where it is asked for: the link given, else the page it was read on."""
    link, source = row.get("lien_souscription", ""), row.get("source", "")
    if source and is_web_address(source):
        content = replace(content, source_url=source)
    is_here = row.get("souscription_ici", "").casefold() in ("true", "vrai", "1", "oui")
    if is_here or (content.processing is Processing.HERE and link.endswith(f"/aides/{row['id']}")):
        return replace(content, processing=Processing.HERE, external_url="")
    address = next((each for each in (link, source) if is_web_address(each)), "")
    return replace(content, processing=Processing.EXTERNAL, external_url=address)


def row_of(content: AidContent, *, slug: str, funder: str, here: str) -> Row:
    """The 19 columns of an aid. `here`: its page on this site, where one applies when it is processed here."""
    text = content.fr
    is_here = content.processing is Processing.HERE
    return {
        "id": slug,
        "nom": text.title,
        "description": "\n\n".join(part for part in (text.promise, text.description) if part),
        "territoire": ", ".join(places.names_of(content.territories)),
        "territoire_insee": ", ".join(territory.code for territory in content.territories),
        "type_financeur": _KIND_WORDS[_kind_of(content.level)],
        "financeur": funder,
        "condition_obtention": text.conditions,
        "modalite_versement": text.payment_terms,
        "montant": _amount_words(content),
        "mode_transport": json.dumps([_MODE_WORDS[mode] for mode in content.modes]),
        "justificatifs": json.dumps([proof.label.fr for proof in content.proofs], ensure_ascii=False),
        "contact": _contact(content),
        "date_fin_validite": content.valid_to.isoformat() if content.valid_to else "",
        "lien_souscription": here if is_here else content.external_url,
        "source": content.source_url,
    }


def _amount_words(content: AidContent) -> str:
    if content.fr.amount_text or content.max_amount is None:
        return content.fr.amount_text
    return f"jusqu’à {format_euros(content.max_amount)}"


def _kind_of(level: Level) -> FunderKind:
    kinds = {Level.NATIONAL: FunderKind.NATIONAL, Level.EMPLOYER: FunderKind.EMPLOYER}
    return kinds.get(level, FunderKind.TERRITORIAL)
