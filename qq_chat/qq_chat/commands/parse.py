"""Commands in a QQ message. Computes only; no I/O."""

from collections.abc import Iterable, Sequence

from qq_api import Segment, parse, text


def behind_prefix(words: str, prefixes: Iterable[str]) -> str | None:
    """What stands behind the prefix of a command, or None where there is none.

    A prefix of one character stands right before the name; a longer one needs a blank behind it, so that `mcdonalds`
    is no command of the prefix `mc`.

        >>> behind_prefix("/mc hello there", ["/"])
        'mc hello there'
    """
    for prefix in filter(None, prefixes):
        rest = words.removeprefix(prefix)
        if rest != words and (not rest or len(prefix) == 1 or rest[0].isspace()):
            return rest.strip()
    return None


def command_in(message: object, self_id: object, prefixes: Iterable[str]) -> list[Segment] | None:
    """A message from the command's name on, or None where it is none.

    What it answers to, and a mention of the bot before the prefix, do not count.

        >>> command_in("[CQ:reply,id=5][CQ:at,qq=1] /list all", 1, ["/"])
        [{'type': 'text', 'data': {'text': 'list all'}}]
    """
    segments = list(_without_opening(parse(message), str(self_id)))
    if not segments or segments[0]["type"] != "text":
        return None
    rest = behind_prefix(_words(segments[0]).strip(), prefixes)
    return None if rest is None else [text(rest), *segments[1:]]


def _without_opening(segments: Iterable[Segment], self_id: str) -> Iterable[Segment]:
    begun = False
    for segment in segments:
        begun = begun or not _is_opening(segment, self_id)
        if begun:
            yield segment


def _is_opening(segment: Segment, self_id: str) -> bool:
    kind = segment["type"]
    is_us = kind == "at" and str(segment["data"].get("qq")) == self_id
    return kind == "reply" or is_us or (kind == "text" and not _words(segment).strip())


def without_words(segments: Sequence[Segment], count: int) -> list[Segment]:
    """The same behind the first words of its first segment."""
    first, *others = segments
    words = _words(first)
    for _ in range(count):
        words = words.split(maxsplit=1)[1] if len(words.split(maxsplit=1)) > 1 else ""
    return [*([text(words)] if words else []), *others]


def words_of(segments: Iterable[Segment]) -> list[str]:
    """The words of a message; a mention is a word, too: `@10001`.

    >>> words_of([text("bind "), at(10001), text(" Steve")])
    ['bind', '@10001', 'Steve']
    """
    parts = (
        f" @{segment['data'].get('qq')} " if segment["type"] == "at" else _words(segment)
        for segment in segments
        if segment["type"] in ("text", "at")
    )
    return "".join(parts).split()


def user_id_of(word: str) -> int | None:
    """`@10001` or `10001` -> 10001; None for what is no QQ number."""
    digits = word.removeprefix("@")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 20 else None


def count_of(word: str) -> int | None:
    """`12` -> 12, of at most nine digits: a page, a row, minutes; None for anything else."""
    return int(word) if word.isascii() and word.isdecimal() and len(word) < 10 else None


def _words(segment: Segment) -> str:
    return str(segment["data"].get("text", "")) if segment["type"] == "text" else ""
