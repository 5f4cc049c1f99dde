"""What `config/qq_api/config.yml` may hold."""

import difflib
import re
import secrets
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AnyHttpUrl,
    AnyUrl,
    BeforeValidator,
    Field,
    SecretStr,
    UrlConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from qq_api.config.intents import INTENTS, PRESETS
from qq_api.config.legacy import to_1
from qq_api.config.section import Section
from qq_api.web import is_loopback


def _can_be_sent(token: SecretStr) -> SecretStr:
    """A header can carry visible ASCII only, and a blank would end a token."""
    if not re.fullmatch("[!-~]*", token.get_secret_value()):
        raise PydanticCustomError("token_characters", "cannot be sent")
    return token


Token = Annotated[SecretStr, AfterValidator(_can_be_sent)]
Port = Annotated[int, Field(ge=1, le=65535)]


def new_token() -> SecretStr:
    """A token that nobody can guess; letters and digits only, for command lines and double clicks."""
    return SecretStr(secrets.token_hex(16))


class Listener(Section):
    """Something that others connect to; without a secret only on loopback."""

    type: str
    host: str = "127.0.0.1"
    port: Port

    def key(self) -> SecretStr:
        """What those who connect must know; empty when anybody may."""
        raise NotImplementedError

    @model_validator(mode="after")
    def _no_open_door(self) -> Any:
        if not self.key().get_secret_value() and not is_loopback(self.host):
            raise PydanticCustomError("open_door", "needs a token", {"host": self.host})
        return self


class ReverseWebSocket(Listener):
    """QQ's side connects to us by WebSocket (NapCat: "WebSocket 客户端"; LLOneBot: "反向 WebSocket")."""

    type: Literal["websocket_reverse"] = "websocket_reverse"
    port: Port = 5700
    token: Token = SecretStr("")

    def key(self) -> SecretStr:
        """The access token."""
        return self.token


class Http(Listener):
    """QQ's side posts its events to us, and takes our actions at `api_url`."""

    type: Literal["http"] = "http"
    port: Port = 5701
    secret: Token = SecretStr("")
    api_url: AnyHttpUrl = AnyHttpUrl("http://127.0.0.1:5700")
    token: Token = SecretStr("")

    def key(self) -> SecretStr:
        """The secret that signs each POST (`X-Signature`)."""
        return self.secret


class ForwardWebSocket(Section):
    """We connect to QQ's side by WebSocket (NapCat: "WebSocket 服务器"; LLOneBot: "正向 WebSocket")."""

    type: Literal["websocket"] = "websocket"
    url: Annotated[AnyUrl, UrlConstraints(allowed_schemes=["ws", "wss"])] = AnyUrl("ws://127.0.0.1:3001")
    token: Token = SecretStr("")
    split: bool = False
    verify: bool = True
    ca_file: str | None = None


def _app_id(value: Any) -> Any:
    """`102000001` -> "102000001"; owners write it without quotes."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _is_app_id(value: str) -> str:
    if not re.fullmatch("[0-9]{1,18}", value):
        raise PydanticCustomError("app_id", "digits only")
    return value


def _intent(name: str) -> str:
    """An intent or a preset, in any case."""
    known = {one.lower(): one for one in [*PRESETS, *INTENTS]}
    if name.lower() not in known:
        near = [known[one] for one in difflib.get_close_matches(name.lower(), known, 3, 0.5)]
        names = ", ".join(near or known.values())
        raise PydanticCustomError("unknown_intent", "unknown intent", {"name": name, "names": names})
    return known[name.lower()]


def _path(value: str) -> str:
    if not re.fullmatch("/[!-~]*", value) or set("?#") & {*value}:
        raise PydanticCustomError("webhook_path", "a path")
    return value


class Official(Section):
    """Tencent's own platform (q.qq.com): by its gateway, or by webhooks that it posts to us."""

    type: Literal["official"] = "official"
    app_id: Annotated[str, BeforeValidator(_app_id), AfterValidator(_is_app_id)]
    secret: Token
    mode: Literal["websocket", "webhook"] = "websocket"
    intents: list[Annotated[str, AfterValidator(_intent)]] = ["groups"]
    guilds: bool = False
    active: Literal["auto", "never", "always"] = "auto"
    wait: Annotated[float, Field(ge=0, le=50)] = 0.0  # below what a caller waits for its answer
    sandbox: bool = False
    host: str = "127.0.0.1"
    port: Port = 5702
    path: Annotated[str, AfterValidator(_path)] = "/"
    self_id: Annotated[int, Field(ge=1)] | None = None
    shards: Annotated[int, Field(ge=1, le=100)] = 1
    api_base: AnyHttpUrl | None = None
    token_url: AnyHttpUrl | None = None
    gateway_url: Annotated[AnyUrl, UrlConstraints(allowed_schemes=["ws", "wss"])] | None = None

    @model_validator(mode="after")
    def _has_secret(self) -> Any:
        if not self.secret.get_secret_value():
            raise PydanticCustomError("no_app_secret", "needs the AppSecret")
        return self

    def account(self) -> int:
        """The number of the bot to everybody here: QQ tells no other."""
        return self.self_id or int(self.app_id)


class Mirai(Section):
    """We connect to mirai-api-http 2.x, of mirai or of a plug-in of NapCat."""

    type: Literal["mirai"] = "mirai"
    url: Annotated[AnyUrl, UrlConstraints(allowed_schemes=["ws", "wss", "http", "https"])] = AnyUrl(
        "ws://127.0.0.1:8080"
    )
    verify_key: Token = SecretStr("")
    qq: Annotated[int, Field(ge=1)]
    mode: Literal["websocket", "http"] = "websocket"
    single_mode: bool = False
    poll_seconds: Annotated[float, Field(ge=0.1, le=1)] = 0.5
    http_url: AnyHttpUrl | None = None


def broker_url(value: str) -> str:
    """One or more addresses of brokers, or an error."""
    if not all(re.fullmatch(r"(nats|tls)://[^\s/,]+", one.strip()) for one in value.split(",")):
        raise PydanticCustomError("broker_url", "nats://…")
    return value


class BrokerAddress(Section):
    """Where a NATS broker is, and what to show there.

    Attributes:
        url: `nats://host:4222` or `tls://…`; those of a cluster with commas between them.
        nkey_file: holds the seed of our key, as `bridge new-server` prints it.
        token: where the broker wants one instead.
        ca_file: the authority to trust, for `tls://`.
        prefix: in front of all subjects; a fleet of its own has one of its own.
    """

    url: Annotated[str, AfterValidator(broker_url)] = "nats://127.0.0.1:4222"
    nkey_file: str | None = None
    token: Token = SecretStr("")
    ca_file: str | None = None
    prefix: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$")] = "qq.v1"

    def servers(self) -> list[str]:
        """`nats://a:1,nats://b:1` -> each of them."""
        return [one.strip() for one in self.url.split(",")]

    def shown(self) -> str:
        """As the url, without what may be secret."""
        return ", ".join(re.sub(r"//[^@]*@", "//", one) for one in self.servers())


class Broker(BrokerAddress):
    """A bridge elsewhere has QQ; a NATS broker is between it and us."""

    type: Literal["broker"] = "broker"
    server: Annotated[str, Field(min_length=1, max_length=64)] = "survival"
    groups: list[int | str] | None = None


Connection = Annotated[
    ReverseWebSocket | Http | ForwardWebSocket | Official | Mirai | Broker, Field(discriminator="type")
]


Seconds = Annotated[float, Field(ge=0, le=86_400)]


class NotifyEvents(Section):
    """What the owner is told of."""

    offline: bool = True
    online: bool = True
    kicked: bool = True
    send_failures: bool = True
    crash: bool = True
    plugins: bool = True


class Notify(Section):
    """Whom to tell when something goes wrong, and how often (`qq_api.notify`)."""

    urls: list[SecretStr] = []
    title: str = "QQ API"
    offline_after: Seconds = 60.0
    at_most: Annotated[int, Field(ge=1, le=1000)] = 20
    events: NotifyEvents = NotifyEvents()
    owners: list[int] = []


class Config(Section):
    """The whole of `config.yml`."""

    migrations = {0: to_1}

    config_version: Literal[1] = 1
    default_account: int | None = None
    backfill: bool = True
    connections: list[Connection] = [ReverseWebSocket()]
    notify: Notify = Notify()
