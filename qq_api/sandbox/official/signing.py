"""Signatures of webhooks: Ed25519, with a key made of the bot's secret (事件订阅, "签名校验")."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class NoSignatures(Exception):
    """`cryptography` is not installed; pip install cryptography."""


class Signer:
    """Signs, and checks, as one bot.

    >>> Signer("DG5g3B4j9X2KOErG").sign(b"1725442341", b"Arq0D5A61EgUu4OxUvOp")[:16]
    '87befc99c42c651b'

    Args:
        secret: of the bot.

    Raises:
        NoSignatures: the library for it is missing.
    """

    def __init__(self, secret: str) -> None:
        self._key = _key(secret)

    def sign(self, timestamp: bytes, content: bytes) -> str:
        """The signature of both, in hexadecimal digits."""
        return self._key.sign(timestamp + content).hex()

    def fits(self, signature: str, timestamp: bytes, content: bytes) -> bool:
        """Whether a signature is ours; Ed25519 gives the same each time."""
        return signature.lower() == self.sign(timestamp, content)


def _key(secret: str) -> "Ed25519PrivateKey":
    """The secret, repeated until it has 32 bytes and cut there, is the seed."""
    try:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey  # noqa: PLC0415  (optional)
    except ImportError:
        raise NoSignatures("webhooks need cryptography: pip install cryptography") from None
    seed = secret.encode()
    while len(seed) < 32:
        seed += seed
    return Ed25519PrivateKey.from_private_bytes(seed[:32])
