"""Whatever the platform does, nothing is said twice, and nothing is called said that was not."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from official_half import GROUP, Half, refusal, said

from qq_api import ActionFailed, ApiNotAvailable
from qq_api.errors import Unanswered
from qq_api.official.settings import Settings

FAULTS = ("fine", "lost", "lost before", "500 after", "500 before", "busy", "too fast", "expired", "away", "forbidden")


@dataclass
class Model:
    """A platform that takes a reply with one number once, each message's five at most, and fails as told."""

    faults: list[str]
    active: bool
    seen: set[tuple[str, int]] = field(default_factory=set)
    shown: list[str] = field(default_factory=list)

    def take(self, body: dict[str, Any]) -> dict[str, Any]:
        fault = self.faults.pop(0) if self.faults else "fine"
        before = {
            "lost before": Unanswered("POST"),
            "500 before": refusal(500, 500),
            "busy": refusal(50055001),
            "too fast": refusal(429, 429),
            "expired": refusal(40034005),
            "away": ApiNotAvailable("away"),
            "forbidden": refusal(40034006),
        }.get(fault)
        if before is not None:
            raise before
        self._say(body)
        if fault in ("lost", "500 after"):
            raise Unanswered("POST") if fault == "lost" else refusal(504, 504)
        return {"id": f"P{len(self.shown)}"}

    def _say(self, body: dict[str, Any]) -> None:
        anchor = body.get("msg_id")
        if anchor is None and not self.active:
            raise refusal(40034102)
        if anchor is not None:
            key = (anchor, body["msg_seq"])
            if key in self.seen:
                raise refusal(40054005)
            if sum(one == anchor for one, _ in self.seen) >= 5:
                raise refusal(40034128)
            self.seen.add(key)
        self.shown.append(body["content"])


async def _live(model: Model, anchors: int, lines: int, manners: Settings) -> dict[str, str]:
    half, ends = Half(settings=manners), {}
    for number in range(anchors):
        half.hear(said("hi", f"M{number}"))
    half.memory.identity.number("group", GROUP)
    half.platform.script = [model.take] * 500
    for number in range(lines):
        line = f"line {number}"
        try:
            await half.do("send_group_msg", group_id=GROUP, message=line)
            ends[line] = "said"
        except (ActionFailed, ApiNotAvailable):
            ends[line] = "not said"
        except Unanswered:
            ends[line] = "unknown"
    return ends


@given(
    st.lists(st.sampled_from(FAULTS), max_size=40),
    st.integers(0, 4),
    st.integers(1, 12),
    st.booleans(),
    st.sampled_from(["auto", "never", "always"]),
    st.integers(0, 2),
)
@example(["lost", "away"], 1, 1, False, "auto", 0)
@example(["lost", "too fast", "too fast", "too fast"], 1, 1, False, "auto", 0)
@settings(max_examples=60)
def test_at_most_once_and_what_is_called_said_was(
    faults: list[str], anchors: int, lines: int, takes_active: bool, active: Any, reserve: int
) -> None:
    model = Model(faults, takes_active)
    ends = asyncio.run(_live(model, anchors, lines, Settings(active=active, reserve=reserve)))
    counts = {line: model.shown.count(line) for line in ends}
    assert all(count <= 1 for count in counts.values()), "said twice"
    assert [line for line, end in ends.items() if end == "said" and counts[line] == 0] == [], "called said, was not"
    assert [line for line, end in ends.items() if end == "not said" and counts[line] > 0] == [], "was said, called not"
    assert model.shown == sorted(model.shown, key=lambda line: int(line.split()[1])), "out of order"
