"""The make-believe official platform, whole: `async with OfficialPlatform(world, settings, self_id) as official`."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from typing import Any

from qq_api.loop import beside
from qq_api.sandbox.official.api import TOKEN_PATH, Api, Called
from qq_api.sandbox.official.calls import saying
from qq_api.sandbox.official.gateway import Gateway
from qq_api.sandbox.official.ids import Place
from qq_api.sandbox.official.intents import mask
from qq_api.sandbox.official.office import Office
from qq_api.sandbox.official.settings import OfficialOf
from qq_api.sandbox.official.shapes import Told
from qq_api.sandbox.official.signing import Signer
from qq_api.sandbox.official.tokens import Tokens
from qq_api.sandbox.official.webhook import Webhook
from qq_api.sandbox.storage import Downloads, FolderStore
from qq_api.sandbox.world import World
from qq_api.web import bind, headers_of, port_of, refuse, serving


class OfficialPlatform:
    """Tencent's bot platform for one bot, on this machine, while the block runs.

        async with OfficialPlatform(world, {"port": 0}, self_id=10001) as official:
            ...  # a bot with official.settings.app_id and .secret connects to official.url
            world.say(10002, [message.at(10001), message.text(" hi")], group_id=20001)
            await official.called("POST /v2/groups/{group_openid}/messages")
            official.clock.move(301)
            official.gateway.drop()

    Attributes:
        settings: who the bot is, and how it is treated.
        url: where it is: the API, the token (`token_url`), and the gateway, which the API names.
        office: what the platform knows of the bot; `office.ids` names people and groups as the bot does.
        clock: can be moved.
        tokens: can be revoked.
        gateway: connections can be broken there.
        webhook: where events are posted; None where they go by the gateway.
        api: calls can be refused there, or their answers lost.

    Args:
        world: where the bot is.
        settings: as in `sandbox.yml`, or their model; a port of 0 is any free one.
        self_id: the bot's account in the World.
        store: keeps files; without one, the platform has its own, and gives it to a World that has none.
        on_change: told whether a bot is connected.

    Raises:
        pydantic.ValidationError: the settings are wrong.
        Refused: on entering; the bot is nobody of the World, or a channel is no group of it.
        PortBusy: on entering; the port cannot be had.
        NoSignatures: on entering; webhooks need a library that is not there.
    """

    def __init__(
        self,
        world: World,
        settings: OfficialOf | Mapping[str, Any] | None = None,
        self_id: int = 10001,
        *,
        store: FolderStore | None = None,
        on_change: Callable[[bool], None] = lambda _: None,
    ) -> None:
        given = settings if isinstance(settings, OfficialOf) else OfficialOf.model_validate(settings or {"port": 0})
        self.world, self.settings, self.self_id = world, given.model_copy(deep=True), self_id
        self.url = ""
        self.office = Office(world, self.settings, self_id)
        self.clock, self.ids = self.office.clock, self.office.ids
        self.tokens = Tokens(given.app_id, given.secret.get_secret_value(), self.clock)
        self.gateway = Gateway(self.office, self.tokens, on_change)
        self.webhook: Webhook | None = None
        self._on_change = on_change
        self._own_store = store is None
        self.store = store or FolderStore()
        self.api = Api(self.office, self.tokens, self.store, lambda: self.url)
        self.api.on_call.append(lambda _called: self._wake())
        self._downloads, self._news, self._life = Downloads(self.store), asyncio.Event(), AsyncExitStack()

    @property
    def token_url(self) -> str:
        """Where tokens are."""
        return f"{self.url}{TOKEN_PATH}"

    async def __aenter__(self) -> "OfficialPlatform":
        self.world.person(self.self_id)
        for group_id in self.settings.channels:
            self.world.group(group_id)
        async with AsyncExitStack() as life:
            sock = life.enter_context(bind(self.settings.host, self.settings.port))
            host = f"[{self.settings.host}]" if ":" in self.settings.host else self.settings.host
            self.url = f"http://{host}:{port_of(sock)}"
            if self._own_store:
                await self._open_store(life)
            self._listen(life)
            await life.enter_async_context(serving(self._asgi, sock))
            life.callback(self.gateway.close, 1001)
            if self.webhook is not None:
                await life.enter_async_context(beside(self.webhook.run()))
            self._life = life.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._life.aclose()

    async def _open_store(self, life: AsyncExitStack) -> None:
        await life.enter_async_context(self.store)
        self.store.address = self.url
        before, self.world.store = self.world.store, self.store
        life.callback(setattr, self.world, "store", before)

    def _listen(self, life: AsyncExitStack) -> None:
        """Events go to the webhook, where there is one, else to the gateway."""
        if self.settings.webhook_url is not None:
            signer = Signer(self.settings.secret.get_secret_value())
            intents, url = mask(self.settings.intents), str(self.settings.webhook_url)
            self.webhook = Webhook(url, self.settings.app_id, signer, self.clock, intents, self._on_change)
        self.office.tells = [self.webhook.tell if self.webhook else self.gateway.tell]
        life.enter_context(self.world.listening(self.self_id, self.office.heard, own=self.settings.echo))
        life.enter_context(self.world.watching(self.office.noted))

    async def _asgi(self, scope: Any, receive: Any, send: Any) -> None:
        if "origin" in headers_of(scope):  # no web page has business here
            await refuse(scope, send, 403, "browsers are refused")
        elif scope["type"] == "websocket":
            await self.gateway.asgi(scope, receive, send)
        elif scope["type"] != "http":
            await refuse(scope, send, 404, "not found")
        elif scope["path"] == "/download":
            await self._downloads.asgi(scope, receive, send)
        else:
            await self.api.asgi(scope, receive, send)

    # -- what people do on the platform, and QQ itself does not have

    def hear_all(self, group_id: int, enable: bool = True) -> None:
        """A group's owner lets the bot hear all that is said, or no longer."""
        self.office.hear_all(group_id, enable)

    def take_active(self, enable: bool, *, group_id: int = 0, user_id: int = 0) -> str:
        """A group's owner, or somebody in private, takes active messages, or no longer; returns the event's id."""
        place = Place("group", group_id) if group_id else Place("c2c", user_id)
        return self.office.take_active(place, enable, user_id)

    def press(self, user_id: int, message_id: int, button_id: str) -> str:
        """Somebody presses a button of a message; returns the interaction's id, whose answer `pressed` waits for.

        Raises:
            KeyError: the message has no such button.
        """
        told = self.office.pressed(user_id, message_id, button_id)
        self.office.tell(told)
        return str(told.data["id"])

    async def pressed(self, interaction_id: str, timeout: float = 30) -> int:
        """The code with which the bot answered a button.

        Raises:
            TimeoutError: it did not.
        """
        answers = self.office.desk.interactions
        deadline = asyncio.get_running_loop().time() + timeout
        while (code := answers[interaction_id]) is None:
            await self._wait(deadline, "the button was not answered")
        return code

    def audit(self, audit_id: str, *, passes: bool = True) -> str:
        """Somebody has looked at a message that waits; returns its id, "" where it does not pass.

        Raises:
            KeyError: none waits by that id.
        """
        held = self.office.desk.held.pop(audit_id)
        about = {"audit_id": audit_id, "audit_time": self.clock.iso(self.clock.now())}
        about |= {"create_time": self.clock.iso(held.at), "guild_id": self.office.shapes.posts.guild_id()}
        about |= {"channel_id": self.ids.of("channel" if held.place.scene == "channel" else "dms", held.place.number)}
        if not passes:
            self.office.tell(Told("MESSAGE_AUDIT_REJECT", about))
            return ""
        said = saying.say(self.office, held.place, held.segments)
        name = self.ids.of("post", said.message_id)
        passed = {"message_id": name, "seq_in_channel": str(said.seq)}
        self.office.tell(Told("MESSAGE_AUDIT_PASS", about | passed))
        return name

    # -- what bots did

    async def connected(self, timeout: float = 30) -> None:
        """Wait until a bot hears events.

        Raises:
            TimeoutError: none came.
        """
        deadline = asyncio.get_running_loop().time() + timeout
        while not (self.webhook.checked.is_set() if self.webhook else self.gateway.is_connected()):
            if asyncio.get_running_loop().time() > deadline:
                raise TimeoutError("no bot connected")
            await asyncio.sleep(0.01)

    async def called(self, name: str = "", timeout: float = 30) -> Called:
        """The next call that was not given yet.

        Args:
            name: `POST /v2/groups/{group_openid}/messages`, or its beginning; others stay for later.
            timeout: seconds to wait.

        Raises:
            TimeoutError: none came; says which did.
        """
        deadline = asyncio.get_running_loop().time() + timeout
        while (found := next((one for one in self.api.calls if one.name.startswith(name)), None)) is None:
            came = ", ".join(one.name for one in self.api.calls)
            await self._wait(deadline, f"nobody called {name or 'anything'}; what came: {came or 'nothing'}")
        self.api.calls.remove(found)
        return found

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()

    async def _wait(self, deadline: float, otherwise: str) -> None:
        left = deadline - asyncio.get_running_loop().time()
        try:
            await asyncio.wait_for(self._news.wait(), max(left, 0))
        except asyncio.TimeoutError:
            raise TimeoutError(otherwise) from None
