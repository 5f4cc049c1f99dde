"""What `sandbox.yml` may hold: the page, accounts with their endpoints, friends and groups.

page: {host: 127.0.0.1, port: 8700}
accounts:
  - user_id: 10001
    nickname: Alice
    endpoints:
      - {type: websocket, port: 3002, token: secret-1, faults: {delay: 2, double_events: true}}
  - user_id: 10002
    official: {port: 8710, app_id: "102000001", secret: AppSecret, channels: [20002]}
groups:
  - {group_id: 20001, name: Survival, owner: 10001, members: [10003, {user_id: 10004, card: Steve}]}
friends: [[10001, 10002], {between: [10001, 10003], remark: Notch, category: Builders}]
seed: 7
world: world.json
"""

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from qq_api.config.section import Section
from qq_api.config.sections import Token
from qq_api.onebot.peers import TABLE, settings
from qq_api.onebot.peers.settings import Door, Port, Seconds
from qq_api.sandbox.load import rate_of
from qq_api.sandbox.official import OfficialOf
from qq_api.web import is_loopback

Flavour = Literal["llonebot", "napcat", "gocqhttp", "standard"]
Rate = Annotated[float, BeforeValidator(rate_of)]
UserId = Annotated[int, Field(ge=1)]


class PageOf(Section):
    """Where the page is; its token is made anew where none is given. Port 0 is any free one, here as elsewhere."""

    host: str = "127.0.0.1"
    port: Port = 8700
    token: Token = SecretStr("")

    @model_validator(mode="after")
    def _is_ours_alone(self) -> Any:
        if not is_loopback(self.host):
            raise PydanticCustomError("page_host", "loopback only", {"host": self.host})
        return self


class _Way(Section):
    """What every endpoint has.

    Attributes:
        faults: what goes wrong there on purpose: `{delay: 2, double_events: true}`, out of `peers.faults.TABLE`.
    """

    faults: dict[str, Any] = {}


class HttpApi(_Way, settings.HttpApi):
    """Bots call actions by HTTP, and listen at `/_events`."""


class ForwardWebSocket(_Way, settings.ForwardWebSocket):
    """Bots connect to us by WebSocket; where no heartbeat is given it is the flavour's."""


class ReverseWebSocket(_Way, settings.ReverseWebSocket):
    """We connect to a bot by WebSocket.

    Attributes:
        reconnect: seconds before we try again; 0 for growing pauses, None for as many as the flavour waits.
    """

    reconnect: Seconds | None = None


class HttpPost(_Way, settings.HttpPost):
    """We post events to a bot."""


class Mirai(_Way, Door):
    """mirai-api-http 2.10, WebSocket and HTTP on one port; `token` is its `verifyKey`, without one it asks for none.

    Attributes:
        single: whether there is one session for everybody (`singleMode`).
        sync_id: of what is pushed by WebSocket (`reservedSyncId`).
        napcat: as NapCat's plug-in napcat-plugin-mirai-api-http speaks it.
    """

    type: Literal["mirai"] = "mirai"
    single: bool = False
    sync_id: str = "-1"
    napcat: bool = False


Endpoint = Annotated[HttpApi | ForwardWebSocket | ReverseWebSocket | HttpPost | Mirai, Field(discriminator="type")]


class Account(Section):
    """Somebody on QQ for whom bots act.

    Attributes:
        official: the account is a bot of Tencent's official platform, which is made believe for it.
    """

    user_id: UserId
    nickname: str = ""
    endpoints: list[Endpoint] = []
    official: OfficialOf | None = None


class FriendsOf(Section):
    """Two friends, in the file as `[10001, 10002]` where there is no more to say.

    Attributes:
        remark: what the first calls the second.
        category: where the first has put the second.
    """

    between: Annotated[list[UserId], Field(min_length=2, max_length=2)]
    remark: str = ""
    category: str = ""


class MemberOf(Section):
    """Somebody in a group, in the file as `10003` where there is no more to say."""

    user_id: UserId
    card: str = ""
    title: str = ""
    level: Annotated[int, Field(ge=1)] = 1


def _in_full(key: str) -> BeforeValidator:
    """`10003` -> `{"user_id": 10003}`."""
    return BeforeValidator(lambda given: given if isinstance(given, dict | Section) else {key: given})


class GroupOf(Section):
    """A group; its owner is in it whether or not the members name them."""

    group_id: UserId
    name: str = ""
    owner: UserId
    admins: list[UserId] = []
    members: list[Annotated[MemberOf, _in_full("user_id")]] = []

    @property
    def ids(self) -> list[int]:
        """The members' numbers."""
        return [one.user_id for one in self.members]


Place = tuple[str | int, ...]
"""The way to a setting: `("accounts", 0, "endpoints", 1, "port")`."""


class SandboxConfig(Section):
    """The whole of `sandbox.yml`; whoever is named in it and has no account is a bystander.

    Attributes:
        page: None for no page.
        flavour: whose shapes and manners the sandbox has.
        message_format: of messages that bots get; None for the flavour's.
        report_self: whether bots are told of the messages of their own account.
        seed: the same each time: dice, numbers of messages; None for another each time.
        world: the file in which all that happens is kept, and from which it goes on next time; None for nowhere.
        files: a folder in which files stay, beside `sandbox.yml`; none: a temporary one.
        load: messages a second that members say by themselves; in the file `200/s`, `30/m`. None for none.
    """

    page: PageOf | None = PageOf()
    flavour: Flavour = "llonebot"
    message_format: Literal["array", "string"] | None = None
    report_self: bool = False
    seed: int | None = None
    world: Path | None = None
    load: Rate | None = None
    accounts: Annotated[list[Account], Field(min_length=1)]
    friends: list[Annotated[FriendsOf, _in_full("between")]] = []
    groups: list[GroupOf] = []
    files: str = ""

    @model_validator(mode="after")
    def _fits_together(self) -> Any:
        faults = [*self._twice(), *self._strangers(), *self._faults()]
        if faults:
            raise ValidationError.from_exception_data("sandbox", faults)
        return self

    def doors(self) -> Iterator[tuple[Place, str, int]]:
        """Where we listen: the way to the setting, host and port."""
        if self.page:
            yield ("page", "port"), self.page.host, self.page.port
        for number, account in enumerate(self.accounts):
            if account.official:
                yield ("accounts", number, "official", "port"), account.official.host, account.official.port
            for index, endpoint in enumerate(account.endpoints):
                if isinstance(endpoint, Door):
                    yield ("accounts", number, "endpoints", index, "port"), endpoint.host, endpoint.port

    def _faults(self) -> Iterator[InitErrorDetails]:
        for number, account in enumerate(self.accounts):
            for index, one in enumerate(account.endpoints):
                for name, value in one.faults.items():
                    if wrong := _wrong(one.type, name, value):
                        place = ("accounts", number, "endpoints", index, "faults", name)
                        yield InitErrorDetails(type=wrong, loc=place, input=value)

    def _twice(self) -> Iterator[InitErrorDetails]:
        yield from _repeated((("accounts", n, "user_id"), one.user_id) for n, one in enumerate(self.accounts))
        yield from _repeated((("groups", n, "group_id"), one.group_id) for n, one in enumerate(self.groups))
        for number, group in enumerate(self.groups):
            for key, listed in (("admins", group.admins), ("members", group.ids)):
                yield from _repeated((("groups", number, key, index), user_id) for index, user_id in enumerate(listed))
        yield from _repeated((place, port) for place, _, port in self.doors() if port)

    def _strangers(self) -> Iterator[InitErrorDetails]:
        accounts = {account.user_id for account in self.accounts}
        for number, group in enumerate(self.groups):
            if group.owner not in accounts | {*group.ids}:
                yield _fault("unknown_owner", ("groups", number, "owner"), group.owner)
            for index, user_id in enumerate(group.admins):
                if user_id not in {group.owner, *group.ids}:
                    yield _fault("not_in_group", ("groups", number, "admins", index), user_id)
        yield from self._no_channels({group.group_id for group in self.groups})
        for number, pair in enumerate(self.friends):
            if len({*pair.between}) < 2 or not accounts & {*pair.between}:
                yield _fault("no_friends", ("friends", number), pair.between[0])

    def _no_channels(self, groups: set[int]) -> Iterator[InitErrorDetails]:
        for number, account in enumerate(self.accounts):
            for index, group_id in enumerate(account.official.channels if account.official else []):
                if group_id not in groups:
                    yield _fault("unknown_group", ("accounts", number, "official", "channels", index), group_id)


def _wrong(type: str, name: str, value: Any) -> PydanticCustomError | None:
    """What is wrong with one line below `faults`; the words are in `lang/`, below `config_error.`."""
    known = {fault.name: fault for fault in TABLE if type in fault.types and fault.kind != "once"}
    if name in known:
        takes = {"expected": known[name].wanted}
        return None if known[name].takes(value) else PydanticCustomError("literal_error", "value", takes)
    near = difflib.get_close_matches(name, known, 1, 0.6)
    if near:
        return PydanticCustomError("fault_near", "no such fault", {"name": near[0]})
    return PydanticCustomError("no_fault", "no such fault", {"type": type, "names": ", ".join(known)})


def _repeated(entries: Iterable[tuple[Place, int]]) -> Iterator[InitErrorDetails]:
    seen: Counter[int] = Counter()
    for place, number in entries:
        seen[number] += 1
        if seen[number] == 2:
            yield _fault("id_twice", place, number)


def _fault(
    kind: Literal["id_twice", "unknown_owner", "not_in_group", "no_friends", "unknown_group"], place: Place, number: int
) -> Any:
    """The words are in `lang/`, below `config_error.`."""
    return InitErrorDetails(type=PydanticCustomError(kind, kind, {"number": number}), loc=place, input=number)
