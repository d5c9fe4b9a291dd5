"""The port of sealed objects: `MOB_OBJECTS_URL` picks the adapter."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from mob.documents.ports import ObjectStore
from mob.integrations import file_store
from mob.integrations.s3_store import Bucket, S3Store


def from_url(url: str, default: Path) -> ObjectStore:
    """`file:///PATH`, `s3://BUCKET?endpoint=…&region=…`, or the default folder when empty. Raises ValueError."""
    if urlsplit(url).scheme == "s3":
        return S3Store(Bucket.from_url(url))
    return file_store.from_url(url, default)


def check_url(url: str) -> str:
    """What is wrong with an address, a sentence without secrets; empty when nothing is. Opens no connection."""
    try:
        if urlsplit(url).scheme == "s3":
            Bucket.from_url(url)
        else:
            file_store.from_url(url, Path())
    except ValueError as error:
        return str(error)
    return ""
