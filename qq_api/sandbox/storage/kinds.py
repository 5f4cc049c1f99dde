"""What a file is, by its first bytes. Computes only; no I/O.

A table of its own, because the plugin may not bring a library along for what only the sandbox needs.
"""

import re

HEAD = 512
"""Bytes that are enough to know a file by."""

UNKNOWN = "application/octet-stream"

_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"#!AMR", "audio/amr"),
    (b"#!SILK_V3", "audio/silk"),
    (b"\x02#!SILK_V3", "audio/silk"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"fLaC", "audio/flac"),
    (bytes.fromhex("3026b2758e66cf11"), "audio/x-ms-wma"),
    (bytes.fromhex("1a45dfa3"), "video/webm"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
)
_RIFF = {b"WAVE": "audio/wav", b"WEBP": "image/webp", b"AVI ": "video/x-msvideo"}
_BRANDS = {b"M4A ": "audio/mp4", b"avif": "image/avif", b"heic": "image/heic"}

_SUFFIXES = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/bmp": ".bmp",
    "image/webp": ".webp",
    "image/avif": ".avif",
    "image/heic": ".heic",
    "audio/amr": ".amr",
    "audio/silk": ".amr",  # as QQ names its voice messages
    "audio/mpeg": ".mp3",
    "audio/aac": ".aac",
    "audio/ogg": ".ogg",
    "audio/flac": ".flac",
    "audio/wav": ".wav",
    "audio/mp4": ".m4a",
    "audio/x-ms-wma": ".wma",
    "video/mp4": ".mp4",
    "video/webm": ".webm",
    "video/x-msvideo": ".avi",
}

SHOWN = frozenset({*_SUFFIXES, "text/plain"})
"""What a browser may show; it never runs any of these."""


def mime_of(head: bytes) -> str:
    """The kind of a file that begins so: `b"GIF89a…"` -> `image/gif`. HTML and SVG are `text/plain`."""
    if head.startswith(b"RIFF") and head[8:12] in _RIFF:
        return _RIFF[head[8:12]]
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0":
        return "image/bmp"
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    for start, mime in _STARTS:
        if head.startswith(start):
            return mime
    return _sound_of(head) or ("text/plain" if _is_text(head) else UNKNOWN)


def _sound_of(head: bytes) -> str | None:
    """Sounds without a header: frames begin with eleven set bits, and then the layer (0 is AAC's, 3 is none)."""
    if len(head) < 2 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    return ("audio/aac", "audio/mpeg", "audio/mpeg", None)[head[1] >> 1 & 3]


def _is_text(head: bytes) -> bool:
    """Whether it is UTF-8; a character may be cut off at the end."""
    if b"\x00" in head:
        return False
    try:
        head.decode("utf-8")
    except UnicodeDecodeError as error:
        return len(head) - error.start < 4 and len(head) >= HEAD
    return True


def suffix_of(mime: str, name: str) -> str:
    """The end of a file's name: for pictures and sounds by its kind, else as it was called: `.zip`."""
    called = re.search(r"\.[A-Za-z0-9]{1,10}$", name)
    return _SUFFIXES.get(mime) or (called[0].lower() if called else "")
