"""The sandbox as a program: a World, its peers and its page."""

import argparse
import asyncio
import contextlib
import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pydantic import SecretStr, ValidationError
from pydantic_core import PydanticCustomError
from ruamel.yaml import YAML

from qq_api.config import load_config
from qq_api.config.disk import read_text
from qq_api.config.faults import config_error, line_of
from qq_api.errors import ConfigError, PortBusy
from qq_api.loop import beside
from qq_api.sandbox.config import Flavour, Place, SandboxConfig
from qq_api.sandbox.fault_desk import in_words
from qq_api.sandbox.load import rate_of
from qq_api.sandbox.official import NoSignatures, OfficialOf, OfficialPlatform
from qq_api.sandbox.python import Sandbox
from qq_api.sandbox.storage import NoFolder
from qq_api.sandbox.world import World
from qq_api.sandbox.world.friends import befriend
from qq_api.texts import Texts

LOAD_SECONDS = 5.0
"""How often it is told how many messages went through."""

MIRAI_PORT = 8080
"""Where mirai-api-http listens, if nobody says otherwise."""

SELF_ID = 10001
GROUP_ID = 20001


@dataclass
class Options:
    """What the sandbox speaks to.

    Attributes:
        url: a reverse WebSocket to connect to; "" for none.
        token: for it, for the HTTP API and for the WebSocket server.
        post_url: where events are posted; "" for nowhere.
        secret: signs the posts.
        api_port: where actions are taken by HTTP; None for nowhere, 0 for any free port.
        mirai_port: where mirai-api-http is served, instead of `url`; None for nowhere, 0 for any free port.
        ws_port: where bots may connect to by WebSocket; None for nowhere, 0 for any free port.
        page_port: where the page is; 0 for any free port.
        page_token: in the page's address; made anew where it is "".
        heartbeat: seconds between heartbeats; None for the flavour's.
        reconnect: seconds before the reverse WebSocket is tried again; None for the flavour's, 0 for growing pauses,
            which begin small: the bot is often started after us.
        flavour: whose manners the sandbox has.
        seed: what is left to chance comes out the same each time; None for another each time.
        world: the file in which all that happens is kept; None for nowhere.
        load: messages a second that members say by themselves; None for none.
        official: where Tencent's official platform is made believe for the bot, instead of `url`; None for nowhere.
    """

    url: str = ""
    token: str = ""
    post_url: str = ""
    secret: str = ""
    api_port: int | None = None
    ws_port: int | None = None
    mirai_port: int | None = None
    page_port: int = 0
    page_token: str = ""
    heartbeat: float | None = None
    reconnect: float | None = 0
    flavour: Flavour = "llonebot"
    seed: int | None = None
    world: Path | None = None
    load: float | None = None
    official: int | None = None

    def to_config(self) -> SandboxConfig:
        """The same as a configuration with one account.

        Raises:
            pydantic.ValidationError: an address or a port is none.
        """
        page = {"port": self.page_port, "token": self.page_token}
        official = None if self.official is None else {"port": self.official}
        account = {"user_id": SELF_ID, "endpoints": [*self._endpoints()], "official": official}
        rest = {"flavour": self.flavour, "seed": self.seed, "world": self.world, "load": self.load}
        return SandboxConfig.model_validate({"page": page, "accounts": [account], **rest})

    def _endpoints(self) -> Iterator[dict[str, Any]]:
        token, heartbeat = self.token, self.heartbeat
        if self.url and self.official is None and self.mirai_port is None:
            reverse = {"url": self.url, "token": token, "heartbeat": heartbeat, "reconnect": self.reconnect}
            yield {"type": "websocket_reverse", **reverse}
        if self.ws_port is not None:
            yield {"type": "websocket", "port": self.ws_port, "token": token, "heartbeat": heartbeat}
        if self.post_url:
            yield {"type": "http_post", "url": self.post_url, "secret": self.secret}
        if self.api_port is not None:
            yield {"type": "http", "port": self.api_port, "token": token}
        if self.mirai_port is not None:
            yield {"type": "mirai", "port": self.mirai_port, "token": token}


def small_world(seed: int | None = None) -> World:
    """A bot (10001) and four people in one group (20001); 10002, its owner, is the bot's friend."""
    world = World(seed=seed)
    world.add_person(SELF_ID, "小麦 Bot", online=True)
    for user_id, nickname in ((10002, "Alice"), (10003, "老王"), (10004, "Notch"), (10005, "<b>Bold</b>")):
        world.add_person(user_id, nickname)
    cards = {SELF_ID: "", 10003: "老王 [腐竹]", 10004: "", 10005: ""}
    group = world.add_group(GROUP_ID, "生存服 Survival", owner=10002, members=cards)
    group.members[10003].role = "admin"
    befriend(world, SELF_ID, 10002)
    return world


def sandbox(world: World, options: Options, texts: Texts | None = None) -> Sandbox:
    """A World with its page and the endpoints of its account 10001, for `async with`."""
    return Sandbox(options.to_config(), world, texts=texts)


def main(argv: list[str], texts: Texts) -> int:
    """The command `sandbox`; ends on Ctrl-C, or when its standard input is closed and `--until-eof` was given."""
    given = vars(_parser(texts).parse_args(argv))
    path, until_eof = given.pop("config"), given.pop("until_eof")
    if given.pop("faults"):
        print(in_words(texts))
        return 0
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
    try:
        running = _made(path, Options(**given), texts)
        with contextlib.suppress(KeyboardInterrupt, asyncio.CancelledError):
            asyncio.run(_serve(running, until_eof, texts))
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 1
    except PortBusy as error:
        print(_busy(error, path, running.config, texts), file=sys.stderr)
        return 1
    except NoSignatures:
        print(texts("cli.no_signatures"), file=sys.stderr)
        return 1
    except NoFolder as error:
        words = texts("cli.no_folder", folder=error.folder, why=error.reason)
        print(_at(path, ("files",), words, texts), file=sys.stderr)
        return 1
    return 0


def _made(path: Path | None, options: Options, texts: Texts) -> Sandbox:
    """The sandbox of a file, or else of the command line."""
    if path is not None:
        config = load_config(path, SandboxConfig, texts.language)
        config.seed = config.seed if options.seed is None else options.seed
        config.world = options.world or (path.parent / config.world if config.world else None)
        if config.page is not None and not config.page.token.get_secret_value():
            config.page.token = SecretStr(options.page_token)
        if config.files:
            config.files = str(path.parent / config.files)
        config.load = options.load or config.load
        return Sandbox(config, texts=texts)
    try:
        return sandbox(small_world(options.seed), options, texts)
    except ValidationError as error:
        raise config_error(Path("sandbox"), error, SandboxConfig, {}, texts) from None


def _busy(error: PortBusy, path: Path | None, config: SandboxConfig, texts: Texts) -> str:
    """`sandbox.yml:2: page.port: nobody can listen on 127.0.0.1:8700: …`."""
    why = texts.get(f"port.{error.reason}") or error.reason
    place = next((place for place, host, port in config.doors() if (host, port) == (error.host, error.port)), ())
    key = "cli.page_port" if "page" in place else "cannot_listen"
    words = texts(key, host=error.host, port=error.port, why=why)
    return _at(path, place, words, texts)


def _at(path: Path | None, place: Place, words: str, texts: Texts) -> str:
    """The words about a setting, with its place in the file."""
    if path is None or not place:
        return words
    problem = texts("config_error.at", key=".".join(map(str, place)), expected=words)
    return str(ConfigError(path, problem, line_of(YAML().load(read_text(path, texts)), [*place])))


def _end_when_told() -> None:
    """On SIGTERM everything ends as on Ctrl-C, and the World is saved; Windows has no such signal."""
    serving = asyncio.current_task()
    with contextlib.suppress(NotImplementedError):
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, lambda: serving and serving.cancel())


async def _serve(running: Sandbox, until_eof: bool, texts: Texts) -> None:
    if not until_eof:  # else the end of the input is what tells, and a thread waits for it
        _end_when_told()
    async with running, beside(_tell_load(running, texts)):
        for official in running.official.values():
            _say("official", official.url)
            print(_for_config(official, texts), flush=True)
        for mirai in (one for one in running.endpoints if one.type == "mirai"):
            _say("mirai", mirai.address)
        if running.page is not None:
            print(texts("cli.page"), flush=True)
        _say("sandbox", running.url)
        if running.page is not None:
            running.page.on_ready = _say
        await (asyncio.to_thread(sys.stdin.read) if until_eof else asyncio.Event().wait())


def _for_config(official: OfficialPlatform, texts: Texts) -> str:
    """What leads a bot to the make-believe platform."""
    secret = official.settings.secret.get_secret_value()
    where = {"url": official.url, "token_url": official.token_url}
    return texts("cli.official_config", app_id=official.settings.app_id, secret=secret, **where).rstrip()


async def _tell_load(running: Sandbox, texts: Texts) -> None:
    """`load: 1000 messages said, 998 taken`, every few seconds, where members talk by themselves."""
    while running.load is not None:
        await asyncio.sleep(LOAD_SECONDS)
        print(texts("cli.load", said=running.load.said, taken=running.taken), flush=True)


def _say(part: str, what: str) -> None:
    """One line a part that is up, for people and for whoever started us: `sandbox ready http://…`."""
    print(f"{part} ready {what}".rstrip(), flush=True)


def _rate(texts: Texts) -> Callable[[str], float]:
    """Reads `200/s`; a wrong one is told with what was expected."""

    def rate(given: str) -> float:
        try:
            return rate_of(given)
        except PydanticCustomError as error:
            raise argparse.ArgumentTypeError(texts("config_error.rate", **(error.context or {}))) from None

    return rate


def _parser(texts: Texts) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("sandbox", description=texts("cli.sandbox"))
    parser.add_argument("--config", type=Path, help=texts("cli.help.sandbox_config"))
    parser.add_argument("--flavour", choices=get_args(Flavour), default="llonebot", help=texts("cli.help.flavour"))
    parser.add_argument("--seed", type=int, help=texts("cli.help.seed"))
    parser.add_argument("--world", type=Path, help=texts("cli.help.world"))
    parser.add_argument("--url", default="ws://127.0.0.1:5700/ws", help=texts("cli.help.url"))
    parser.add_argument("--token", default=os.environ.get("QQ_TOKEN", ""), help=texts("cli.help.token"))
    parser.add_argument("--post-url", default="", help=texts("cli.help.post_url"))
    parser.add_argument("--secret", default="", help=texts("cli.help.secret"))
    parser.add_argument("--api-port", type=int, help=texts("cli.help.api_port"))
    parser.add_argument("--ws-port", type=int, help=texts("cli.help.ws_port"))
    mirai = texts("cli.help.mirai", port=MIRAI_PORT)
    parser.add_argument("--mirai", type=int, nargs="?", const=MIRAI_PORT, metavar="PORT", dest="mirai_port", help=mirai)
    parser.add_argument("--page-port", type=int, default=8700, help=texts("cli.help.page_port"))
    parser.add_argument(
        "--page-token", default=os.environ.get("QQ_SANDBOX_TOKEN", ""), help=texts("cli.help.page_token")
    )
    parser.add_argument("--heartbeat", type=float, help=texts("cli.help.heartbeat"))
    parser.add_argument("--load", type=_rate(texts), metavar="200/s", help=texts("cli.help.load"))
    port = OfficialOf.model_fields["port"].default
    how = {"type": int, "nargs": "?", "const": port, "metavar": "PORT"}
    parser.add_argument("--official", **how, help=texts("cli.help.official", port=port))
    parser.add_argument("--faults", action="store_true", help=texts("cli.help.faults"))
    parser.add_argument("--until-eof", action="store_true", help=texts("cli.help.until_eof"))
    return parser
