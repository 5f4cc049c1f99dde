"""The group and the server hold together, and QQ's failures never take anybody off the whitelist."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from asking import GROUP, US, Asking

from qq_api import ActionFailed, ApiNotAvailable, Unanswered
from qq_chat.commands.community.bans import Bans
from qq_chat.commands.community.checks import Checks
from qq_chat.commands.community.common import Shared
from qq_chat.commands.community.leaving import Leaving
from qq_chat.commands.community.newcomers import Newcomers, answer_in
from qq_chat.commands.community.whitelist import WhitelistCommands
from qq_chat.people.absent import Absent
from qq_chat.status.history import Players
from support import until

OTHER = 20002
FOLLOWS = {"whitelist": {"with_binding": True}, "leaving": {"grace": 0}}


@pytest.fixture
def begun() -> Iterator[list[Asking]]:
    every: list[Asking] = []
    yield every
    for one in every:
        one.close()


class Home(Asking):
    """A server whose whitelist follows the group."""

    def __init__(self, folder: Path, community: dict[str, Any], **config: Any) -> None:
        super().__init__(folder, community=community, **config)
        self.shared = Shared(self.common)
        self.leaving = Leaving(self.shared)
        self.bot.members = {GROUP: {US, 1, 2, 3}}

    def notice(self, kind: str, user_id: int, **more: Any) -> None:
        """Something happened in the group."""
        event = {"notice_type": kind, "group_id": GROUP, "user_id": user_id, "self_id": US, **more}
        self.leaving._heard(None, None, event)

    def close(self) -> None:
        self.leaving.close()
        super().close()


@pytest.fixture
def home(begun: list[Asking], tmp_path: Path) -> Any:
    async def make(community: dict[str, Any] = FOLLOWS, **config: Any) -> Home:
        begun.append(Home(tmp_path, community, **config))
        return begun[-1]  # type: ignore[return-value]

    return make


# -- the whitelist follows the binding


async def test_who_is_bound_is_on_the_whitelist(home: Any) -> None:
    server = await home()
    server.bind(Steve="2")
    server.bindings.bind(2, "Alex", "test", True, instead=True)
    server.bindings.unbind(2)
    assert server.typed == [
        "whitelist add Steve",
        "whitelist remove Steve",
        "whitelist add Alex",
        "whitelist remove Alex",
    ]


async def test_unless_the_owner_wants_it_nothing_follows(home: Any) -> None:
    server = await home({})
    server.bind(Steve="2")
    assert server.typed == []


async def test_a_server_that_is_off_catches_up_when_it_starts(home: Any) -> None:
    server = await home()
    server.up = False
    server.bind(Steve="2")
    server.bindings.unbind(2)
    server.bind(Alex="2")
    assert server.typed == []
    again = Shared(server.common)
    server.up = True
    again.whitelist.catch_up()
    again.whitelist.catch_up()
    assert server.typed == ["whitelist add Steve", "whitelist remove Steve", "whitelist add Alex"]


async def test_other_whitelists_have_other_commands(home: Any) -> None:
    commands = {"add": "!!whitelist add {player}", "remove": "easywl remove {player}", "with_binding": True}
    server = await home({"whitelist": commands})
    server.bind(Steve="2")
    server.bindings.unbind(2)
    assert server.typed == ["!!whitelist add Steve", "easywl remove Steve"]


async def test_a_dry_run_only_writes_down_what_it_would_do(home: Any) -> None:
    server = await home({"whitelist": {"with_binding": True, "dry_run": True}})
    server.use(WhitelistCommands(server.shared, None))  # type: ignore[arg-type]
    server.bind(Steve="2")
    assert server.typed == []
    assert "Steve put on the whitelist (bound): not done (dry_run)" in server.ask("/whitelist journal")


async def test_what_was_done_can_be_taken_back_once(home: Any) -> None:
    server = await home()
    server.use(WhitelistCommands(server.shared, None))  # type: ignore[arg-type]
    server.bind(Steve="2")
    assert "taken off the whitelist (QQ 1): done" in server.ask("/whitelist undo 1")
    assert server.typed == ["whitelist add Steve", "whitelist remove Steve"]
    assert "nothing of that number" in server.ask("/whitelist undo 1")
    assert "nothing of that number" in server.ask("/whitelist undo 99")
    assert server.ask("/whitelist undo x") == "/whitelist undo <number>"


async def test_what_waits_is_taken_back_without_a_word_to_the_server(home: Any) -> None:
    server = await home()
    server.use(WhitelistCommands(server.shared, None))  # type: ignore[arg-type]
    server.up = False
    server.bind(Steve="2")
    assert "taken back" in server.ask("/whitelist undo 1")
    server.up = True
    server.shared.whitelist.catch_up()
    assert server.typed == []


@pytest.mark.parametrize("name", ["", "@a", "Steve\nstop", "Steve Alex", "-h", '"x"', "§4x\x00"])
async def test_no_name_smuggles_a_command(home: Any, name: str) -> None:
    server = await home()
    server.use(WhitelistCommands(server.shared, None))  # type: ignore[arg-type]
    for deed in ("add", "remove"):
        assert "Which player" in server.ask([{"type": "text", "data": {"text": f"/whitelist {deed} {name}"}}])
    assert server.typed == []


async def test_names_are_put_on_by_hand_as_well(home: Any) -> None:
    server = await home()
    server.use(WhitelistCommands(server.shared, None))  # type: ignore[arg-type]
    assert "Steve put on the whitelist (QQ 1): done" in server.ask("/whitelist add Steve")
    assert server.ask("/whitelist add Steve", 5) == "You may not do that"
    assert "add | remove" in server.ask("/whitelist")
    assert server.typed == ["whitelist add Steve"]


# -- who leaves the group

FAILURES = {
    "time-out": Unanswered("no answer"),
    "disconnected": ApiNotAvailable("nobody"),
    "refused": ActionFailed({"status": "failed", "retcode": 100}),
    "an empty list": [],
    "no list": None,
    "a list without us": {1, 5},
    "rows that are none": [None, {"user_id": "x"}, 5],
}


@pytest.mark.parametrize("failure", FAILURES)
async def test_nobody_loses_anything_because_qq_fails(home: Any, failure: str) -> None:
    server = await home()
    server.bind(Steve="2")
    server.notice("group_decrease", 2, sub_type="leave")
    server.bot.members[GROUP] = FAILURES[failure]
    for _ in range(3):
        await server.leaving.look()
    assert server.typed == ["whitelist add Steve"]
    server.bot.members[GROUP] = {US, 1}
    await server.leaving.look()
    assert server.typed[1:] == ["whitelist remove Steve"]
    await server.leaving.look()
    assert len(server.typed) == 2, "once"


async def test_one_group_that_cannot_be_asked_is_enough_to_wait(home: Any) -> None:
    server = await home(main_group=[OTHER])
    server.bind(Steve="2")
    server.notice("group_decrease", 2, sub_type="kick")
    server.bot.members = {GROUP: {US, 1}, OTHER: Unanswered("no answer")}
    await server.leaving.look()
    assert server.typed == ["whitelist add Steve"]


async def test_who_is_in_another_of_our_groups_stays(home: Any) -> None:
    server = await home(main_group=[OTHER])
    server.bind(Steve="2")
    server.notice("group_decrease", 2, sub_type="leave")
    server.bot.members = {GROUP: {US, 1}, OTHER: {US, 2}}
    await server.leaving.look()
    server.bot.members[OTHER] = {US}
    await server.leaving.look()
    assert server.typed == ["whitelist add Steve"], "nobody said that they left the other one"


async def test_who_comes_back_while_qq_is_asked_stays(home: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    server = await home()
    server.bind(Steve="2")
    server.notice("group_decrease", 2, sub_type="leave")
    server.bot.members[GROUP] = {US, 1}
    ask = server.shared.everywhere

    async def asked_too_early() -> Any:
        there = await ask()
        server.notice("group_increase", 2, sub_type="approve")
        return there

    monkeypatch.setattr(server.shared, "everywhere", asked_too_early)
    await server.leaving.look()
    assert server.typed == ["whitelist add Steve"]


async def test_who_is_back_within_the_grace_never_left(home: Any) -> None:
    now = [0.0]
    server = await home({"whitelist": {"with_binding": True}, "leaving": {"grace": 24}})
    server.leaving._absent = Absent(server.database, clock=lambda: now[0])
    server.bind(Steve="2", Alex="3")
    for user_id in (2, 3):
        server.notice("group_decrease", user_id, sub_type="leave")
    server.bot.members[GROUP] = {US, 1}
    now[0] = 23 * 3600
    await server.leaving.look()
    server.notice("group_increase", 2, sub_type="approve")
    now[0] = 25 * 3600
    await server.leaving.look()
    assert server.typed[2:] == ["whitelist remove Alex"]


async def test_who_comes_back_later_is_put_on_again(home: Any) -> None:
    server = await home()
    server.bind(Steve="2")
    server.notice("group_decrease", 2, sub_type="leave")
    server.bot.members[GROUP] = {US}
    await server.leaving.look()
    server.notice("group_increase", 2, sub_type="approve")
    server.notice("group_increase", 2, sub_type="approve")
    assert server.typed == ["whitelist add Steve", "whitelist remove Steve", "whitelist add Steve"]


async def test_bindings_end_with_it_only_where_that_is_wanted(home: Any) -> None:
    community = {"whitelist": {"with_binding": True}, "leaving": {"grace": 0, "unbind": True}}
    server = await home(community)
    server.bind(Steve="2")
    server.notice("group_decrease", 2, sub_type="leave")
    server.bot.members[GROUP] = {US}
    await server.leaving.look()
    assert server.bindings.all_of(2) == []
    assert server.typed.count("whitelist remove Steve") >= 1


@pytest.mark.parametrize(
    "notice",
    [
        {"user_id": US, "sub_type": "kick_me"},
        {"user_id": 5, "sub_type": "leave"},
        {"user_id": 2, "sub_type": "leave", "group_id": 777},
        {"user_id": None, "sub_type": "leave"},
    ],
)
async def test_notices_of_others_take_nobody_off(home: Any, notice: dict[str, Any]) -> None:
    server = await home()
    server.bind(Steve="2")
    server.notice("group_decrease", **{"user_id": 2, **notice})
    server.bot.members[GROUP] = {US}
    await server.leaving.look()
    assert server.typed == ["whitelist add Steve"]


# -- newcomers


async def test_whoever_joins_is_welcomed_once_by_the_account_of_the_group(home: Any) -> None:
    server = await home({"newcomers": {"welcome": "Welcome to {server}, {name}{qq}! {online} online"}})
    newcomers = Newcomers(server.shared, server.outbox)
    joined = {"notice_type": "group_increase", "group_id": GROUP, "user_id": 7, "self_id": US}
    for event in (joined, joined | {"self_id": 8}, joined | {"group_id": 5}, joined | {"user_id": US}):
        newcomers._joined(None, None, event)
    ((group_id, segments),) = server.said
    assert group_id == GROUP
    assert segments[0] == {"type": "at", "data": {"qq": "7"}}
    assert segments[1]["data"]["text"] == " Welcome to survival, 7! 1 online"


async def test_cards_follow_the_names_of_players(home: Any) -> None:
    server = await home({"newcomers": {"card": True}})
    Newcomers(server.shared, server.outbox)
    server.common.members.know(GROUP, [{"user_id": 2}])
    server.bind(Steve="2", Alex="3")
    await until(lambda: server.bot.asked)
    assert server.bot.asked == [("set_group_card", {"group_id": GROUP, "user_id": 2, "card": "Steve"})]


REQUEST = {"request_type": "group", "sub_type": "add", "group_id": GROUP, "flag": "f", "self_id": US}


@pytest.mark.parametrize(
    ("rules", "user_id", "comment", "approve"),
    [
        ({}, 2, "问题：Who?\n答案：nobody", True),
        ({}, 7, "问题：Who?\n答案：nobody", None),
        ({"otherwise": "reject"}, 7, "", False),
        ({"approve_pattern": "^我的世界$"}, 7, "问题：What?\n答案：我的世界", True),
        ({"approve_pattern": "^我的世界$"}, 7, "我的世界", True),
        ({"approve_pattern": "world"}, 7, "问题：which world?\n答案：no", None),
        ({"approve_pattern": "."}, 7, "问题：x\n答案：", None),
        ({"blacklist": [2]}, 2, "答案：x", False),
        ({"approve_bound": False}, 2, "", None),
        ({"approve_pattern": "x", "blacklist": [7]}, 7, "x", False),
        ({}, "2", "", False),
    ],
)
async def test_requests_are_decided_by_rule(
    home: Any, rules: dict[str, Any], user_id: Any, comment: str, approve: bool | None
) -> None:
    server = await home({"join_requests": {"enabled": True, "reason": "sorry", **rules}})
    server.bind(Steve="2")
    Newcomers(server.shared, server.outbox)._asks(None, None, {**REQUEST, "user_id": user_id, "comment": comment})
    if approve is None:
        assert server.bot.asked == []
        return
    await until(lambda: server.bot.asked)
    ((action, params),) = server.bot.asked
    assert (action, params["flag"], params["approve"]) == ("set_group_add_request", "f", approve)
    assert params["reason"] == ("" if approve else "sorry")


async def test_bans_are_nobodys_business_unless_the_owner_wants_it(home: Any) -> None:
    assert Bans((await home({})).shared).listeners() == {}


async def test_nothing_is_decided_unless_the_owner_wants_it(home: Any) -> None:
    server = await home({})
    Newcomers(server.shared, server.outbox)._asks(None, None, {**REQUEST, "user_id": 2, "comment": ""})
    assert server.bot.asked == []
    assert answer_in("hello") == "hello"


# -- bans


async def test_who_is_removed_by_an_admin_is_banned_where_that_is_wanted(home: Any) -> None:
    server = await home({"bans": {"from_qq": True}})
    server.bind(Steve="2")
    bans = Bans(server.shared)
    kicked = {"notice_type": "group_decrease", "group_id": GROUP, "user_id": 2, "sub_type": "leave"}
    bans._removed(None, None, kicked)
    assert server.typed == []
    bans._removed(None, None, kicked | {"sub_type": "kick"})
    assert server.typed == ["ban Steve"]


@pytest.mark.parametrize(
    ("line", "player", "kicked"),
    [
        ("Banned Steve: Banned by an operator", None, True),
        ("[Alex: Banned Steve: griefing]", None, True),
        ("Banned Steve: x", "Mallory", False),
        ("Banned Nobody: x", None, False),
        ("Banned Boss: x", None, False),
        ("<x> Banned Steve: x", None, False),
    ],
)
async def test_who_is_banned_in_the_game_is_removed_from_the_group(
    home: Any, line: str, player: str | None, kicked: bool
) -> None:
    server = await home({"bans": {"from_game": True}})
    server.bind(Steve="2", Boss="1")
    server.common.members.know(GROUP, [{"user_id": 2}, {"user_id": 1}])
    Bans(server.shared)._line(None, SimpleNamespace(is_from_server=True, player=player, content=line))  # type: ignore[arg-type]
    if kicked:
        await until(lambda: server.bot.asked)
    assert server.bot.asked == ([("set_group_kick", {"group_id": GROUP, "user_id": 2})] if kicked else [])


# -- audits


async def test_audits_name_people_and_change_nothing(home: Any) -> None:
    server = await home({"inactive_days": 10})
    server.use(Checks(server.shared))
    server.bind(Steve="2", Alex="3", Gone="4")
    now = [5.0]
    Players(server.database, clock=lambda: now[0]).are_online(["Steve"])
    server.database.write("UPDATE bindings SET since = 0 WHERE name = 'alex'")
    server.bindings._register = server.bindings._load()
    server.ask("/check unbound")
    await until(lambda: "1 members are not bound:\n? (1)" in server.said)
    server.ask("/check left")
    await until(lambda: "1 bound players belong to people who left:\nGone (4)" in server.said)
    inactive = server.ask("/check inactive")
    assert inactive.splitlines()[0].startswith("2 bound players")
    assert "Alex (3): never" in inactive
    assert "Steve (2): 1970-01-01" in inactive
    assert server.ask("/check inactive x") == "/check inactive [days]"
    server.bot.members[GROUP] = []
    server.ask("/check left")
    await until(lambda: "QQ does not tell" in str(server.said[-1]))
    assert server.typed == []
