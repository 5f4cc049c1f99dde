"""What `config/qq_api/config.yml` may hold."""

import re
import secrets
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AnyHttpUrl, AnyUrl, Field, SecretStr, UrlConstraints, model_validator
from pydantic_core import PydanticCustomError

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


Connection = Annotated[ReverseWebSocket | Http | ForwardWebSocket, Field(discriminator="type")]


Seconds = Annotated[float, Field(ge=0, le=86_400)]


class NotifyEvents(Section):
    """What the owner is told of."""

    offline: bool = True
    online: bool = True
    kicked: bool = True
    send_failures: bool = True
    crash: bool = True


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
