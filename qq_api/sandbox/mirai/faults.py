"""What goes wrong with mirai-api-http on purpose. Computes only; no I/O."""

from dataclasses import dataclass
from typing import Any

from qq_api.types import Payload


@dataclass
class MiraiFaults:
    """What goes wrong; a test sets it while the server runs.

    Attributes:
        delay: seconds before each answer.
        silent: nothing is answered.
        without_sync_id: answers have no `syncId`.
        foreign_answers: before each answer comes one to a call that nobody made.
        double_answers: each answer comes twice.
        null_answers: each answer is `null`.
        refuse: the state code with which every login fails; 0 for none.
        fail: the state code with which every command fails; 0 for none.
        no_greeting: the first frame of a WebSocket never comes.
    """

    delay: float = 0
    silent: bool = False
    without_sync_id: bool = False
    foreign_answers: bool = False
    double_answers: bool = False
    null_answers: bool = False
    refuse: int = 0
    fail: int = 0
    no_greeting: bool = False

    def frames(self, sync_id: Any, data: Any) -> list[Payload]:
        """The frames that come for one answer over a WebSocket."""
        if self.silent:
            return []
        data = None if self.null_answers else data
        frame = {"data": data} if self.without_sync_id else {"syncId": sync_id, "data": data}
        foreign = {"syncId": "nobody's", "data": {"code": 0, "msg": "", "data": []}}
        return [*([foreign] if self.foreign_answers else []), frame, *([frame] if self.double_answers else [])]
