"""Fields that are encrypted one by one, and blind indexes to find a row by what it holds.

Sealed: AES-256-GCM with a random nonce; the bytes start with the id of the key, so that keys can be rotated, and the
column's name is authenticated, so that a value cannot be moved to another column. Blind index: HMAC-SHA-256 over the
purpose and the normalised value, 16 bytes. Both keys are derived from ``FIELD_KEYS`` (the first one seals and indexes).
"""

import hashlib
import hmac
import json
import os
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import models

from coaching.settings.environment import ENVIRONMENT, EnvironmentInvalid

NONCE_BYTES = 12
KEY_BYTES = 32
INDEX_BYTES = 16


class CannotUnseal(ValueError):
    """A stored value opens with none of the keys: FIELD_KEYS lacks the key that it was sealed with."""


@cache
def _keys() -> dict[int, bytes]:
    """The key ring, the sealing key first: ``id:64 hexadecimal digits``, comma-separated, ids 0 to 255."""
    ring: dict[int, bytes] = {}
    for entry in filter(None, (part.strip() for part in ENVIRONMENT.field_keys.split(","))):
        number, _, digits = entry.partition(":")
        try:
            key = bytes.fromhex(digits)
        except ValueError:
            key = b""
        if not number.isdigit() or int(number) > 255 or len(key) != KEY_BYTES:  # noqa: PLR2004  (one byte)
            raise EnvironmentInvalid("FIELD_KEYS must be id:64 hexadecimal digits, comma-separated, ids 0 to 255.")
        ring[int(number)] = key
    if not ring:
        raise EnvironmentInvalid("FIELD_KEYS is empty; write 1: and 64 random hexadecimal digits.")
    return ring


@cache
def _derived(number: int, word: bytes) -> bytes:
    return hmac.new(_keys()[number], b"volhoud " + word, hashlib.sha256).digest()


@cache
def _cipher(number: int) -> AESGCM:
    return AESGCM(_derived(number, b"seal"))


def seal(text: str, column: str) -> bytes:
    """``text`` encrypted for ``column`` ("model.field")."""
    number = next(iter(_keys()))
    nonce = os.urandom(NONCE_BYTES)
    return bytes([number]) + nonce + _cipher(number).encrypt(nonce, text.encode(), column.encode())


def unseal(sealed: bytes, column: str) -> str:
    """The text again. Raises :class:`CannotUnseal`."""
    if len(sealed) <= 1 + NONCE_BYTES:
        raise CannotUnseal(f"{column} holds too few bytes to be a sealed text.")
    number, nonce, rest = sealed[0], sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    if number not in _keys():
        raise CannotUnseal(f"{column} was sealed with key {number}, which FIELD_KEYS does not hold.")
    try:
        return _cipher(number).decrypt(nonce, rest, column.encode()).decode()
    except InvalidTag as refused:
        raise CannotUnseal(f"{column} does not open with key {number}.") from refused


def blind_index(purpose: str, value: str) -> bytes:
    """The 16 bytes by which ``value`` is found again without being readable. Equal after NFC, trimming, case-folding."""
    folded = unicodedata.normalize("NFC", value).strip().casefold()
    key = _derived(next(iter(_keys())), b"index")
    return hmac.new(key, f"{purpose}\x00{folded}".encode(), hashlib.sha256).digest()[:INDEX_BYTES]


if TYPE_CHECKING:
    Bytes = models.BinaryField[Any, Any]
else:
    Bytes = models.BinaryField


class SealedText(Bytes):
    """A text that is encrypted at rest. It can be tested for NULL and for nothing else: look for its blind index."""

    def _column(self) -> str:
        return f"{self.model._meta.model_name}.{self.attname}"  # noqa: SLF001  (Django's own name for it)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002, ANN401  (Django's signature)
        """Encrypt on the way in."""
        if isinstance(value, str):
            value = seal(value, self._column())
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, *_: object) -> str | None:  # noqa: ANN401  (bytes or memoryview, by driver)
        """Decrypt on the way out."""
        return None if value is None else unseal(bytes(value), self._column())

    def get_lookup(self, lookup_name: str) -> Any:  # noqa: ANN401  (Django's signature)
        """Only ``isnull``: any other comparison would seal anew and silently find nothing."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None


class SealedJson(SealedText):
    """A JSON value that is encrypted at rest."""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002, ANN401  (Django's signature)
        """Write and encrypt on the way in."""
        text = value if value is None or isinstance(value, bytes) else json.dumps(value, ensure_ascii=False)
        return super().get_db_prep_value(text, connection, prepared)

    def from_db_value(self, value: Any, *rest: object) -> Any:  # noqa: ANN401  (a JSON value)
        """Decrypt and read on the way out."""
        text = super().from_db_value(value, *rest)
        return None if text is None else json.loads(text)
