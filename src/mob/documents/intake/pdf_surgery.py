"""What acts in a PDF and how it is taken out: scripts, actions, links, files, media. And what a signature is."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pikepdf

from mob.documents.types import IntakeNote

_SCRIPT_ACTIONS = {"/JavaScript", "/RichMediaExecute"}
_LINK_ACTIONS = {"/URI"}
_OTHER_ACTIONS = {
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/ResetForm",
    "/GoToR",
    "/GoToE",
    "/Rendition",
    "/Movie",
    "/Sound",
    "/Thread",
    "/GoTo3DView",
}
_MEDIA = {"/FileAttachment", "/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"}
# Keys that lead to something that acts, wherever they are found, and what their removal is called.
_KEYS = {
    "/JS": IntakeNote.SCRIPTS_REMOVED,
    "/JavaScript": IntakeNote.SCRIPTS_REMOVED,
    "/XFA": IntakeNote.SCRIPTS_REMOVED,
    "/AA": IntakeNote.ACTIONS_REMOVED,
    "/PA": IntakeNote.LINKS_REMOVED,
    "/EF": IntakeNote.FILES_REMOVED,
    "/AF": IntakeNote.FILES_REMOVED,
    "/EmbeddedFiles": IntakeNote.FILES_REMOVED,
    "/Collection": IntakeNote.FILES_REMOVED,
    "/RichMediaContent": IntakeNote.FILES_REMOVED,
    "/Renditions": IntakeNote.ACTIONS_REMOVED,
}
_EXTERNAL = ("/F", "/FFilter", "/FDecodeParms")
_HEX = re.compile(rb"<[0-9A-Fa-f\s]*>")


def is_active(found: Iterable[pikepdf.Object]) -> bool:
    """Whether anything would have been taken out, links apart: said beside a signed file, which is left whole."""
    return any(_dangers(item) - {IntakeNote.LINKS_REMOVED} for item in found)


def operate(found: Iterable[pikepdf.Object]) -> set[IntakeNote]:
    """Take out everything that acts, in place. Returns what was found."""
    notes: set[IntakeNote] = set()
    for item in found:
        dangers = _dangers(item)
        if dangers:
            _remove(item)
            notes |= dangers
    return notes


def _dangers(item: pikepdf.Object) -> set[IntakeNote]:
    keys = item.keys()
    dangers = {_KEYS[key] for key in keys & _KEYS.keys()}
    if "/S" in keys:
        dangers |= _action(item.get("/S"))
    if "/Next" in keys and _is_action_list(item.get("/Next")) and "/S" in keys:
        dangers.add(IntakeNote.ACTIONS_REMOVED)
    if "/Annots" in keys and any(_is_media(annotation) for annotation in _listed(item.get("/Annots"))):
        dangers.add(IntakeNote.FILES_REMOVED)
    if isinstance(item, pikepdf.Stream) and (keys & set(_EXTERNAL) or item.get("/Type") == "/EmbeddedFile"):
        dangers.add(IntakeNote.FILES_REMOVED)
    return dangers


def _action(kind: object) -> set[IntakeNote]:
    name = str(kind) if isinstance(kind, pikepdf.Name) else ""
    if name in _SCRIPT_ACTIONS:
        return {IntakeNote.SCRIPTS_REMOVED}
    if name in _LINK_ACTIONS:
        return {IntakeNote.LINKS_REMOVED}
    return {IntakeNote.ACTIONS_REMOVED} if name in _OTHER_ACTIONS else set()


def _remove(item: pikepdf.Object) -> None:
    if isinstance(item, pikepdf.Stream):
        _remove_keys(item, [*_KEYS, *_EXTERNAL])
        if item.get("/Type") == "/EmbeddedFile":
            item.write(b"")
        return
    if _action(item.get("/S")):
        _remove_keys(item, list(item.keys()))  # an action without a kind does nothing, whoever refers to it
        return
    _remove_keys(item, list(_KEYS))
    if "/S" in item:
        _remove_keys(item, ["/Next"])
    if "/Annots" in item:
        item["/Annots"] = pikepdf.Array([a for a in _listed(item.get("/Annots")) if not _is_media(a)])


def _remove_keys(item: pikepdf.Object, keys: Iterable[str]) -> None:
    for key in keys:
        if key in item:
            del item[key]


def _is_action_list(value: object) -> bool:
    return isinstance(value, pikepdf.Dictionary | pikepdf.Array)


def _listed(value: object) -> list[pikepdf.Object]:
    return list(value) if isinstance(value, pikepdf.Array) else []


def _is_media(annotation: object) -> bool:
    return isinstance(annotation, pikepdf.Dictionary) and str(annotation.get("/Subtype", "")) in _MEDIA


def is_signed(found: Iterable[pikepdf.Object], raw: bytes) -> bool:
    """Whether the file carries a digital signature over its own bytes: rewriting it would break it.

    The signature is not verified: which authorities to trust is the agent's question. A made-up dictionary does not
    pass for one, since its byte range must leave out exactly its own hexadecimal contents.
    """
    return any(_is_signature(item, raw) for item in found)


def _is_signature(item: pikepdf.Object, raw: bytes) -> bool:
    if "/ByteRange" not in item or "/Contents" not in item:
        return False
    span = [value for value in _listed(item.get("/ByteRange")) if isinstance(value, int)]
    if len(span) != 4 or span[0] != 0 or min(span) < 0 or span[2] + span[3] > len(raw):
        return False
    gap = raw[span[1] : span[2]].strip()
    contents = bytes(item.Contents) if isinstance(item.Contents, pikepdf.String) else b""
    return contents.startswith(b"\x30") and len(contents) > 64 and bool(_HEX.fullmatch(gap)) and _is_same(gap, contents)


def _is_same(gap: bytes, contents: bytes) -> bool:
    digits = bytes(c for c in gap[1:-1] if c not in b" \t\r\n")
    return bytes.fromhex(digits.decode() + "0" * (len(digits) % 2)) == contents
