"""A bot without Minecraft: the command `bot` runs the connections and the modules of a folder."""

import argparse
import asyncio
import contextlib
import logging
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from qq_api.bot import Bot
from qq_api.config import Config, obtain_config
from qq_api.errors import ConfigError
from qq_api.modules.host import Host, hosting
from qq_api.modules.worker import Limits
from qq_api.notify import Notice, Notifications, notifying
from qq_api.runtime import running
from qq_api.texts import Texts

_log = logging.getLogger(__name__)

FORMAT = "[%(asctime)s] [%(levelname)s] %(message)s"
_OWN_WORDS = {
    "first_run": "bot.first_run",
    "notify.greeting": "bot.greeting",
    "notify.nobody": "bot.nobody",
    "notify.no_apprise": "bot.no_apprise",
}
"""Texts that speak of the Minecraft server, and what stands in their place."""


def main(argv: list[str], texts: Texts) -> int:
    """The command `bot`: runs until it is told to end.

    Returns:
        0 at the end, 2 when the configuration cannot be used.
    """
    options = _parser(texts).parse_args(argv)
    logging.basicConfig(level=logging.INFO, format=FORMAT, datefmt="%H:%M:%S", stream=sys.stdout)
    for name in ("httpx", "uvicorn", "apprise"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        config = obtain_config(options.config, _own_words(texts))
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 2
    options.modules.mkdir(parents=True, exist_ok=True)
    _log.info(texts("bot.running", folder=options.modules))
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(options.modules, config, texts, options.until_eof))
    _log.info(texts("bot.ended"))
    return 0


def _parser(texts: Texts) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("bot", description=texts("cli.bot"))
    parser.add_argument("--modules", type=Path, default=Path("modules"), metavar="DIR", help=texts("cli.help.modules"))
    folder = Path("config/qq_api")
    parser.add_argument("--config", type=Path, default=folder, metavar="DIR", help=texts("cli.help.bot_config"))
    parser.add_argument("--until-eof", action="store_true", help=texts("cli.help.until_eof"))
    return parser


async def _serve(folder: Path, config: Config, texts: Texts, until_eof: bool) -> None:
    async with bot_with_modules(folder, config, texts):
        await (asyncio.to_thread(sys.stdin.read) if until_eof else _told_to_end())


async def _told_to_end() -> None:
    ended, loop = asyncio.Event(), asyncio.get_running_loop()
    with contextlib.suppress(NotImplementedError):  # Windows, where Ctrl+C is a KeyboardInterrupt
        loop.add_signal_handler(signal.SIGTERM, ended.set)
    await ended.wait()


@asynccontextmanager
async def bot_with_modules(
    folder: Path, config: Config, texts: Texts, limits: Limits | None = None
) -> AsyncIterator[tuple[Bot, Host]]:
    """A bot with its connections, its notifications and the modules of a folder, while the block runs.

    Args:
        folder: of the modules.
        config: of the connections, the notifications and the owners.
        texts: the words.
        limits: how patient we are with modules.
    """
    bot, own = Bot(), _own_words(texts)
    expected = any(one.type != "http" for one in config.connections)
    async with (
        running(bot, config, own) as runtime,
        notifying(bot, runtime.watch, own, expected=expected) as notifications,
    ):
        notifications.apply(config.notify)
        async with hosting(folder, bot, config, own, tell=telling_of(notifications), limits=limits) as host:
            yield bot, host


def _own_words(texts: Texts) -> Texts:
    return texts.with_own({key: texts.get(other) or "" for key, other in _OWN_WORDS.items()})


def telling_of(notifications: Notifications) -> Callable[[str, str], None]:
    """Tells the owner about modules: `tell(name, words)`."""

    def tell(name: str, words: str) -> None:
        notifications.tell(Notice("plugins", name, words))

    return tell
