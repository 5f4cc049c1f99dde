"""`/status`, `/ping` and `/player`: how the server does, and who played."""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mcdreforged.api.types import PluginServerInterface

from qq_api import Texts, image
from qq_chat.commands.asked import Answer, Answers, Asked, Command
from qq_chat.commands.feature import Feature
from qq_chat.commands.ping import NoAnswer, NotInstalled, Pong, ping
from qq_chat.people.rights import Level
from qq_chat.relay.common import Common
from qq_chat.relay.outbox.picture import find_font, is_installed
from qq_chat.server.runner import Runner
from qq_chat.status import picture
from qq_chat.status.history import History, Players, Sample
from qq_chat.status.machine import Machine, Use
from qq_chat.status.sampler import Sampler
from qq_chat.text.words import for_qq

Rows = list[tuple[str, str]]


class Status(Feature):
    """How the server does.

    Args:
        common: the relay.
        runner: asks the server for its ticks.
    """

    def __init__(self, common: Common, runner: Runner) -> None:
        self._common, self._texts, self._settings = common, common.texts, common.config.status
        server = common.server
        self._sampler = Sampler(
            runner.run,
            Machine(server.get_server_pid_all),
            History(common.database),
            Players(common.database),
            self._settings.tps,
            lambda: common.online.seen,
            server.is_server_startup,
        )
        self._sampling = asyncio.run_coroutine_threadsafe(self._sampler.go_on(self._settings.sample), common.loop)

    def commands(self) -> Sequence[Command]:
        """All three."""
        on = self._common.config.commands
        return [
            Command("status", self._status, aliases=("状态",), cooldown=5, enabled=on.status),
            Command("ping", self._ping, aliases=("查询",), cooldown=5, args="[address]", enabled=on.ping),
            Command("player", self._player, aliases=("玩家",), args="<ID>", enabled=on.player),
        ]

    def listeners(self) -> Mapping[str, Callable[..., None]]:
        """Players who come and go: what they played counts at once."""
        return {"mcdr.player_joined": self._counts, "mcdr.player_left": self._counts}

    def close(self) -> None:
        """Measure no more."""
        self._sampling.cancel()
        self._sampler.players.are_online(self._common.online.seen)

    def _counts(self, _server: PluginServerInterface, _player: str, _info: Any = None) -> None:
        self._sampler.players.are_online(self._common.online.seen)

    # -- /status

    async def _status(self, _asked: Asked) -> Answer:
        sample, use = await self._sampler.measure()
        if self._settings.form == "picture" and is_installed():
            return [image(await asyncio.to_thread(self._drawn, sample, use))]
        title = self._common.tagged(self._texts("status.title"))
        return "\n".join([title, *(f"{name}: {value}" for name, value in self._rows(self._texts, sample, use))])

    def _rows(self, texts: Callable[..., str], sample: Sample, use: Use) -> Rows:
        """Name and value, in the order in which they are shown; what nobody knows is left out."""
        if not self._common.server.is_server_startup():
            return [(texts("status.server"), texts("status.down")), *self._machine_rows(texts, use)]
        names = ", ".join(self._common.online.seen[:20])
        players = f"{sample.players}  {names}".rstrip()
        rows = [(texts("status.players"), players)]
        if sample.tps is not None:
            mspt = "" if sample.mspt is None else f"  ({sample.mspt:g} ms)"
            rows.append((texts("status.tps"), f"{sample.tps:g}{mspt}"))
        if use.up is not None:
            rows.append((texts("status.server"), f"{use.memory:.0f} MB, {use.cpu:.0f}% CPU"))
            rows.append((texts("status.up"), lasted(use.up, texts)))
        return [*rows, *self._machine_rows(texts, use), (texts("status.versions"), self._versions())]

    def _machine_rows(self, texts: Callable[..., str], use: Use) -> Rows:
        taken = texts("status.host", cpu=f"{use.host_cpu:.0f}", memory=f"{use.host_memory:.0f}")
        return [(texts("status.machine"), taken)]

    def _versions(self) -> str:
        server = self._common.server
        plugins = {name: server.get_plugin_metadata(name) for name in ("mcdreforged", "qq_api", "qq_chat")}
        names = {"mcdreforged": "MCDR", "qq_api": "QQAPI", "qq_chat": "QQChat"}
        game = server.get_server_information().version
        shown = [f"{names[name]} {metadata.version}" for name, metadata in plugins.items() if metadata is not None]
        return ", ".join([*([f"Minecraft {game}"] if game else []), *shown])

    def _drawn(self, sample: Sample, use: Use) -> bytes:
        font = find_font(self._settings.font)
        texts = self._texts if font is not None else Texts.load("qq_chat", "en_us")
        title = f"{self._common.config.server_name} {time.strftime('%m-%d %H:%M')}"
        rows = self._rows(texts, sample, use)
        names = (texts("status.plot_players"), texts("status.plot_tps"))
        return picture.draw(title, rows, self._sampler.history.day(), names, picture.letters(font))

    # -- /ping

    async def _ping(self, asked: Asked) -> str:
        address = (asked.text or "").strip() or self._settings.address
        anywhere = asked.person.level >= Level.ADMIN or address == self._settings.address
        try:
            pong = await ping(address, only_public=not anywhere)
        except NotInstalled:
            return self._texts("ping.not_installed")
        except NoAnswer as error:
            return self._texts("ping.no_answer", address=for_qq(address, 80), reason=error)
        return self._worded(address, pong)

    def _worded(self, address: str, pong: Pong) -> str:
        line = self._texts(
            "ping.answer",
            address=for_qq(address, 80),
            online=pong.online,
            most=pong.most,
            version=for_qq(pong.version, 60),
            ms=round(pong.milliseconds),
        )
        return "\n".join(filter(None, [line, for_qq(pong.motd, 200), for_qq(", ".join(pong.names), 300)]))

    # -- /player

    def _player(self, asked: Asked) -> Answers:
        if not asked.words:
            return asked.usage
        found = self._sampler.players.of(asked.words[0])
        if found is None:
            return self._texts("player.unknown", player=for_qq(asked.words[0], 40))
        is_here = found.name in self._common.online.seen
        seen = self._texts("player.here") if is_here else _moment(found.last_seen, self._texts)
        return self._texts(
            "player.played",
            player=found.name,
            first=_moment(found.first_seen, self._texts),
            last=seen,
            played=lasted(found.seconds, self._texts),
        )


def _moment(at: float | None, texts: Callable[..., str]) -> str:
    return texts("player.not_counted") if at is None else time.strftime("%Y-%m-%d %H:%M", time.localtime(at))


def lasted(seconds: float, texts: Callable[..., str]) -> str:
    """`2 d 3 h`, `5 min`: a time in the two largest units."""
    minutes = int(seconds) // 60
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return texts("lasted.days", days=days, hours=hours)
    return texts("lasted.hours", hours=hours, minutes=rest) if hours else texts("lasted.minutes", minutes=rest)
