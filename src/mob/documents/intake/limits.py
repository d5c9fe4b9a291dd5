"""The limits of the intake, and the refusals they raise. Every one is checked before anything is decoded."""

from __future__ import annotations

from mob.kernel.errors import Invalid

MAX_BYTES = 10_000_000
MAX_FILES = 10

MAX_PIXELS = 50_000_000  # a telephone's 48-megapixel photograph passes
MAX_SIDE = 20_000
HEIC_PIXELS_KEPT = 16_000_000  # what a converted photograph is reduced to: A4 at 400 dots an inch
MAX_SCANS = 100  # of a progressive JPEG: each costs a pass over the whole image
MAX_PROFILE_BYTES = 2_000_000  # of a colour profile

MAX_PAGES = 200
MAX_OBJECTS = 60_000
MAX_PAGE_MARKS = 5_000  # of `/Page` in the raw bytes: pages, their parents, earlier revisions
MAX_VALUES = 1_000_000  # dictionaries and array items visited
MAX_DEPTH = 100
MAX_INFLATED_BYTES = 200_000_000  # all streams of a PDF together, decompressed
MAX_STRUCTURE_BYTES = 8_000_000  # one object stream or cross-reference stream, decompressed
MAX_IMAGE_PIXELS = 150_000_000  # one image inside a PDF: A4 at 1,200 dots an inch


def check_size(raw: bytes) -> None:
    """10,000,000 bytes pass, one more does not. Raises Invalid."""
    if not raw:
        raise Invalid("file_empty")
    if len(raw) > MAX_BYTES:
        raise Invalid("file_too_large", size=len(raw))


def check_dimensions(width: int, height: int) -> None:
    """Raises Invalid for an image that would take too much memory, before a pixel of it is decoded."""
    if width < 1 or height < 1:
        raise Invalid("image_damaged")
    if width > MAX_SIDE or height > MAX_SIDE or width * height > MAX_PIXELS:
        raise Invalid("image_too_many_pixels", width=width, height=height)


class Budget:
    """A quantity that runs out once. `spend` raises the refusal it was made with."""

    def __init__(self, most: int, code: str) -> None:
        self._left = most
        self._code = code

    @property
    def left(self) -> int:
        return self._left

    def spend(self, amount: int = 1) -> None:
        self._left -= amount
        if self._left < 0:
            raise Invalid(self._code)
