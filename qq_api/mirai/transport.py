"""mirai-api-http as one more way to QQ: its packets are OneBot's events, OneBot's actions its commands."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

from qq_api import message
from qq_api.bot import Bot
from qq_api.calls import failed, take_reserved
from qq_api.config import Mirai
from qq_api.errors import ActionFailed, ApiNotAvailable, FatalError, TryAgain, Unanswered
from qq_api.events import as_id
from qq_api.keep import keep, pauses
from qq_api.mirai.address import Login
from qq_api.mirai.carrying import content_of, with_files
from qq_api.mirai.client import MahClient
from qq_api.mirai.errors import LoginRefused, MiraiError, NoAnswer, NotConnected, code_of, error_of
from qq_api.mirai.http_session import SECONDS
from qq_api.mirai.mapping.actions import Command, Ready, Refusal, Upload, plan, result, retcode_of
from qq_api.mirai.mapping.context import Context
from qq_api.mirai.mapping.events import is_online, to_onebot
from qq_api.mirai.mapping.results import learn_members
from qq_api.mirai.numbers import KeptNumbers
from qq_api.texts import Texts
from qq_api.types import Emit, Payload
from qq_api.websocket import Detached

_log = logging.getLogger(__name__)

MOST_PAUSE = 60.0
"""Seconds between two tries to connect, at most."""

Parked: TypeAlias = tuple[tuple[int, str], Detached | None]
"""The account and the session's key; the open connection, over WebSocket."""


class MiraiTransport:
    """A `Transport`: one account of mirai.

    Args:
        config: where, with which key, as which account, by which way.
        bot: whose events they are.
        texts: the words.
        folder: where it keeps the numbers of messages; None for nowhere.
        parked: what an earlier life of the plugin left.
        new_pauses: between tries to connect.

    Attributes:
        problem: why it does not work, in words; "" while it does.
    """

    def __init__(
        self,
        config: Mirai,
        bot: Bot,
        texts: Texts,
        folder: Path | None = None,
        parked: Iterable[Parked] = (),
        new_pauses: Callable[[], Iterator[float]] = lambda: pauses(most=MOST_PAUSE),
    ) -> None:
        self._config, self._bot, self._texts, self._new_pauses = config, bot, texts, new_pauses
        self._self_id, self._http = config.qq, config.mode == "http"
        key = config.verify_key.get_secret_value()
        self._login = Login(str(config.url), key, config.qq, config.single_mode, str(config.http_url or ""))
        left = next(((key, connection) for (_, key), connection in parked), ("", None))
        self._kept = left if any(left) else None
        self._client = MahClient(self._login, texts, config.mode, config.poll_seconds, left, self._asked)
        self._numbers = KeptNumbers(folder / f"mirai_{config.qq}.jsonl" if folder is not None else None)
        self._context = Context(config.qq, self._numbers)
        self._emit: Emit = bot.emit
        self._is_open = self._is_parked = False
        self._is_online = True
        self.problem = ""

    # -- what a Transport does

    def accounts(self) -> list[int]:
        """The account, while we are connected."""
        return [self._self_id] if self._is_open else []

    def connection_of(self, self_id: Any) -> None:
        """None: no call goes past the loop."""

    async def run(self, emit: Emit) -> None:
        """Hold connections until cancelled.

        Raises:
            FatalError: the key is wrong, or it is no mirai-api-http 2.x.
        """
        self._emit = emit
        self._bot.flow.gates.add(self._gate)
        try:
            await keep(f"QQ {self._self_id}", self._hold, self._new_pauses)
        finally:
            self._bot.flow.gates.discard(self._gate)
            self._numbers.close()
            with contextlib.suppress(MiraiError):  # nobody is there to be told
                await self._client.aclose(log_out=self._http and not self._is_parked)

    async def park(self) -> list[Parked]:
        """Leave the session, and over WebSocket the open connection, to the next life of the plugin."""
        if not self._is_open:
            return []
        self._is_parked = True
        key, connection = await self._client.park()
        return [((self._self_id, key), connection)] if key or connection else []

    async def call_action(self, action: str, /, **params: Any) -> Any:
        """Do an action.

        Raises:
            ActionFailed: mirai-api-http refused (retcode 20000 + its code), or there is nothing it could be asked.
            ApiNotAvailable: not connected, or `self_id` is another account.
            Unanswered: it was asked, and did not answer.
        """
        seconds = SECONDS if params.get("timeout_seconds") is None else None
        self_id, timeout = take_reserved(params)
        if not self._is_open:
            raise ApiNotAvailable(self._texts("mirai.not_connected", url=self._login.shown))
        if self_id is not None and as_id(self_id) != self._self_id:
            raise ApiNotAvailable(self._texts("not_connected.account", self_id=self_id))
        if action == "get_status":
            return {"online": self._is_online, "good": self._is_online}
        try:
            return await self._act(action, params, seconds or timeout)
        except NotConnected as error:
            raise ApiNotAvailable(error.words) from None
        except NoAnswer:
            raise Unanswered(action) from None
        except MiraiError as error:
            raise ActionFailed(failed(retcode_of(error.code), error.words)) from None
        except Refusal as refusal:
            raise ActionFailed(failed(refusal.retcode, refusal.words)) from None

    # -- the connection

    async def _hold(self) -> None:
        if self._is_parked:  # it goes on in the next life
            await asyncio.Event().wait()
        reason = "closed"
        try:
            await self._client.run(self._opened, self._take)
        except LoginRefused as error:
            self.problem = self._texts("mirai.given_up", problem=error.words)
            raise FatalError(self.problem) from None
        except MiraiError as error:
            self.problem = reason = error.words
            raise TryAgain(error.words) from None
        finally:
            self._closed(reason)

    def _opened(self) -> None:
        self.problem, self._is_open = "", True
        _log.info(self._texts("mirai.connected", url=self._login.shown, self_id=self._self_id))
        kept, self._kept = self._kept is not None, None
        self._bot.account_came(self._self_id, kept=kept)
        self._bot.spawn(self._learn())

    def _closed(self, reason: str) -> None:
        if not self._is_open:
            return
        self._is_open = False
        if not self._is_parked:
            self._bot.account_went(self._self_id, reason)
            _log.info(self._texts("mirai.disconnected", url=self._login.shown, reason=reason))

    async def _learn(self) -> None:
        """Who the friends are, and which groups there are: for whom one can write to, and how."""
        for action in ("get_friend_list", "get_group_list"):
            try:
                await self._act(action, {}, SECONDS)
            except (MiraiError, Refusal) as error:
                _log.debug("%s: %s", action, error)

    # -- events

    def _take(self, packet: Payload) -> None:
        online = is_online(packet)
        if online is not None:
            self._note(packet, online=online)
        for event in to_onebot(packet, self._context):
            self._emit(event)
        self._bot.stats.note()
        self._bot.flow.check()

    def _note(self, packet: Payload, *, online: bool) -> None:
        """Mirai itself lives on when QQ throws the account out; told as others tell it."""
        self._is_online = online
        reason = ": ".join(str(packet[key]) for key in ("title", "message") if packet.get(key)) or packet["type"]
        _log.warning(self._texts("mirai.online" if online else "mirai.offline", self_id=self._self_id, reason=reason))
        head = {"time": self._context.now(), "self_id": self._self_id}
        if packet["type"] == "BotOfflineEventForce":
            said = {"tag": str(packet.get("title") or ""), "message": str(packet.get("message") or "")}
            self._emit({**head, "post_type": "notice", "notice_type": "bot_offline", "user_id": self._self_id, **said})
        status = {"online": online, "good": online}
        self._emit({**head, "post_type": "meta_event", "meta_event_type": "heartbeat", "status": status, "interval": 0})

    def _gate(self) -> None:
        self._client.hold(not self._bot.flow.may_read(is_urgent=self._client.is_waited_for))

    def _asked(self) -> None:
        """Somebody waits for an answer, which may lie behind events that nobody reads now."""
        if self._bot.flow.stopped:
            self._gate()

    # -- actions

    async def _act(self, action: str, params: Payload, timeout: float) -> Any:
        params = await with_files(params)
        await self._know_members(params)
        planned = plan(action, params, self._context)
        if isinstance(planned, Refusal):
            raise planned
        if isinstance(planned, Ready):
            return planned.data
        if isinstance(planned, Upload):
            answers = [await self._upload(planned)]
        else:
            answers = [await self._ask(command, timeout) for command in planned]
        return result(action, params, answers, self._context)

    async def _ask(self, command: Command, timeout: float) -> Payload:
        answer = await self._client.ask(command.name, command.content, command.sub, timeout)
        code = code_of(answer)
        if code in command.otherwise:
            return await self._ask(command.otherwise[code], timeout)
        if code != 0:
            raise error_of(answer, self._texts)
        return answer

    async def _upload(self, upload: Upload) -> Payload:
        try:
            name, content = await content_of(upload.file)
        except (OSError, ValueError) as error:
            raise Refusal(1200, self._texts("mirai.no_file", reason=error)) from None
        return await self._client.upload(upload.path, upload.fields, {"file": (upload.name or name, content)})

    async def _know_members(self, params: Payload) -> None:
        """Whoever is mentioned and is no member would make the whole message fail: ask who is in the group."""
        group_id = as_id(params.get("group_id"))
        if not isinstance(group_id, int) or group_id in self._context.complete or not _mentions(params):
            return
        with contextlib.suppress(MiraiError):  # then all count as members
            learn_members(await self._client.call("memberList", {"target": group_id}), group_id, self._context)


def _mentions(params: Payload) -> bool:
    given = params.get("message")
    return given is not None and any(segment["type"] == "at" for segment in message.parse(given))
