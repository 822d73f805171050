"""Secrets at rest: AES-256-GCM under a key derived from SECRET_KEY, bound to the row they belong to.

A sealed text is `1.<key id>.<nonce and ciphertext, base64>`. The key id says which key of a rotation opens it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tokri.core.ports import SealBroken

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_FORMAT: Final = "1"
_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12  # 96 bits, as NIST SP 800-38D advises for GCM
_ID_LETTERS: Final = 8
_INFO: Final = b"tokri secrets at rest, AES-256-GCM, 1"


class Sealing:
    """Seals with the key of `secret_key`; unseals with it or with one that it replaced (`fallbacks`)."""

    def __init__(self, secret_key: str, fallbacks: Sequence[str] = ()) -> None:
        self._secret_keys = (secret_key, *fallbacks)

    def __repr__(self) -> str:
        """The ids alone; no key ever prints."""
        return f"<Sealing with {self._id} of {len(self._ciphers)}>"

    @cached_property
    def _ciphers(self) -> Mapping[str, AESGCM]:
        """By their ids, that of `secret_key` first; made with the first seal: most workers never meet one."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415 - the same

        ciphers: dict[str, AESGCM] = {}
        for key in map(_derived, self._secret_keys):
            ciphers.setdefault(_key_id(key), AESGCM(key))  # the first of an id counts, were two ever to share one
        return ciphers

    @property
    def _id(self) -> str:
        return next(iter(self._ciphers))

    def seal(self, secret: str, context: str) -> str:
        """Encrypt `secret` so that only `context` opens it. The same secret twice is never the same text."""
        nonce = os.urandom(_NONCE_BYTES)
        sealed = self._ciphers[self._id].encrypt(nonce, secret.encode(), self._bound(self._id, context))
        return ".".join((_FORMAT, self._id, base64.urlsafe_b64encode(nonce + sealed).decode()))

    def unseal(self, sealed: str, context: str) -> str:
        """Decrypt. Raises SealBroken for another context, a key that is not among ours, or an altered text."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - as _ciphers

        try:
            version, key_id, body = sealed.split(".")
            cipher = self._ciphers[key_id]
            raw = base64.b64decode(body, altchars=b"-_", validate=True)
        except (ValueError, KeyError, binascii.Error) as error:
            raise SealBroken("no key of this installation sealed it") from error
        if version != _FORMAT:
            raise SealBroken(f"sealed in another format than {_FORMAT}")
        try:
            return cipher.decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], self._bound(key_id, context)).decode()
        except (InvalidTag, ValueError) as error:
            raise SealBroken("altered, or of another row") from error

    def current(self, sealed: str) -> bool:
        """Whether `sealed` is under the key of SECRET_KEY, so that a fallback may be dropped once all are."""
        return sealed.startswith(f"{_FORMAT}.{self._id}.")

    @staticmethod
    def _bound(key_id: str, context: str) -> bytes:
        """What is authenticated beside the secret; no part of it can run into the next."""
        return f"{_FORMAT}.{key_id}.{context}".encode()


def _derived(secret_key: str) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415 - as _ciphers
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415 - the same

    return HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=_INFO).derive(secret_key.encode())


def _key_id(key: bytes) -> str:
    return hashlib.sha256(b"key id" + key).hexdigest()[:_ID_LETTERS]
