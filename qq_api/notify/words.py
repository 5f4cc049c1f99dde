"""What is told, in the owner's language. Only computes."""

from typing import NamedTuple

from qq_api.notify.desk import Digest, Kind, Line
from qq_api.texts import Texts

_KINDS: dict[Kind, str] = {
    "offline": "notify.offline",
    "online": "notify.online",
    "kicked": "notify.kicked",
    "send_failures": "notify.send_failures",
    "crash": "notify.crash",
    "plugins": "notify.plugins",
}
_WITHOUT_ACCOUNT: dict[Kind, str] = {"offline": "notify.nobody", "online": "notify.somebody"}
_UNITS = (("notify.hours", 3600), ("notify.minutes", 60))

LONGEST = 200
"""Characters of what came from outside."""
OLD = 60.0
"""Seconds after which a line says how long ago that was."""


class Letter(NamedTuple):
    """One message to the owner: plain text, a line a notice."""

    title: str
    body: str


def letter(digest: Digest, title: str, texts: Texts) -> Letter:
    """Put into words what is to be told.

    Args:
        digest: what is to be told.
        title: what stands above it.
        texts: in the language to tell it in.
    """
    lines = [_line(line, digest.at, texts) for line in digest.lines]
    if digest.more:
        lines.insert(0, texts("notify.more", count=digest.more))
    if digest.silence:
        lines.append(texts("notify.silence", time=duration(digest.silence, texts)))
    return Letter(title, "\n".join(lines))


def _line(line: Line, now: float, texts: Texts) -> str:
    """`3× QQ 10001 could not send: group 1 is muted (5 min ago)`."""
    notice, age = line.notice, now - line.at
    key = _KINDS[notice.kind] if notice.about else _WITHOUT_ACCOUNT.get(notice.kind, _KINDS[notice.kind])
    words = texts(key, about=plain(notice.about), lasted=duration(line.lasted, texts))
    if notice.detail:
        words = texts("notify.detail", line=words, detail=plain(notice.detail))
    if line.count > 1:
        words = texts("notify.times", line=words, count=line.count)
    return texts("notify.ago", line=words, time=duration(age, texts)) if age >= OLD else words


def duration(seconds: float, texts: Texts) -> str:
    """`90 s`, `5 min`, `3 h`: in the largest unit of which there are two."""
    for key, unit in _UNITS:
        if seconds >= 2 * unit:
            return texts(key, number=int(seconds // unit))
    return texts("notify.seconds", number=int(seconds))


def plain(text: str) -> str:
    """Text from outside, on one line, not too long, and mentioning nobody."""
    seen = "".join(sign if sign.isprintable() else " " for sign in text.replace("@", "＠"))
    return seen if len(seen) <= LONGEST else seen[: LONGEST - 1] + "…"
