"""The parts of qq_chat that only compute."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from qq_api import ConfigError, MessageEvent, Texts, load_config
from qq_chat.config import PLAYER_LIST, Config
from qq_chat.config.obtain import obtain_config
from qq_chat.people.accounts import REMEMBERED, SILENT_SECONDS, Accounts
from qq_chat.relay import to_game
from qq_chat.status.online import Online, grouped
from support import who_is_who

LOG = logging.getLogger("qq_chat.test")


@pytest.fixture
def words() -> Texts:
    import qq_chat

    assert qq_chat
    return Texts.load("qq_chat", "en_us")


@pytest.mark.parametrize(
    ("line", "players"),
    [
        ("There are 2 of a max of 20 players online: Steve, Alex", ["Steve", "Alex"]),
        ("There are 2 of a max 20 players online: Steve, Alex", ["Steve", "Alex"]),
        ("There are 1/20 players online:Steve", ["Steve"]),
        ("There are 0 of a max of 20 players online: ", []),
        ("There are 2/20 players online:", ["before"]),
        ("There are 1 of a max of 20 players online: Steve (5627dd98-e6be-3c21-b8a8-e92344183641)", ["Steve"]),
        ("There are 1 of a max of 20 players online: [Admin] Steve", ["Steve"]),
        ("There are 2 of a max of 20 players online: .Pocket Steve, Alex", [".Pocket Steve", "Alex"]),
        ("<Steve> There are 0 of a max of 20 players online: ", ["before"]),
    ],
)
def test_the_answer_to_list_is_the_truth(line: str, players: list[str]) -> None:
    online = Online(["before"])
    online.read(line)
    assert online.players == players


def test_players_come_and_go() -> None:
    online = Online()
    for player in ("Steve", "Alex", "Steve"):
        online.joined(player)
    online.left("Alex")
    online.left("Nobody")
    assert online.players == ["Steve"]
    online.clear()
    assert online.players == []


def test_players_are_grouped_and_none_vanishes() -> None:
    assert grouped(["Steve", "bot_1"], PLAYER_LIST, "其它") == {"玩家": ["Steve"], "假人": ["bot_1"]}
    assert grouped(["Steve"], {"假人": "^bot_"}, "其它") == {"其它": ["Steve"]}


def event(**fields: Any) -> MessageEvent:
    return MessageEvent({"user_id": 5, "self_id": 1, **fields})


@pytest.mark.parametrize(
    ("sender", "bound", "name"),
    [
        ({"nickname": "nick", "card": "card"}, {}, "card"),
        ({"nickname": "nick", "card": ""}, {}, "nick"),
        ({"nickname": "nick", "card": "  "}, {}, "nick"),
        ({"nickname": "nick", "card": "card"}, {5: "Steve"}, "Steve"),
        ({}, {}, "5"),
        (None, {}, "5"),
        ({"card": None, "nickname": 7}, {}, "7"),
        ({"card": "a\nb§4"}, {}, "a ⏎ b4"),
        ({"card": "\u3164\u200b\n", "nickname": "nick"}, {}, "nick"),
        ([], {}, "5"),
    ],
)
def test_the_name_is_the_bound_one_else_the_card_else_the_nickname(sender: Any, bound: Any, name: str) -> None:
    assert to_game.shown_name(event(sender=sender), who_is_who(bound)) == name


OLD_2 = {
    "main_group": [123456],
    "manage_groups": [1234563, 42],
    "message_sync_groups": [20001, "20002"],
    "server_name": "生存",
    "multi_server": False,
    "admins": [1234565, 10001],
    "sync_group_only_admin": True,
    "whitelist_add_cmd_template": "/whitelist add {}",
    "commands": {"command": True, "list": False, "mc": True, "qq": True, "mcdr": False},
    "command_prefix": ["/", "#"],
    "player_list_regex": {"玩家": "^(?!bot_).*$"},
}


def test_the_configurations_of_qqchat_1_2_and_3_are_carried_over(tmp_path: Path) -> None:
    def carried(old: Any) -> Config:
        (tmp_path / "config.json").write_text(json.dumps(old))
        return load_config(tmp_path / "config.json", Config, "en_us")

    second = carried(OLD_2)
    assert (second.main_group, second.manage_groups, second.message_sync_groups) == ([], [42], [20001, 20002])
    assert (second.admins, second.server_name, second.commands.list) == ([10001], "生存", False)
    assert carried({"groups": [5], "commands": {"list": True, "mc": True, "qq": True}}).message_sync_groups == [5]
    assert carried({"main_group": "7", "message_sync_groups": ["8"]}).all_groups() == [7, 8]
    assert carried({}) == Config()
    nulls = {"main_group": None, "admins": "", "commands": None, "player_list_regex": None, "server_name": None}
    assert carried({**nulls, "command_prefix": "#"}) == Config(command_prefix=["#"])
    assert carried({"groups": [5], "forwards": {"mc_to_qq": False, "qq_to_mc": False}}).main_group == [5]
    assert carried({"groups": [5], "forwards": {"mc_to_qq": False}}).message_sync_groups == [5]
    assert carried({"message_sync_groups": [5, 5, "5"]}).message_sync_groups == [5]
    for broken in ("[]", "{", '{"message_sync_groups": ["abc"]}', '{"commands": 5}'):
        (tmp_path / "config.json").write_text(broken)
        with pytest.raises(ConfigError, match=r"config\.json"):
            load_config(tmp_path / "config.json", Config, "en_us")
    (tmp_path / "config.json").write_text('{"admins": ["me"]}')
    with pytest.raises(ConfigError, match=r"admins: numbers were expected, found \['me'\]"):
        load_config(tmp_path / "config.json", Config, "en_us")


@pytest.mark.parametrize("language", ["en_us", "zh_cn"])
def test_a_fresh_configuration_is_commented_and_read_back(tmp_path: Path, language: str) -> None:
    texts = Texts.load("qq_chat", language)
    config = obtain_config(tmp_path, texts, LOG)
    assert obtain_config(tmp_path, texts, LOG) == config
    lines = (tmp_path / "config.yml").read_text("utf-8").splitlines()
    assert sum(line.lstrip().startswith("#") for line in lines) >= 11


def test_a_pattern_that_is_none_is_named_with_its_line(tmp_path: Path, words: Texts) -> None:
    (tmp_path / "config.yml").write_text('server_name: x\nplayer_list_regex:\n  a: "("\n')
    with pytest.raises(ConfigError, match=r"config\.yml:2: player_list_regex: a: \("):
        obtain_config(tmp_path, words, LOG)


def test_a_group_in_two_lists_hears_everything_once() -> None:
    config = Config(main_group=[1, 2], message_sync_groups=[2, 3], manage_groups=[3, 4])
    assert (config.told_groups(), config.all_groups()) == ([1, 2, 3], [1, 2, 3, 4])


def test_what_one_account_told_is_not_told_again_from_anothers_history() -> None:
    accounts = Accounts()
    heard = {"group_id": 1, "user_id": 5, "self_id": 11, "time": 100, "content": "hi"}
    assert accounts.is_news(heard)
    assert accounts.is_news(heard), "said twice within a second"
    old = {**heard, "self_id": 10, "backfilled": True}
    assert not accounts.is_news(old)
    assert not accounts.is_news({**heard, "self_id": 10}), "a copy that came late"
    assert accounts.is_news({**old, "content": "while nobody was there"})
    assert accounts.is_news({**old, "time": 101})
    assert accounts.is_news({**old, "group_id": 2})
    assert not accounts.is_news(old), "however often it is told"
    for number in range(REMEMBERED):
        assert accounts.is_news({**heard, "content": str(number)})
    assert accounts.is_news(old), "only the newest are remembered"


def test_what_two_accounts_hear_counts_once_and_our_own_words_never() -> None:
    now = [0.0]
    accounts = Accounts(lambda: now[0])
    assert accounts.hears(1, 10, 5)
    assert not accounts.hears(1, 11, 5)
    assert accounts.hears(2, 11, 5)
    assert not accounts.hears(1, 10, 11)
    accounts.is_ours(12)
    assert not accounts.hears(1, 10, 12)
    now[0] = SILENT_SECONDS
    assert accounts.hears(1, 11, 5)
    assert (accounts.of(1), accounts.of(3)) == (11, None)
    accounts.forget(1)
    assert accounts.of(1) is None
