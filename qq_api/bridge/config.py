"""What `bridge.yml` may hold: how QQ is reached, as in qq_api's `config.yml`, and who shares it."""

from collections import Counter
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from qq_api.broker.settings import Embedded, Metrics
from qq_api.config import BrokerAddress, Config, Connection, ReverseWebSocket, Section
from qq_api.config.sections import broker_url
from qq_api.onebot.peers import settings

_TALKS = (
    *("send_msg", "send_group_msg", "send_private_msg", "send_*forward_msg", "send_poke", "*_poke", "delete_msg"),
    *("get_msg", "get_forward_msg", "get_group_msg_history", "get_image", "get_record", "can_send_*", "get_status"),
    *("get_version_info", "get_login_info", "get_stranger_info", "get_friend_list", "get_group_info", "get_group_list"),
    *("get_group_member_info", "get_group_member_list", "get_group_honor_info", "set_msg_emoji_like"),
)


class _Peer(Section):
    """What every peer has.

    Attributes:
        name: of the server; its events say it as `server`.
        accounts: whose events it hears and who acts for it; None for all.
        groups: that it hears and may speak in; None for all.
        private: whether it hears and may say anything outside of groups.
        actions: that it may call; `*` stands for anything, as in `get_*`.
        game: whether it is a Minecraft server: it can be chosen, its chat is told to the others.
    """

    name: Annotated[str, Field(min_length=1, max_length=64)]
    accounts: list[int] | None = None
    groups: list[int | str] | None = None
    private: bool = True
    actions: list[str] = ["*"]
    game: bool = True


class ReverseWebSocketPeer(settings.ReverseWebSocket, _Peer):
    """We connect to a server, as NapCat would: qq_api, NoneBot, Koishi, AstrBot …"""


class ForwardWebSocketPeer(settings.ForwardWebSocket, _Peer):
    """Servers connect to us."""


class HttpPostPeer(settings.HttpPost, _Peer):
    """We post events to a server."""


class HttpApiPeer(settings.HttpApi, _Peer):
    """Servers call actions by HTTP, and listen at `/_events`."""


PeerOf = ReverseWebSocketPeer | ForwardWebSocketPeer | HttpPostPeer | HttpApiPeer


class BrokerPeer(_Peer):
    """A server that is at the broker; what it may hear there, the broker decides.

    Attributes:
        actions: without being written here, those that talk and look, and none that administer, or reach files.
    """

    type: Literal["broker"] = "broker"
    actions: list[str] = [*_TALKS]


def _as_section(value: Any) -> Any:
    """`nats://host:4222` -> `{"url": …}`."""
    return {"url": value} if isinstance(value, str) else value


EMBEDDED = "embedded"
"""Instead of an address: the bridge runs a broker of its own."""


def _broker_url(value: str) -> str:
    return value if value == EMBEDDED else broker_url(value)


class FleetBroker(BrokerAddress):
    """The broker between this bridge and its servers, and other bridges.

    Attributes:
        url: where it is, or `embedded`.
        embedded: of a broker of our own; None for the defaults.
        name: of this bridge; None for one of its own, which is kept beside `bridge.yml`.
        replicas: on how many nodes of a cluster everything is kept.
        max_age_hours, max_mb: how long and how much of what was said is kept for servers that are away.
        lease_seconds: after how long another bridge takes over from one that died.
        pause_seconds: between two lines to one group, of those that waited at the broker.
    """

    url: Annotated[str, AfterValidator(_broker_url)] = "nats://127.0.0.1:4222"
    embedded: Embedded | None = None
    name: Annotated[str, Field(min_length=1, max_length=64)] | None = None
    replicas: Literal[1, 3, 5] = 1
    max_age_hours: Annotated[float, Field(gt=0, le=24 * 366)] = 72.0
    max_mb: Annotated[float, Field(ge=0.1, le=1_000_000)] = 1024.0
    lease_seconds: Annotated[int, Field(ge=2, le=60)] = 10
    pause_seconds: Annotated[float, Field(ge=0, le=60)] = 1.0

    def own(self) -> Embedded | None:
        """The broker that the bridge is to run; None where it is elsewhere."""
        return (self.embedded or Embedded()) if self.url == EMBEDDED else None

    def reached(self, folder: Path) -> "FleetBroker":
        """The same with the address, and our key, of a broker of our own in this folder."""
        own = self.own()
        return self if own is None else self.model_copy(update=dict(own.address(folder)))


def _as_words(words: list[str]) -> list[str]:
    return list(dict.fromkeys(word.strip().lower() for word in words if word.strip()))


Words = Annotated[list[str], AfterValidator(_as_words)]


class TogetherSettings(Section):
    """What several Minecraft servers do as one; it begins where two of them hear a message.

    Attributes:
        enabled: whether they do.
        prefix: what commands begin with, as qq_chat's `command_prefix`.
        merged: commands, by any name that qq_chat has for them, that all servers answer, in one message.
        chosen: commands that only the server gets that the person chose.
        choose: commands that choose it.
        wait: for so many seconds the first answer waits for those of the other servers.
        chat: whether servers tell each other what is said and what happens.
    """

    enabled: bool = True
    prefix: Words = ["/"]
    merged: Words = ["list", "status", "player", "mute", "unmute"]
    chosen: Words = [
        *("mc", "say", "announce", "command", "confirm", "mcdr", "audit"),
        *("whitelist", "check", "bound", "vote", "ping", "help"),
    ]
    choose: Words = ["server"]
    wait: Annotated[float, Field(ge=0, le=60)] = 2.0
    chat: bool = True


class BridgeConfig(Section):
    """The whole of `bridge.yml`."""

    config_version: Literal[1] = 1
    default_account: int | None = None
    backfill: bool = True
    connections: list[Connection] = [ReverseWebSocket()]
    broker: Annotated[FleetBroker, BeforeValidator(_as_section)] | None = None
    peers: list[Annotated[PeerOf | BrokerPeer, Field(discriminator="type")]] = []
    together: TogetherSettings = TogetherSettings()
    metrics: Metrics | None = None
    log: Literal["text", "json"] = "text"

    @model_validator(mode="after")
    def _names_differ(self) -> Any:
        name, count = max(Counter(peer.name for peer in self.peers).items(), key=lambda one: one[1], default=("", 0))
        if count > 1:
            raise PydanticCustomError("name_twice", "twice", {"name": name})
        return self

    def direct(self) -> list[PeerOf]:
        """The servers that this bridge reaches itself."""
        return [peer for peer in self.peers if not isinstance(peer, BrokerPeer)]

    def at_broker(self) -> list[BrokerPeer]:
        """The servers that are at the broker."""
        return [peer for peer in self.peers if isinstance(peer, BrokerPeer)]

    def of_qq(self) -> Config:
        """The side of QQ, as qq_api has it."""
        return Config(default_account=self.default_account, backfill=self.backfill, connections=self.connections)
