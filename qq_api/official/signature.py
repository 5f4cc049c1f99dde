"""How webhooks are signed: Ed25519, the key made of the AppSecret (docs: "Webhook 方式")."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SEED_BYTES, SIGNATURE_BYTES = 32, 64


def private_key(secret: str) -> "Ed25519PrivateKey":
    """The key of a secret: its bytes, again and again, until there are 32.

    Raises:
        ImportError: the library is not installed.
    """
    # optional: only webhooks need it, and it is large
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415

    seed = secret.encode()
    return Ed25519PrivateKey.from_private_bytes((seed * (SEED_BYTES // len(seed) + 1))[:SEED_BYTES])


class Signer:
    """Signs as the platform expects, and checks what it signed.

    Args:
        secret: the AppSecret.

    Raises:
        ImportError: the library is not installed.
    """

    def __init__(self, secret: str) -> None:
        self._private = private_key(secret)
        self._public = self._private.public_key()

    def sign(self, text: bytes) -> str:
        """A signature, in hexadecimal."""
        return self._private.sign(text).hex()

    def is_signed(self, signature: str, text: bytes) -> bool:
        """Whether a signature in hexadecimal is one of a text."""
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415  (optional, as above)

        try:
            raw = bytes.fromhex(signature)
            if len(raw) != SIGNATURE_BYTES or raw[63] & 0xE0:
                return False
            self._public.verify(raw, text)
        except (ValueError, InvalidSignature):
            return False
        return True
