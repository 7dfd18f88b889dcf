"""Ed25519 signatures under records (extra ``sign``)."""

from __future__ import annotations

import base64
from importlib import import_module
from typing import TYPE_CHECKING

from povrules.language.errors import PovrulesError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ALGORITHM = "ed25519"


class SigningError(PovrulesError):
    """A key that cannot be used, or the extra for signatures is not installed."""

    code = "signing"


def signature(text: str, key: bytes) -> dict[str, str]:
    """The signature under a text.

    Args:
        text: canonical text.
        key: an Ed25519 private key in PEM, not encrypted.

    Raises:
        SigningError: no such key, or the extra is not installed.
    """
    private = _private(key)
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    signed = private.sign(text.encode())
    return {
        "algorithm": ALGORITHM,
        "public_key": base64.b64encode(public).decode(),
        "value": base64.b64encode(signed).decode(),
    }


def check_public_key(key: bytes) -> None:
    """Refuse what is no public key.

    Raises:
        SigningError: no such key, or the extra is not installed.
    """
    _public(key)


def signed_by(text: str, found: dict[str, str], key: bytes) -> bool:
    """Whether a signature under a text is that of the owner of a key.

    Args:
        text: canonical text.
        found: as ``signature`` made it.
        key: an Ed25519 public key in PEM.

    Raises:
        SigningError: no such key, or the extra is not installed.
    """
    public = _public(key)
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    own = base64.b64encode(public.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()
    if found.get("algorithm") != ALGORITHM or found.get("public_key") != own:
        return False
    try:
        public.verify(base64.b64decode(found.get("value", ""), validate=True), text.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _private(key: bytes) -> Ed25519PrivateKey:
    _installed()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        found = load_pem_private_key(key, password=None)
    except (ValueError, TypeError):
        raise SigningError("this is no private key", expected="an Ed25519 private key in PEM, not encrypted") from None
    if not isinstance(found, Ed25519PrivateKey):
        raise SigningError("this private key is of another kind", expected="an Ed25519 private key in PEM")
    return found


def _public(key: bytes) -> Ed25519PublicKey:
    _installed()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        found = load_pem_public_key(key)
    except ValueError:
        raise SigningError("this is no public key", expected="an Ed25519 public key in PEM") from None
    if not isinstance(found, Ed25519PublicKey):
        raise SigningError("this public key is of another kind", expected="an Ed25519 public key in PEM")
    return found


def _installed() -> None:
    try:
        import_module("cryptography")
    except ImportError:
        raise SigningError("signatures need an extra", expected='pip install "povrules[sign]"') from None
