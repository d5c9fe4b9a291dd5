"""Once in so many months: what is asked of the person where no data tells, until some does."""

from __future__ import annotations

from mob.catalogue.types import FieldContent, FieldKind, Frequency, FrequencyUnit, Words

RECEIVED = "demande . déjà reçue"
_WORDS = {
    FrequencyUnit.HOUSEHOLD: Words(
        "Votre foyer a-t-il déjà reçu cette aide depuis {months} mois ?",
        "Has your household already received this aid in the last {months} months?",
    ),
    FrequencyUnit.VEHICLE: Words(
        "Cette aide a-t-elle déjà été donnée pour ce véhicule depuis {months} mois ?",
        "Has this aid already been given for this vehicle in the last {months} months?",
    ),
}


def questions(frequency: Frequency | None) -> tuple[FieldContent, ...]:
    """The declaration asked for a household or a vehicle. Nothing for a person: her files here tell."""
    if frequency is None or frequency.per not in _WORDS:
        return ()
    words = _WORDS[frequency.per]
    label = Words(words.fr.format(months=frequency.months), words.en.format(months=frequency.months))
    return (FieldContent("fait-deja-recue", FieldKind.YES_NO, label, fact=RECEIVED),)
