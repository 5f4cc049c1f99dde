"""What one server tells the others by `tell_servers`, over a bridge or a broker. Computes only; no I/O."""

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qq_api.calls import failed
from qq_api.errors import ActionFailed
from qq_api.types import Payload

ACTION = "tell_servers"
"""The action by which a server tells the others something; only a bridge has it."""

LONGEST = 4000
"""Characters of a text that are handed on."""

_KIND = re.compile(r"[a-z_]{1,32}")


@dataclass(frozen=True)
class News:
    """What a server tells.

    Attributes:
        kind: what happened: `chat`, `join`, `death` …
        player: who, if anybody.
        text: what was said, or the whole sentence.
        group_ids: the QQ groups that it concerns.
    """

    kind: str
    player: str
    text: str
    group_ids: tuple[int | str, ...]

    def notice(self, from_server: str, group_ids: Sequence[int | str], number: int) -> Payload:
        """The event that tells another server; whoever hands it on adds the account.

        Args:
            from_server: who tells it.
            group_ids: those of the groups that the other server may hear.
            number: of the event, so that the same words twice within a second are no echo.
        """
        return {
            "post_type": "notice",
            "notice_type": "server",
            "sub_type": self.kind,
            "from_server": from_server,
            "player": self.player,
            "text": self.text,
            "group_ids": [*group_ids],
            "time": int(time.time()),
            "number": number,
        }


def news_of(params: Mapping[str, Any]) -> News:
    """What a call of `tell_servers` tells.

    Raises:
        ActionFailed: something in it is missing or wrong; its retcode is 1400.
    """
    kind, player, text = (params.get(name, "") for name in ("kind", "player", "text"))
    group_ids = params.get("group_ids")
    if not isinstance(kind, str) or not _KIND.fullmatch(kind):
        raise ActionFailed(failed(1400, "kind: a word as chat or join was expected"))
    if not isinstance(player, str) or not isinstance(text, str) or not text:
        raise ActionFailed(failed(1400, "player and text: text was expected"))
    if not isinstance(group_ids, list) or not all(type(one) in (int, str) for one in group_ids):
        raise ActionFailed(failed(1400, "group_ids: a list of groups was expected"))
    return News(kind, player[:LONGEST], text[:LONGEST], tuple(group_ids))
