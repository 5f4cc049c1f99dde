"""The sandbox as a program: a World, its peers and its page."""

import argparse
import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass

from qq_api.errors import PortBusy
from qq_api.keep import keep, pauses
from qq_api.loop import beside
from qq_api.onebot.peers import ForwardWebSocketPeer, HttpApiPeer, HttpPostPeer, OnChange, ReverseWebSocketPeer
from qq_api.sandbox.page_server import Page
from qq_api.sandbox.transport import WorldTransport
from qq_api.sandbox.view import QQView
from qq_api.sandbox.world import World
from qq_api.texts import Texts
from qq_api.types import Peer
from qq_api.web import bind, port_of, serving

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
        ws_port: where bots may connect to by WebSocket; None for nowhere, 0 for any free port.
        page_port: where the page is; 0 for any free port.
        page_token: in the page's address; made anew where it is "".
        heartbeat: seconds between heartbeats.
    """

    url: str = ""
    token: str = ""
    post_url: str = ""
    secret: str = ""
    api_port: int | None = None
    ws_port: int | None = None
    page_port: int = 0
    page_token: str = ""
    heartbeat: float = 30


@dataclass
class Sandbox:
    """A running sandbox."""

    world: World
    page: Page
    url: str


def small_world() -> World:
    """A bot (10001) and four people in one group (20001)."""
    world = World()
    world.add_person(SELF_ID, "小麦 Bot", online=True)
    for user_id, nickname in ((10002, "Alice"), (10003, "老王"), (10004, "Notch"), (10005, "<b>Bold</b>")):
        world.add_person(user_id, nickname)
    cards = {SELF_ID: "", 10003: "老王 [腐竹]", 10004: "", 10005: ""}
    group = world.add_group(GROUP_ID, "生存服 Survival", owner=10002, members=cards)
    group.members[10003].role = "admin"
    return world


@asynccontextmanager
async def sandbox(world: World, options: Options) -> AsyncIterator[Sandbox]:
    """Run a World with its page and its peers while the block runs.

    Raises:
        PortBusy: one of its ports cannot be had.
    """
    with ExitStack() as held:
        sock = held.enter_context(bind("127.0.0.1", options.page_port))
        page = Page(world, port_of(sock), options.page_token)
        peers = _peers(options, page, held)
        for peer in peers:
            held.enter_context(world.listening(SELF_ID, peer.emit))
        url = f"http://127.0.0.1:{port_of(sock)}/?token={page.token}"
        async with serving(page.asgi, sock), beside(*(_keep_peer(world, peer) for peer in peers)):
            yield Sandbox(world, page, url)


def _peers(options: Options, page: Page, sockets: ExitStack) -> list[Peer]:
    peers: list[Peer] = []
    on_change, token, beat = _Ways(page.qq).on_change, options.token, options.heartbeat
    if options.url:
        peers.append(ReverseWebSocketPeer(options.url, SELF_ID, token, beat, on_change("reverse")))
    if options.ws_port is not None:
        sock = sockets.enter_context(bind("127.0.0.1", options.ws_port))
        peers.append(ForwardWebSocketPeer(sock, SELF_ID, token, beat, on_change("forward")))
    if options.post_url:
        peers.append(HttpPostPeer(options.post_url, SELF_ID, options.secret))
    if options.api_port is not None:
        peers.append(HttpApiPeer(sockets.enter_context(bind("127.0.0.1", options.api_port)), token))
    return peers


class _Ways:
    """The ways by which a bot is connected; the page shows whether there is any."""

    def __init__(self, view: QQView) -> None:
        self._view = view
        self._there: set[str] = set()

    def on_change(self, way: str) -> OnChange:
        def change(connected: bool) -> None:
            self._there = self._there | {way} if connected else self._there - {way}
            self._view.connection(SELF_ID, bool(self._there))

        return change


async def _keep_peer(world: World, peer: Peer) -> None:
    account = WorldTransport(world, SELF_ID)
    await keep(type(peer).__name__, lambda: peer.run(account.call_action), lambda: pauses(0.3, 3))


def main(argv: list[str], texts: Texts) -> int:
    """The command `sandbox`; ends on Ctrl-C, or when its standard input is closed and `--until-eof` was given."""
    options = _parser(texts).parse_args(argv)
    until_eof = vars(options).pop("until_eof")
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_serve(Options(**vars(options)), until_eof))
    except PortBusy as error:
        why = texts.get(f"port.{error.reason}") or error.reason
        print(texts("cli.page_port", host=error.host, port=error.port, why=why), file=sys.stderr)
        return 1
    return 0


async def _serve(options: Options, until_eof: bool) -> None:
    async with sandbox(small_world(), options) as running:
        _say("sandbox", running.url)
        running.page.on_ready = _say
        await (asyncio.to_thread(sys.stdin.read) if until_eof else asyncio.Event().wait())


def _say(part: str, what: str) -> None:
    """One line a part that is up, for people and for whoever started us: `sandbox ready http://…`."""
    print(f"{part} ready {what}", flush=True)


def _parser(texts: Texts) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("sandbox", description=texts("cli.sandbox"))
    parser.add_argument("--url", default="ws://127.0.0.1:5700/ws", help=texts("cli.help.url"))
    parser.add_argument("--token", default=os.environ.get("QQ_TOKEN", ""), help=texts("cli.help.token"))
    parser.add_argument("--post-url", default="", help=texts("cli.help.post_url"))
    parser.add_argument("--secret", default="", help=texts("cli.help.secret"))
    parser.add_argument("--api-port", type=int, help=texts("cli.help.api_port"))
    parser.add_argument("--ws-port", type=int, help=texts("cli.help.ws_port"))
    parser.add_argument("--page-port", type=int, default=8700, help=texts("cli.help.page_port"))
    parser.add_argument(
        "--page-token", default=os.environ.get("QQ_SANDBOX_TOKEN", ""), help=texts("cli.help.page_token")
    )
    parser.add_argument("--heartbeat", type=float, default=30, help=texts("cli.help.heartbeat"))
    parser.add_argument("--until-eof", action="store_true", help=texts("cli.help.until_eof"))
    return parser
