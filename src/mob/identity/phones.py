"""Pure rules of telephone numbers: what people type in France becomes E.164, and back."""

from __future__ import annotations

import re

from mob.kernel.errors import Invalid

_E164 = re.compile(r"\+[1-9][0-9]{7,14}")
_NATIONAL = re.compile(r"0[1-9][0-9]{8}")
# A national number that starts so is dialled under the country code of its territory (Arcep numbering plan).
_OVERSEAS = {
    "0590": "590", "0690": "590", "0691": "590",
    "0594": "594", "0694": "594",
    "0596": "596", "0696": "596", "0697": "596",
    "0262": "262", "0263": "262", "0692": "262", "0693": "262", "0269": "262", "0639": "262",
}  # fmt: skip


def check_phone(typed: str, pointer: str = "phone") -> str:
    """A number as stored, `+33612345678`. Accepts national and international writing. Raises `Invalid`."""
    digits = re.sub(r"[\s.\-()\u00a0\u202f]", "", typed)
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    if _NATIONAL.fullmatch(digits):
        digits = f"+{_OVERSEAS.get(digits[:4], '33')}{digits[1:]}"
    digits = re.sub(r"^\+330", "+33", digits)
    if not _E164.fullmatch(digits) or (digits.startswith("+33") and len(digits) != 12):
        raise Invalid("phone_format", pointer)
    return digits


def spoken_phone(number: str) -> str:
    """`06 12 34 56 78` for a French number, the international number otherwise."""
    national = next((f"0{number[4:]}" for code in set(_OVERSEAS.values()) if number.startswith(f"+{code}")), number)
    if number.startswith("+33"):
        national = f"0{number[3:]}"
    return "\u00a0".join(re.findall("..", national)) if len(national) == 10 else number
