"""Tencent's own platform as one more way to QQ: events by its gateway or by webhooks, actions by its API."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from qq_api.bot import Bot
from qq_api.calls import take_reserved
from qq_api.config import Official
from qq_api.errors import ApiNotAvailable, FatalError, TryAgain, Unanswered
from qq_api.events import as_id
from qq_api.http_client import HttpClient
from qq_api.keep import keep, pauses
from qq_api.official.address import Address
from qq_api.official.auth import Token
from qq_api.official.gateway import Gateway, Link, Session, Turns
from qq_api.official.identity import number_of
from qq_api.official.intents import PRESETS, names_of
from qq_api.official.mapping.notices import acknowledgement
from qq_api.official.parts import Parts, speaking
from qq_api.official.presence import Presence
from qq_api.official.problems import PlatformError
from qq_api.official.recent import Recent
from qq_api.official.rest import SECONDS, Rest
from qq_api.official.signature import Signer
from qq_api.official.webhook import Webhook
from qq_api.texts import Texts
from qq_api.types import Emit, Payload
from qq_api.web import serving

_log = logging.getLogger(__name__)

HOSTS = {False: "https://api.sgroup.qq.com", True: "https://sandbox.api.sgroup.qq.com"}
"""The API, and that of the sandbox."""

TOKEN_URL = "https://bots.qq.com/app/getAppAccessToken"  # noqa: S105  (where tokens come from)

Parked: TypeAlias = tuple[tuple[int, str], list[Any]]
"""The account and what it is of (`"shard 0"`, `"ids"`, `"there"`), and plain data: a session, ids that were heard."""

NewParts: TypeAlias = Callable[[Rest, Official, Texts, Path | None], Parts]


class OfficialTransport:
    """A `Transport`: one bot of the platform.

    Args:
        config: its AppID and secret, and by which way events come.
        bot: whose events they are.
        texts: the words.
        folder: where it keeps who is who; None for nowhere.
        sock: the bound socket for webhooks (`web.bind`).
        parked: what an earlier life of the plugin left.
        new_pauses: between tries to reach the gateway.
        new_parts: makes what speaks OneBot.

    Attributes:
        problem: why it does not work, in words; "" while it does.
    """

    def __init__(
        self,
        config: Official,
        bot: Bot,
        texts: Texts,
        folder: Path | None = None,
        sock: socket.socket | None = None,
        parked: Iterable[Parked] = (),
        new_pauses: Callable[[], Iterator[float]] = lambda: pauses(most=60.0),
        new_parts: NewParts = speaking,
    ) -> None:
        self._config, self._bot, self._texts, self._sock, self._new_pauses = config, bot, texts, sock, new_pauses
        self._self_id = config.account()
        self._client = HttpClient(timeout=SECONDS)
        self.token = Token(self._client, str(config.token_url or TOKEN_URL), config.app_id, config.secret)
        self.rest = Rest(self._client, str(config.api_base or HOSTS[config.sandbox]), self.token, config.app_id)
        self._parts = new_parts(self.rest, config, texts, folder)
        left = {what: data for (_, what), data in parked}
        self._recent, self._told = Recent(left.get("ids", ())), Recent()
        self._link = self._linked()
        self._gateways = [self._gateway(shard, left.get(f"shard {shard}")) for shard in range(config.shards)]
        self._was_kept = "there" in left
        self._presence = Presence(self._came, self._went)
        self._parts.attach(lambda: self._presence.is_there, self._reconnect)
        self._holding: list[asyncio.Task[None]] = []
        self._webhook: Webhook | None = None
        self._problem = ""

    def _linked(self) -> Link:
        """What all shards share."""
        config, turns = self._config, Turns()
        address = Address(self.rest, str(config.gateway_url or ""), turns, self._texts)
        intents = names_of([*config.intents, *(PRESETS["guilds_public"] if config.guilds else ())])
        return Link(address, self.token, tuple(intents), self._bot.flow, self._texts, config.shards, turns)

    def _gateway(self, shard: int, left: list[Any] | None) -> Gateway:
        session = Session(*left) if left else None

        def take(frame: Payload) -> None:
            self._take(frame)
            if frame.get("t") in ("READY", "RESUMED"):
                self._problem = ""
                self._presence.up(shard)

        return Gateway(self._link, take, shard, session)

    # -- what a Transport does

    @property
    def problem(self) -> str:
        """Why it does not work, in words."""
        return self._problem or (self._webhook.problem if self._webhook else "")

    def accounts(self) -> list[int]:
        """The bot, while events reach us."""
        return [self._self_id] if self._presence.is_there else []

    def connection_of(self, self_id: Any) -> None:
        """None: no call goes past the loop.

        Raises:
            ApiNotAvailable: it is not there, or `self_id` is another account.
        """
        if self_id is not None and as_id(self_id) != self._self_id:
            raise ApiNotAvailable(self._texts("not_connected.account", self_id=self_id))
        if not self._presence.is_there:
            raise ApiNotAvailable(self.problem or self._texts("official.not_connected", app_id=self._config.app_id))

    def openid_number(self, kind: str, openid: str) -> int:
        """The number of a user or group, seen or not: it follows from the openid alone."""
        return number_of(kind, self._config.app_id, openid)

    async def call_action(self, action: str, /, **params: Any) -> Any:
        """Call an action.

        Raises:
            ApiNotAvailable: not connected, or `self_id` is another account.
            ActionFailed: the platform refused; the retcode is its own code.
            Unanswered: no answer; it may have been carried out.
        """
        self_id, timeout = take_reserved(params)
        self.connection_of(self_id)
        try:
            return await asyncio.wait_for(self._parts.actions.call(action, params), timeout)
        except PlatformError as error:
            raise error.failed(self._texts) from None
        except asyncio.TimeoutError:
            raise Unanswered(action) from None

    async def run(self, emit: Emit) -> None:
        """Hold the gateway, each shard for itself, or serve the webhook, until cancelled.

        Raises:
            FatalError: the platform will not have us, and why.
        """
        self._emit = emit
        work = self._serve() if self._config.mode == "webhook" else self._hold_all()
        async with contextlib.aclosing(self._client):
            try:
                if self._was_kept:
                    self._presence.keep()
                await work
            except FatalError as error:
                self._problem = str(error)
                raise
            finally:
                self._presence.end()
                self._parts.close()

    async def park(self) -> list[Parked]:
        """End the connections but keep their sessions, for `parked` of the next life of the plugin.

        TLS cannot change hands: the next life connects anew, and hears what was said meanwhile.
        """
        there: list[Parked] = [((self._self_id, "there"), [])] if self._presence.is_there else []
        self._presence.freeze()
        if self._webhook is not None:
            self._webhook.takes = False
        for task in self._holding:
            task.cancel()
        await asyncio.gather(*self._holding, return_exceptions=True)
        ids: Parked = ((self._self_id, "ids"), self._recent.ids())
        sessions = {f"shard {gateway.shard}": gateway.session for gateway in self._gateways if gateway.session.id}
        return [*there, ids, *(((self._self_id, what), [one.id, one.seq]) for what, one in sessions.items())]

    # -- the gateway

    async def _hold_all(self) -> None:
        name = f"QQ {self._config.app_id}"
        self._holding = [
            asyncio.create_task(keep(name, partial(self._hold, gateway), self._new_pauses))
            for gateway in self._gateways
        ]
        try:
            await asyncio.gather(*self._holding)
        finally:
            for task in self._holding:
                task.cancel()
            await asyncio.gather(*self._holding, return_exceptions=True)

    def _reconnect(self) -> None:
        """Leave the gateway; `keep` comes back to it."""
        for gateway in self._gateways:
            self._bot.spawn(gateway.leave())

    async def _hold(self, gateway: Gateway) -> None:
        """One connection to its end."""
        try:
            await gateway.run()
        except PlatformError as error:
            raise self._refused(error) from None
        except (TryAgain, ConnectionError, ApiNotAvailable, Unanswered) as error:
            self._problem = str(error)
            raise
        finally:
            self._presence.down(gateway.shard)

    def _refused(self, error: PlatformError) -> Exception:
        """What a refusal means for a connection: the owner has to change something, or it may help to wait."""
        self._problem = error.words(self._texts)
        return (FatalError if error.meaning in ("app", "banned") else TryAgain)(self._problem)

    # -- webhooks

    async def _serve(self) -> None:
        try:
            signer = Signer(self._config.secret.get_secret_value())
        except ImportError:
            raise FatalError(self._texts("official.no_cryptography")) from None
        config, sock = self._config, self._sock
        assert sock is not None  # noqa: S101  (bound by the runtime for this mode)
        self._webhook = Webhook(config.app_id, signer, config.path, self._take, self._bot.flow, self._texts)
        async with serving(self._webhook, sock):
            await keep(f"QQ {config.app_id}", self._prove, self._new_pauses)

    async def _prove(self) -> None:
        """Ask for a token: with one, actions can be done; events come when they come."""
        try:
            await self.token.get()
        except PlatformError as error:
            raise self._refused(error) from None
        self._problem = ""
        self._presence.up(0)
        await asyncio.Event().wait()

    # -- events

    def _take(self, frame: Payload) -> None:
        """One frame, whichever way it came."""
        if not self._recent.is_new(frame.get("id")):
            return
        if (acknowledged := acknowledgement(frame)) is not None:
            self._bot.spawn(self._acknowledge(*acknowledged))
        try:
            for event in self._parts.translator.to_onebot(frame):
                self._tell_number(event)
                self._emit(event)
        except Exception:  # noqa: BLE001  (the boundary of one event: the connection goes on)
            _log.exception("an event was lost: %.300r", frame)
        self._bot.stats.note()

    def _tell_number(self, event: Payload) -> None:
        """By which number a group goes, once: owners need it for their configuration."""
        openid = event.get("real_group_id")
        if isinstance(openid, str) and self._told.is_new(openid):
            _log.info(self._texts("official.number", openid=openid, number=event.get("group_id")))

    async def _acknowledge(self, path: str, answer: Payload) -> None:
        """Answer a press of a button, at once: whoever pressed it waits, three seconds at most."""
        try:
            await self.rest.call("PUT", path, json=answer)
        except (PlatformError, ApiNotAvailable, Unanswered) as error:
            _log.warning(self._texts("official.not_acknowledged", reason=error))

    # -- there, and gone

    def _came(self, kept: bool) -> None:
        _log.info(self._texts("official.connected", app_id=self._config.app_id, mode=self._config.mode))
        self._bot.account_came(self._self_id, kept=kept)

    def _went(self) -> None:
        _log.info(self._texts("official.disconnected", app_id=self._config.app_id, reason=self._problem))
        self._bot.account_went(self._self_id, self._problem)

    # -- the doctor

    async def examine(self) -> list[str]:
        """What is wrong, a finding each, with what to do: credentials, address, gateway, intents."""
        if self._client.is_closed:  # it gave up
            return [self.problem]
        try:
            await self._look()
        except PlatformError as error:
            return [error.words(self._texts)]
        except (ApiNotAvailable, Unanswered) as error:
            return [self._texts("official.unreachable", url=self.rest.base, reason=error)]
        if self.problem:
            return [self.problem]
        if self._webhook is not None and not self._webhook.heard:
            place = {"host": self._config.host, "port": self._config.port, "path": self._config.path}
            return [self._texts("official.doctor.no_post", **place)]
        return [] if self._presence.is_there else [self._texts("official.not_connected", app_id=self._config.app_id)]

    async def _look(self) -> None:
        """Try what everything else needs."""
        await self.token.get()
        await self.rest.call("GET", "/gateway" if self._config.mode == "websocket" else "/users/@me")
