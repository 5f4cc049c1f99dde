"""How lines leave for QQ, as the owner wants it. Computes only; no I/O."""

from typing import Annotated, Literal

from pydantic import Field

from qq_api import Section

Seconds = Annotated[float, Field(ge=0, le=3600)]
Count = Annotated[int, Field(ge=1, le=100_000)]


class Rate(Section):
    """So many messages at once, then one each so many seconds; 0 seconds for no limit."""

    burst: Annotated[int, Field(ge=1, le=1000)] = 5
    seconds: Seconds = 1.0


class Merge(Section):
    """How much one message may hold of what waits; 1 line for no merging."""

    lines: Annotated[int, Field(ge=1, le=100)] = 30
    characters: Annotated[int, Field(ge=100, le=4000)] = 1200


class LongText(Section):
    """What becomes of a long text, and from how many characters on it is long."""

    style: Literal["split", "forward", "picture"] = "split"
    over: Annotated[int, Field(ge=100, le=4000)] = 1500
    font: str = ""


class Keep(Section):
    """How long lines wait for QQ, and how many for one group."""

    minutes: Annotated[float, Field(gt=0, le=10_080)] = 60.0
    lines: Count = 5000


class Breaker(Section):
    """After so many failures in a row a group is left alone for so many seconds, each time twice as long."""

    failures: Annotated[int, Field(ge=1, le=1000)] = 3
    seconds: Annotated[float, Field(ge=1, le=3600)] = 15.0
    at_most: Annotated[float, Field(ge=1, le=86_400)] = 300.0


class OutboxSettings(Section):
    """The whole of `outbox` in `config.yml`."""

    per_group: Rate = Rate()
    per_account: Rate = Rate(burst=10, seconds=0.5)
    jitter: Seconds = 0.3
    merge: Merge = Merge()
    repeat_seconds: Seconds = 3.0
    long_text: LongText = LongText()
    links: Literal["keep", "spaces", "dots"] = "keep"
    keep: Keep = Keep()
    time_after: Seconds = 30.0
    breaker: Breaker = Breaker()
