"""All of it together: what comes of a message, and of a server's call."""

import asyncio
import difflib
import itertools
import logging
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

from qq_api.bridge.config import TogetherSettings
from qq_api.bridge.speakers import Speakers, key_of
from qq_api.bridge.together.choice import Choices
from qq_api.bridge.together.merge import Gatherings
from qq_api.bridge.together.server import Server
from qq_api.bridge.together.words import ALIASES, Words
from qq_api.calls import failed, reason
from qq_api.errors import ActionFailed, Error
from qq_api.message import text
from qq_api.news import ACTION, news_of
from qq_api.texts import Texts
from qq_api.types import CallAction, Payload

LATE_SECONDS = 30.0
"""What was found in the history after so long is no command any more; qq_chat does none that is older, either."""

_log = logging.getLogger(__name__)


_Kind: TypeAlias = Literal["merged", "chosen", "choose"]


class _Plan(NamedTuple):
    """What is to come of a command, and by which of the Minecraft servers that may hear it.

    `rest` is what stands behind its name, `target` whom the person chose.
    """

    kind: _Kind
    rest: str
    servers: Sequence[Server]
    target: Server

    @property
    def is_ours(self) -> bool:
        """Whether the bridge answers: it is asked for, or whoever was asked for is away."""
        return self.kind == "choose" or (self.kind == "chosen" and not self.target.is_there)

    def goes_to(self, server: Server) -> bool:
        if self.kind == "chosen":
            return server is self.target and server.is_there
        return self.kind == "merged"


class Together:
    """What several Minecraft servers do as one; on the bot's loop.

    Args:
        servers: all there are now, in their order.
        call_action: makes calls at QQ's side.
        texts: the words.
        file: where it is kept who chose which server; None for this run only.

    Attributes:
        settings: as configured; `use` changes them.
        choices: who chose which server.
        speaks: whether we answer for an account; of several bridges that have it only one does.
    """

    def __init__(
        self, servers: Callable[[], Sequence[Server]], call_action: CallAction, texts: Texts, file: Path | None = None
    ) -> None:
        self._servers, self._call_action, self._texts = servers, call_action, texts
        self.choices = Choices(file, texts)
        self.speak_for_all()
        self._gatherings = Gatherings(call_action)
        self._speakers, self._numbers = Speakers(), itertools.count(time.time_ns() // 1000)
        self._tasks: set[asyncio.Task[None]] = set()
        self._latest: tuple[Payload, _Plan | None] | None = None
        self.use(TogetherSettings(enabled=False))

    def use(self, settings: TogetherSettings) -> None:
        """Do as is configured, from now on."""
        self.settings, self._words, self._latest = settings, Words(settings.prefix), None
        self._kinds: dict[str, _Kind] = {
            **dict.fromkeys(settings.choose, "choose"),
            **dict.fromkeys(settings.chosen, "chosen"),
            **dict.fromkeys(settings.merged, "merged"),
        }

    def speak_for_all(self) -> None:
        """We are the only bridge."""
        self.speaks: Callable[[Any], bool] = lambda _self_id: True

    async def stop(self) -> None:
        """Say nothing more."""
        self._gatherings.cancel()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # -- from QQ

    def listen(self, event: Payload) -> None:
        """Hear an event of QQ, and answer what is ours to answer; never waits."""
        if event["post_type"] == "connection":
            self._connection(event)
        plan = self._plan_of(event)
        if plan is not None and plan.is_ours:
            self._hear(self._speakers.hear(event))

    def overdue(self) -> None:
        """Now and then: answer what only an account has heard that does not speak there usually."""
        self._hear(self._speakers.overdue())

    def chooses(self, event: Payload) -> bool:
        """Whether an event is not simply for all; `goes_to` says for whom."""
        return self._plan_of(event) is not None

    def goes_to(self, server: Server, event: Payload) -> bool:
        """Whether a server that may hear an event is to hear it."""
        plan = self._plan_of(event) if server.is_game else None
        return plan is None or plan.goes_to(server)

    def _connection(self, event: Payload) -> None:
        if event["connection_type"] == "open":
            self._speakers.came(event["self_id"])
        else:
            self._hear(self._speakers.went(event["self_id"]))

    def _plan_of(self, event: Payload) -> _Plan | None:
        """Made once for an event; it is the same for all servers."""
        if event["post_type"] != "message" or not self.settings.enabled:
            return None
        if self._latest is None or self._latest[0] is not event:
            self._latest = event, self._plan(event)
        return self._latest[1]

    def _plan(self, event: Payload) -> _Plan | None:
        command = None if _is_late(event) else self._words.command(event)
        kind = self._kind(command.word) if command else None
        if command is None or kind is None:
            return None
        servers = [one for one in self._servers() if one.is_game and one.hears(event)]
        if len(servers) < 2:
            return None
        if kind == "merged":
            there = [one.name for one in servers if one.is_there]
            self._gatherings.expect(event, _place_and_key(event), there, self.settings.wait)
        return _Plan(kind, command.rest, servers, self._target(event, servers))

    def _kind(self, word: str) -> _Kind | None:
        return self._kinds.get(word) or self._kinds.get(ALIASES.get(word, word))

    def _target(self, event: Payload, servers: Sequence[Server]) -> Server:
        """Whom somebody chose, else the first that is there."""
        chosen = self.choices.of(event.get("user_id"))
        named = [one for one in servers if one.name == chosen]
        return next(iter([*named, *(one for one in servers if one.is_there), *servers]))

    # -- our own answers

    def _hear(self, events: Sequence[Payload]) -> None:
        for event in events:
            plan = self._plan_of(event)
            if plan is None:
                continue
            words = self._choose(event, plan) if plan.kind == "choose" else self._away(plan)
            if self.speaks(event.get("self_id")):
                self._spawn(self._say(event, words))

    def _away(self, plan: _Plan) -> str:
        others = ", ".join(one.name for one in plan.servers if one.is_there)
        return self._texts("together.away" if others else "together.all_away", server=plan.target.name, servers=others)

    def _choose(self, event: Payload, plan: _Plan) -> str:
        if not plan.rest:
            return self._texts("together.now", server=plan.target.name, servers=self._list(plan))
        names = {one.name.lower(): one for one in plan.servers}
        chosen = names.get(plan.rest.lower())
        if chosen is None:
            return self._unknown(plan, [*names])
        self.choices.choose(event.get("user_id"), chosen.name)
        return self._texts("together.chosen" if chosen.is_there else "together.chosen_away", server=chosen.name)

    def _unknown(self, plan: _Plan, names: Sequence[str]) -> str:
        near = difflib.get_close_matches(plan.rest.lower(), names, n=1)
        shown = {one.name.lower(): one.name for one in plan.servers}
        fields = {"name": plan.rest[:64], "servers": self._list(plan)}
        if near:
            return self._texts("together.near", near=shown[near[0]], **fields)
        return self._texts("together.unknown", **fields)

    def _list(self, plan: _Plan) -> str:
        rows = {True: "together.there", False: "together.not_there"}
        return "\n".join(self._texts(rows[one.is_there], server=one.name) for one in plan.servers)

    async def _say(self, event: Payload, words: str) -> None:
        quote = {"type": "reply", "data": {"id": str(event.get("message_id"))}}
        place = "group" if event.get("message_type") == "group" else "user"
        to = {f"{place}_id": event.get(f"{place}_id"), "self_id": event.get("self_id")}
        action = "send_group_msg" if place == "group" else "send_private_msg"
        try:
            await self._call_action(action, message=[quote, text(words)], **to)
        except Error as error:
            _log.warning(self._texts("together.not_said", reason=reason(error)))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # -- from the servers

    async def call(self, server: Server, action: str, /, **params: Any) -> Any:
        """Make a call for a server that may make it; returns its `data`.

        Raises:
            ActionFailed: what it tells the others cannot be told (1400, or 1404: nobody may), or QQ's side could not do
                it.
        """
        if action == ACTION:
            return self._tell(server, params)
        if server.is_game:
            return await self._gatherings.call(server.name, action, params)
        return await self._call_action(action, **params)

    def _tell(self, server: Server, params: Payload) -> Payload:
        if not (self.settings.enabled and self.settings.chat):
            raise ActionFailed(failed(1404, "servers tell each other nothing here (together.chat)"))
        news, told = news_of(params), []
        groups = [one for one in news.group_ids if server.hears_group(one)]
        for other in self._servers():
            its = [one for one in groups if other.hears_group(one)]
            if its and other is not server and other.is_game and other.is_there:
                notice = news.notice(server.name, its, next(self._numbers))
                other.notify({**notice, "self_id": params.get("self_id")})
                told.append(other.name)
        return {"told": told}

    def chosen(self) -> Counter[str]:
        """How many people chose each of the servers."""
        names = {one.name for one in self._servers() if one.is_game}
        return Counter({name: count for name, count in self.choices.counts().items() if name in names})


def _place_and_key(event: Payload) -> object:
    """What two of our accounts in a group hear is the same; what is said to each in private is not."""
    if event.get("group_id") is None:
        return event.get("self_id"), event.get("message_id")
    return event["group_id"], key_of(event)


def _is_late(event: Payload) -> bool:
    said = event.get("time")
    return bool(event.get("backfilled")) and isinstance(said, int) and time.time() - said > LATE_SECONDS
