"""One account of the World, as mirai-api-http speaks for it: packets of what it hears, answers to commands."""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from qq_api.errors import ActionFailed
from qq_api.mirai.mapping.events import to_mirai
from qq_api.mirai.mapping.serving import to_actions, to_answer
from qq_api.mirai.mapping.states import State
from qq_api.mirai.mapping.values import mapping
from qq_api.sandbox.mirai import napcat
from qq_api.sandbox.mirai.context import WorldContext
from qq_api.sandbox.world import World
from qq_api.types import CallAction, Emit, Payload

_log = logging.getLogger(__name__)

VERSION = "2.10.0"

SUBS = ("groupConfig", "memberInfo")
"""Commands that are two; what other commands have as `subCommand` is passed over."""

_WORDS = (
    (20, re.compile("is muted")),
    (10, re.compile("no permission|no power|无法设置|cannot be recalled|is_dismiss|was not (asked|invited)")),
    (5, re.compile("no group|is not in|no user|不存在|no friend|no file|no folder|flag|no notice|no message|no card")),
)
"""Why the World refuses -> the state code."""


class Account:
    """What both adapters ask.

    Args:
        world: the World.
        self_id: the account.
        as_napcat: whether it speaks as NapCat's plug-in does.
    """

    def __init__(self, world: World, self_id: int, as_napcat: bool = False) -> None:
        self.self_id, self.context = self_id, WorldContext(world, self_id)
        self._world, self._sending, self._napcat = world, 0, as_napcat
        self.call_action: CallAction

    @contextmanager
    def listening(self, push: Emit) -> Iterator[None]:
        """Hand on packets while the block runs. What was said by a command is none; by other ways of the account it is
        told as said by another client."""

        def hand_on(event: Payload) -> None:
            own = event.get("post_type") == "message_sent" and self._sending
            for packet in [] if own else to_mirai(event, self.context):
                push(napcat.told(packet, self.self_id) if self._napcat else packet)

        with self._world.listening(self.self_id, hand_on, own=True):
            yield

    async def ask(self, command: str, content: Payload, sub: str = "") -> Payload:
        """The answer to a command; one that fails has a state code."""
        answer = await self._answered(command, content, sub if command in SUBS else "")
        return napcat.answered(answer) if self._napcat else answer

    async def _answered(self, command: str, content: Payload, sub: str) -> Payload:
        try:
            return await self._done(command, content, sub)
        except State as state:
            return state.answer
        except ActionFailed as failed:
            return state_of(failed).answer
        except Exception as error:  # noqa: BLE001  (the boundary of one command)
            _log.warning("%s failed", command, exc_info=True)
            return State(500, str(error)).answer

    async def _done(self, command: str, content: Payload, sub: str) -> Payload:
        known = _OWN.get(command)
        if known is not None:
            return {"code": 0, "msg": "", "data": known(self)}
        data = []
        for action, params in to_actions(command, content, sub, self.context):
            data.append(await self._call(action, self._completed(action, params)))
        return to_answer(command, content, sub, data, self.context)

    async def _call(self, action: str, params: Payload) -> Any:
        self._sending += 1
        try:
            return await self.call_action(action, **params)
        finally:
            self._sending -= 1

    def _completed(self, action: str, params: Payload) -> Payload:
        """What a command leaves out because mirai-api-http knows it: in which folder a file is."""
        if action not in _PLACES:
            return params
        group = self._world.groups.get(params["group_id"])
        file = group.files.get(params["file_id"]) if group else None
        return {**params, _PLACES[action]: file.folder_id if file else "/"}

    def me(self, session: str) -> Payload:
        """The answer of `sessionInfo`."""
        return {"code": 0, "msg": "", "data": {"sessionKey": session, "qq": self.context.friend(self.self_id)}}


_PLACES = {"move_group_file": "parent_directory", "rename_group_file": "current_parent_directory"}

_OWN: dict[str, Callable[[Account], Any]] = {
    "about": lambda _: {"version": VERSION},
    "botList": lambda account: [account.self_id],
}


def state_of(failed: ActionFailed) -> State:
    """The state code of an action that the World refused."""
    result = mapping(failed.result)
    retcode, wording = result.get("retcode"), str(result.get("wording") or "")
    if retcode in (1400, 1404):
        return State({1400: 400, 1404: 6}[retcode], wording)
    code = next((code for code, words in _WORDS if words.search(wording)), 500)
    return State(code, wording if code == 500 else "")
