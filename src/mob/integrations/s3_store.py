"""Sealed objects in a bucket of any S3-compatible store: one request an object, each with a time limit.

`put` returns once the store has acknowledged the whole object, which it checks against our MD5: a body cut on the way
is refused there. Keys are the file store's own.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from mob.documents.ports import StoredObject
from mob.integrations.file_store import check_key
from mob.kernel.ports import PortRefused, PortUnavailable

logger = logging.getLogger(__name__)

CONNECT_SECONDS, READ_SECONDS, ATTEMPTS = 3, 20, 2
_REMEDY = "write s3://BUCKET?endpoint=https://…&region=…, or s3://KEY:SECRET@BUCKET?…"
_GONE = frozenset({"404", "NoSuchKey", "NotFound"})
_TAKEN = frozenset({"412", "PreconditionFailed", "409", "ConditionalRequestConflict"})


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where objects go. Empty `key` and `secret`: boto3 finds them (AWS_ACCESS_KEY_ID…, the host's own role)."""

    name: str
    prefix: str = ""
    endpoint: str = ""
    region: str = ""
    key: str = ""
    secret: str = ""

    @classmethod
    def from_url(cls, url: str) -> Bucket:
        """Raises ValueError with the remedy, never with the secret."""
        parts = urlsplit(url)
        query = parse_qs(parts.query, strict_parsing=bool(parts.query))
        # `hostname` would lower its letters; a bucket has none that are upper.
        if parts.scheme != "s3" or not parts.hostname or query.keys() - {"endpoint", "region"}:
            raise ValueError(f"MOB_OBJECTS_URL: {_REMEDY}")
        return cls(
            name=parts.hostname,
            prefix=parts.path.strip("/"),
            endpoint=query.get("endpoint", [""])[0],
            region=query.get("region", [""])[0],
            key=unquote(parts.username or ""),
            secret=unquote(parts.password or ""),
        )


class S3Store:
    """Serves `documents.ports.ObjectStore`. One client a process: boto3's clients may be shared by threads."""

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        self._prefix = f"{bucket.prefix}/" if bucket.prefix else ""
        self._client = _client(bucket)

    def put(self, key: str, content: bytes) -> None:
        name = self._name(key)
        if self.exists(key):
            raise PortRefused("object_exists")
        md5 = base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode("ascii")
        with _as_port_error(exists_already="object_exists"):
            self._client.put_object(
                Bucket=self._bucket.name,
                Key=name,
                Body=content,
                ContentMD5=md5,
                ContentType="application/octet-stream",
                IfNoneMatch="*",
            )

    def get(self, key: str) -> bytes:
        with _as_port_error(missing="object_missing"):
            answer = self._client.get_object(Bucket=self._bucket.name, Key=self._name(key))
            content: bytes = answer["Body"].read()
            return content

    def delete(self, key: str) -> None:
        with _as_port_error():
            self._client.delete_object(Bucket=self._bucket.name, Key=self._name(key))

    def exists(self, key: str) -> bool:
        try:
            with _as_port_error(missing="object_missing"):
                self._client.head_object(Bucket=self._bucket.name, Key=self._name(key))
        except PortRefused:
            return False
        return True

    def listed(self) -> Iterator[StoredObject]:
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket.name, Prefix=self._prefix)
        with _as_port_error():
            for page in pages:
                for item in page.get("Contents", []):
                    key = item["Key"].removeprefix(self._prefix)
                    yield StoredObject(key, item["Size"], item["LastModified"])

    def check(self) -> None:
        """Whether the bucket answers to us. Raises PortUnavailable."""
        with _as_port_error():
            self._client.head_bucket(Bucket=self._bucket.name)

    def _name(self, key: str) -> str:
        check_key(key)
        return self._prefix + key


def _client(bucket: Bucket) -> Any:
    try:
        import boto3
        from botocore.config import Config
    except ImportError as error:
        raise PortUnavailable("papers on S3 need boto3: pip install 'mon-compte-mobilite[s3]'") from error
    options = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=READ_SECONDS,
        retries={"total_max_attempts": ATTEMPTS, "mode": "standard"},
        # Stores that are not Amazon's refuse its newer checksums; Content-MD5 is understood by all.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": "path" if bucket.endpoint else "auto"},
    )
    return boto3.session.Session().client(
        "s3",
        endpoint_url=bucket.endpoint or None,
        region_name=bucket.region or "us-east-1",
        aws_access_key_id=bucket.key or None,
        aws_secret_access_key=bucket.secret or None,
        config=options,
    )


@contextlib.contextmanager
def _as_port_error(*, missing: str = "", exists_already: str = "") -> Iterator[None]:
    """The store's answers as the port knows them. Whatever is not understood is an outage: nothing is acknowledged."""
    from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError
    from urllib3.exceptions import HTTPError

    try:
        yield
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if missing and code in _GONE:
            raise PortRefused(missing) from None
        if exists_already and code in _TAKEN:
            raise PortRefused(exists_already) from None
        logger.error("the object store answered %s to %s", code, error.operation_name)
        raise PortUnavailable(f"the object store answered {code}") from None
    except (BotoCoreError, HTTPClientError, HTTPError, OSError, ValueError) as error:
        logger.error("the object store does not answer: %s", type(error).__name__)
        raise PortUnavailable(f"the object store does not answer ({type(error).__name__})") from None
