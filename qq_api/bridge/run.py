"""The bridge as a program."""

import argparse
import asyncio
import contextlib
import logging
import signal
import sys
from pathlib import Path
from typing import Any

from qq_api.bot import Bot
from qq_api.bridge.bridge import Bridge, Served, bridging
from qq_api.bridge.config import BridgeConfig
from qq_api.bridge.console import Console, lines
from qq_api.bridge.figures import figures
from qq_api.bridge.fleet import Fleet, fleet
from qq_api.bridge.legacy import is_old, read_old
from qq_api.bridge.log import as_json
from qq_api.bridge.standing import overview_of
from qq_api.broker.metrics import metering
from qq_api.broker.overview import words
from qq_api.config import ReverseWebSocket, load_config, save_config, update_config
from qq_api.config.obtain import show_tokens
from qq_api.config.sections import new_token
from qq_api.errors import ConfigError
from qq_api.onebot.peers.settings import Door
from qq_api.report import report
from qq_api.runtime import Runtime, running
from qq_api.texts import Texts

_log = logging.getLogger(__name__)


def main(argv: list[str], texts: Texts) -> int:
    """The command `bridge`; ends on `stop`, Ctrl-C or SIGTERM, and with `--until-eof` when its input is closed."""
    given = _parser(texts).parse_args(argv)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("qq_api").setLevel(logging.INFO)
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
    try:
        if given.log == "json":
            as_json()
        path, config = obtain(given.config, texts)
        if (given.log or config.log) == "json":
            as_json()
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 1
    with contextlib.suppress(KeyboardInterrupt, asyncio.CancelledError):
        asyncio.run(serve(path, config, texts, until_eof=given.until_eof))
    return 0


def obtain(path: Path, texts: Texts) -> tuple[Path, BridgeConfig]:
    """The configuration, and where it is from now on; made of QQBridge's where only that is there, or anew.

    Raises:
        ConfigError: a file is there and cannot be used; it stays as it is.
    """
    commented = texts.with_own({"config.header": texts("bridge.header")})
    old = path if is_old(path) else path.with_name("config.yml")
    path = path.with_name("bridge.yml") if is_old(path) else path
    if path.exists():
        return path, update_config(path, BridgeConfig, commented, _log)
    if is_old(old):
        config, by_websocket = read_old(old, texts)
        _log.info(texts("bridge.by_websocket" if by_websocket else "bridge.by_http", old=old))
        _log.info(texts("bridge.not_together", path=path))
        said = texts("carried_over", old=old, path=path)
    else:
        config, said = (
            BridgeConfig(connections=[ReverseWebSocket(token=new_token())]),
            texts("bridge.first_run", path=path),
        )
    try:
        save_config(path, config, commented)
        _log.info(said)
    except OSError as error:
        _log.error(texts("not_saved", path=path, reason=error.strerror))
    show_tokens(config.connections, texts)
    return path, config


async def serve(path: Path, config: BridgeConfig, texts: Texts, *, until_eof: bool = False) -> None:
    """Run the bridge until somebody says stop."""
    bot, over = Bot(), asyncio.Event()
    async with (
        running(bot, config.of_qq(), texts) as runtime,
        bridging(bot, config.direct(), texts, config.together, path.with_name(f"{path.stem}.choices.json")) as bridge,
        fleet(bot, config, texts, path.parent, bridge) as at_broker,
        metering(config.metrics, lambda: figures(bot, bridge, at_broker, texts), texts),
    ):
        if not config.peers:
            _log.warning(texts("bridge.no_peers", path=path))
        office = Office(path, bot, runtime, bridge, texts, at_broker)
        console = Console({"status": office.status, "reload config": office.reload}, texts)
        typing = asyncio.create_task(_type(console, over, until_eof=until_eof))
        with contextlib.suppress(NotImplementedError):  # Windows has no such signal
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, over.set)
        print("bridge ready", flush=True)
        try:
            await over.wait()
        finally:
            typing.cancel()
            await asyncio.gather(typing, return_exceptions=True)


async def _type(console: Console, over: asyncio.Event, *, until_eof: bool) -> None:
    """A closed input (a service, a container) is no reason to end, unless that is wanted."""
    if await console.run(lines(console.names)) or until_eof:
        over.set()


class Office:
    """What the commands do.

    Args:
        path: the configuration.
        bot, runtime, bridge: what runs.
        texts: for the words.
        fleet: what is at the broker.
    """

    def __init__(
        self, path: Path, bot: Bot, runtime: Runtime, bridge: Bridge, texts: Texts, fleet: Fleet | None = None
    ) -> None:
        self._path, self._bot, self._runtime, self._bridge, self._texts = path, bot, runtime, bridge, texts
        self._fleet = fleet or Fleet(bot, texts, path.parent, bridge)

    async def status(self) -> str:
        """The side of QQ, and the peers."""
        qq = await report(self._bot, self._runtime, self._texts)
        peers = map(self._served, self._bridge.served)
        lines = [qq, self._texts("bridge.title"), *peers, *self._chosen(), *self._fleet.status()]
        overview = await overview_of(self._fleet, self._texts)
        return "\n".join(lines if overview is None else [*lines, words(overview, self._texts)])

    def _chosen(self) -> list[str]:
        counts = self._bridge.together.chosen().most_common()
        return [self._texts("together.choices", counts=", ".join(f"{name} {count}" for name, count in counts))][
            : len(counts)
        ]

    def _served(self, served: Served) -> str:
        there: list[Any] = [line.self_id for line in served.lines.values() if line.connected]
        counts = {
            key: sum(getattr(one, key) for one in served.lines.values()) for key in ("sent", "waiting", "dropped")
        }
        what = {"name": served.settings.name, "where": where(served), **counts}
        if served.problem:
            return self._texts("status.broken", where=served.settings.name, problem=served.problem)
        if there:
            return self._texts("bridge.there", accounts=", ".join(map(str, there)), **what)
        return self._texts("bridge.away", **what)

    async def reload(self) -> str:
        """Read the configuration again; what is unchanged stays connected."""
        try:
            config = load_config(self._path, BridgeConfig, self._texts.language)
        except ConfigError as error:
            return self._texts("command.not_reloaded", error=error)
        await self._runtime.apply(config.of_qq())
        await self._bridge.apply(config.direct(), config.together)
        await self._fleet.apply(config)
        return self._texts("bridge.reloaded", path=self._path)


def where(served: Served) -> str:
    """Where a peer is, without what may be secret: `websocket_reverse 127.0.0.1:5701`."""
    settings = served.settings
    place = settings if isinstance(settings, Door) else settings.url
    return f"{settings.type} {place.host}:{place.port}"


def _parser(texts: Texts) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("bridge", description=texts("cli.bridge"))
    parser.add_argument("--config", type=Path, default=Path("bridge.yml"), help=texts("cli.help.bridge_config"))
    parser.add_argument("--log", choices=["text", "json"], help=texts("cli.help.log"))
    parser.add_argument("--until-eof", action="store_true", help=texts("cli.help.until_eof"))
    return parser
