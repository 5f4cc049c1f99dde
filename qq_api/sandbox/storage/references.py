"""The ways in which a file may be given (OneBot 11, "image"; what clients of LLOneBot and NapCat really send).

Computes only; no I/O. `file:///C:/a.png`, `file:////home/a.png`, `C:\\a.png`, `/home/a.png`, `http://…`, `base64://…`,
`data:…`, or the name of a file that QQ knows already.
"""

import binascii
import re
from base64 import b64decode
from posixpath import basename, splitext
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from qq_api.sandbox.world import Refused

_FILE_URI = re.compile(r"file:(/*)(.*)", re.IGNORECASE | re.DOTALL)
_DRIVE = re.compile(r"[A-Za-z][:|][\\/]")
_RESERVED = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)

LONGEST_NAME = 60
"""Characters of a file's name that are kept: 240 bytes at most, and file systems take 255."""


def is_web(reference: str) -> bool:
    """Whether a file is to be fetched from an address."""
    return reference[:8].lower().startswith(("http://", "https://"))


def inside(reference: str, limit: int) -> bytes | None:
    """The bytes that `base64://…` and `data:…` hold; None for the other ways.

    Args:
        reference: as it was given.
        limit: bytes it may have.

    Raises:
        Refused: it is no Base64, or too large.
    """
    scheme = reference[:9].lower()
    if scheme == "base64://":
        return _decoded(reference[9:], limit)
    if not scheme.startswith("data:"):
        return None
    head, comma, content = reference.partition(",")
    if not comma:
        raise Refused("data: a comma is missing in the address", 1400)
    if head.lower().endswith(";base64"):
        return _decoded(unquote(content), limit)
    return _bounded(unquote_to_bytes(content), limit)


def _decoded(text: str, limit: int) -> bytes:
    if len(text) * 3 // 4 > limit + 3:
        raise too_large(limit)
    try:
        return _bounded(b64decode("".join(text.split()), validate=True), limit)
    except (binascii.Error, ValueError):
        raise Refused("what should be Base64 is none", 1400) from None


def _bounded(content: bytes, limit: int) -> bytes:
    if len(content) > limit:
        raise too_large(limit)
    return content


def too_large(limit: int) -> Refused:
    """What is said of a file of more than `limit` bytes."""
    return Refused(f"the file is too large: over {limit} bytes")


def paths_of(reference: str, *, windows: bool) -> list[str]:
    """The paths that a reference may mean, the likeliest first; none for a mere name.

    >>> paths_of("file:///C:/my%20world/a.png", windows=True)
    ['C:/my world/a.png', 'C:/my%20world/a.png']
    >>> paths_of("file:////home/a.png", windows=False)
    ['/home/a.png']

    Args:
        reference: as it was given.
        windows: whether the paths are for Windows, where four slashes lead to a share of the network.
    """
    uri = _FILE_URI.fullmatch(reference)
    if uri is None:
        return [reference] if reference.startswith("/") or is_of_windows(reference) else []
    slashes, rest = uri.groups()
    return list(dict.fromkeys(_path(len(slashes), one, windows) for one in (unquote(rest), rest)))


def _path(slashes: int, rest: str, windows: bool) -> str:
    if _DRIVE.match(rest):
        return f"{rest[0]}:{rest[2:]}"
    if slashes == 2 and rest.lower().startswith("localhost/"):
        return _path(3, rest[10:], windows)
    if windows and slashes != 3 and slashes > 1:
        return f"//{rest}"
    return f"/{rest}"


def is_of_windows(path: str) -> bool:
    """Whether a path is one of Windows alone: with a drive, or `\\\\server\\share`."""
    return bool(_DRIVE.match(path)) or path.startswith("\\\\")


def name_in(url: str) -> str:
    """What a file is called by its address: `http://x/a%20b.png?k=1` -> `a b.png`."""
    return safe_name(unquote(urlsplit(url).path))


def safe_name(name: str) -> str:
    """The last part of a name, without what a file system may not take: `../a:b.png` -> `a_b.png`; may be empty."""
    kept = _RESERVED.sub("_", basename(name.replace("\\", "/"))).strip(". ")
    if len(kept) > LONGEST_NAME:
        stem, suffix = splitext(kept)
        kept = stem[: LONGEST_NAME - 12] + suffix[:12]
    return f"_{kept}" if _DEVICES.match(kept) else kept
