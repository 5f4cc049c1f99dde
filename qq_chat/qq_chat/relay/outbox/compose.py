"""Lines become the segments of one message. Computes only; no I/O."""

import time
from collections.abc import Iterable, Iterator, Sequence

from qq_api import Segment, text
from qq_chat.config.outbox import OutboxSettings
from qq_chat.relay.outbox.cut import cut
from qq_chat.relay.outbox.line import Line, length_of, segments_of, words_of
from qq_chat.relay.outbox.links import written

DAY = 86_400.0


def compose(lines: Sequence[Line], settings: OutboxSettings, now: float) -> list[Segment]:
    """One message of lines, each below the other; the same ones in a row once, with their number.

    Args:
        lines: at least one.
        settings: what is done to them.
        now: by the clock that only grows; lines older than `time_after` say when they were said.
    """
    segments: list[Segment] = []
    for line, count in _counted(lines):
        segments += [text("\n")] if segments else []
        segments += _shown(line, count, settings, now)
    return list(_joined(segments))


def _counted(lines: Sequence[Line]) -> Iterator[tuple[Line, int]]:
    """Each line with how often it stands in a row."""
    count = 0
    for place, line in enumerate(lines):
        count += 1
        if place + 1 == len(lines) or not line.like(lines[place + 1]):
            yield lines[place + 1 - count], count
            count = 0


def _shown(line: Line, count: int, settings: OutboxSettings, now: float) -> list[Segment]:
    segments = [_defanged(segment, settings) for segment in segments_of(line.message)]
    age = now - line.since
    if settings.time_after and age > settings.time_after:
        segments.insert(_behind_reply(segments), text(clock_time(line.said, age)))
    return [*segments, text(f" ×{count}")] if count > 1 else segments


def clock_time(said: float, age: float) -> str:
    """`[12:03] `, with the day when it is long ago: `[11-21 12:03] `."""
    return time.strftime("[%m-%d %H:%M] " if age > DAY else "[%H:%M] ", time.localtime(said))


def _behind_reply(segments: list[Segment]) -> int:
    return 1 if segments and segments[0].get("type") == "reply" else 0


def _defanged(segment: Segment, settings: OutboxSettings) -> Segment:
    words = words_of(segment)
    return segment if words is None else text(written(words, settings.links))


def _joined(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Neighbouring texts as one."""
    words = ""
    for segment in segments:
        more = words_of(segment)
        if more is not None:
            words += more
            continue
        if words:
            yield text(words)
        words = ""
        yield segment
    if words:
        yield text(words)


def is_long(message: Sequence[Segment], over: int) -> bool:
    """Whether a message has more than so many characters."""
    return sum(map(length_of, message)) > over


def only_text(message: Sequence[Segment]) -> str | None:
    """The text of a message that is nothing else."""
    return words_of(message[0]) if len(message) == 1 else None


def parts(message: Sequence[Segment], limit: int) -> list[list[Segment]]:
    """A long message as several, none of more than `limit` characters."""
    made: list[list[Segment]] = [[]]
    room = limit
    for segment in _pieces(message, limit):
        if made[-1] and length_of(segment) > room:
            made.append([])
            room = limit
        made[-1].append(segment)
        room -= length_of(segment)
    return made


def _pieces(message: Sequence[Segment], limit: int) -> Iterator[Segment]:
    for segment in message:
        words = words_of(segment)
        if words is None or len(words) <= limit:
            yield segment
        else:
            yield from map(text, cut(words, limit))
