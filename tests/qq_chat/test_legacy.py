"""What becomes of the configurations of QQChat 1 to 3 and of GUGUBot 2, and what the owner is told."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from qq_api import Texts, load_config
from qq_chat.config import Config
from qq_chat.config.legacy import add_command
from qq_chat.config.obtain import obtain_config
from qq_chat.people.rights import Level, Rights
from qq_chat.relay.routes import Routes, usual

LANGUAGES = ("en_us", "zh_cn")


class Start:
    """A first start in a folder: the configuration, and the lines of the log with their levels."""

    def __init__(self, configs: Path, caplog: pytest.LogCaptureFixture, language: str = "en_us") -> None:
        caplog.clear()
        caplog.set_level(logging.INFO)
        folder = configs / "qq_chat"
        self.config = obtain_config(folder, Texts.load("qq_chat", language), logging.getLogger("qq_chat.test"))
        self.told = [record.getMessage() for record in caplog.records]
        self.rights = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
        assert load_config(folder / "config.yml", Config, "en_us") == self.config, "what was written means the same"

    def says(self, *words: str) -> bool:
        """Whether one line holds all of these."""
        return any(all(word in line for word in words) for line in self.told)


@pytest.fixture
def start(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Any:
    def begin(old: Any, language: str = "en_us") -> Start:
        (tmp_path / "qq_chat").mkdir(exist_ok=True)
        (tmp_path / "qq_chat" / "config.yml").unlink(missing_ok=True)
        (tmp_path / "qq_chat" / "config.json").write_text(json.dumps(old), encoding="utf-8")
        return Start(tmp_path, caplog, language)

    return begin


QQCHAT_2 = {
    "main_group": [30001],
    "manage_groups": [1234],
    "message_sync_groups": [20001, "20002"],
    "server_name": "生存",
    "multi_server": True,
    "admins": [10001, "10002", 1234565],
    "sync_group_only_admin": False,
    "force_bound": False,
    "whitelist_add_with_bound": True,
    "whitelist_add_cmd_template": "/easywl add {}",
    "whitelist_remove_with_leave": True,
    "commands": {"command": True, "list": False, "mc": True, "qq": True, "mcdr": True, "dance": True},
    "command_prefix": ["/", "#"],
    "player_list_regex": {"玩家": "^(?!bot_).*$"},
    "something_else": 1,
}


def test_all_of_qqchat_2_that_has_a_meaning_is_carried_over_and_told(start: Any) -> None:
    one = start(QQCHAT_2)
    config = one.config
    assert (config.message_sync_groups, config.main_group, config.manage_groups) == ([20001, 20002], [30001], [1234])
    assert (config.admins, config.server_name, config.command_prefix) == ([10001, 10002], "生存", ["/", "#"])
    assert (config.commands.list, config.commands.mcdr, config.multi_server.enabled) == (False, True, True)
    whitelist = config.community.whitelist
    assert (whitelist.with_binding, whitelist.add) == (True, "easywl add {player}")
    assert (whitelist.remove, config.community.leaving.enabled) == ("whitelist remove {player}", True)
    assert config.player_list_regex == {"玩家": "^(?!bot_).*$"}
    assert one.says("Carried over", "whitelist_add_with_bound -> community.whitelist.with_binding", "server_name")
    assert one.says("left out: something_else")
    assert one.says("force_bound", "binding.required.enabled")
    assert one.says("dance") and one.says("multi_server.servers") and one.says("binding.proof")
    assert one.says("easywl add {player}", "community.whitelist.remove")
    assert one.says("admins: 1234565")
    assert all("\n" not in line for line in one.told)


def test_nobody_is_an_admin_by_being_in_a_group_and_the_log_says_who_was(start: Any) -> None:
    one = start({**QQCHAT_2, "sync_group_only_admin": True, "commands": {"command": True}})
    rights = Rights(one.config.permissions, one.config.admins, lambda _: False)
    for group_id in (1234, 20001, 20002, 30001):
        for role in ("member", "admin", "owner"):
            assert rights.level(5, group_id, role) is Level.EVERYONE
    assert rights.level(10001, 20001) is Level.ADMIN
    assert len(one.rights) == 3
    for group_id in (1234, 20001, 20002):
        (line,) = [line for line in one.rights if f"group {group_id} " in line]
        assert "/command" in line
        assert "/mcdr" not in line
        assert "10001, 10002" in line
        assert f"groups: {{{group_id}: admin}}" in line
    again = Config(permissions={"groups": {1234: "admin"}}).permissions  # type: ignore[arg-type]
    assert Rights(again, [], lambda _: False).level(5, 1234) is Level.ADMIN, "what the log says works"


def test_the_grant_of_all_sync_groups_was_on_unless_it_was_switched_off(start: Any) -> None:
    assert len(start({"message_sync_groups": [20001]}).rights) == 1
    assert start({"message_sync_groups": [20001], "sync_group_only_admin": False}).rights == []
    assert start({"groups": [20001], "admins": [5]}).rights == [], "QQChat 1 had no such thing"
    assert start({}).rights == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_is_there_in_both_languages(start: Any, language: str) -> None:
    one = start({**QQCHAT_2, "whitelist_add_cmd_template": "stop", "sync_group_only_admin": True}, language)
    assert len(one.told) > 8
    assert not [line for line in one.told if "{}" in line or "{path" in line]
    ours = [line for line in one.told if "->" not in line and "config" not in line]
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in line) == (language == "zh_cn") for line in ours)


@pytest.mark.parametrize(
    ("template", "command"),
    [
        ("/whitelist add {}", "whitelist add {player}"),
        ("whitelist add {0}", "whitelist add {player}"),
        ("!!whitelist add {}", "!!whitelist add {player}"),
        ("ezwl add {} java", "ezwl add {player} java"),
        ("stop", None),
        ("add {} {other}", None),
        ("add {}\nstop", None),
        ("add {0.__class__}", None),
        ("add {!r}", None),
        ("{", None),
    ],
)
def test_the_templates_of_the_whitelist_are_understood(template: str, command: str | None) -> None:
    assert add_command(template) == command


@pytest.mark.parametrize("template", [None, "", "stop", 5, ["{}"]])
def test_a_template_that_names_nobody_leaves_the_usual_command(start: Any, template: Any) -> None:
    one = start({"whitelist_add_with_bound": True, "whitelist_add_cmd_template": template})
    assert one.config.community.whitelist.add == "whitelist add {player}"
    assert one.says("whitelist_add_cmd_template", "no place for a name") is bool(template)


def test_switches_that_were_not_true_stay_off(start: Any) -> None:
    config = start({"commands": {"mcdr": "yes", "command": 1}, "multi_server": "false"}).config
    assert (config.commands.mcdr, config.commands.command, config.multi_server.enabled) == (False, False, False)


@pytest.mark.parametrize(("follows", "words"), [(True, "after a day"), (False, "nobody who leaves is taken off")])
def test_what_leaving_does_now_is_told(start: Any, follows: bool, words: str) -> None:
    assert start({"whitelist_add_with_bound": follows, "whitelist_remove_with_leave": True}).says(words)


def ways(config: Config, group_id: int) -> tuple[bool, bool]:
    """Whether chat goes from a group to the game, and back."""
    rows = [*config.routes, *usual(config.message_sync_groups, config.main_group, config.manage_groups)]
    routes = Routes(rows, config.server_name, config.all_groups())
    to_qq = [group for group, _ in routes.to_qq("chat", ["Steve"], "hi")]
    return routes.to_game(group_id, "chat", [5], "hi") is not None, group_id in to_qq


@pytest.mark.parametrize("to_qq", [True, False])
@pytest.mark.parametrize("to_game", [True, False])
def test_each_way_of_the_chat_of_qqchat_1_stays_as_it_was(start: Any, to_qq: bool, to_game: bool) -> None:
    config = start({"groups": [5], "forwards": {"mc_to_qq": to_qq, "qq_to_mc": to_game}}).config
    assert ways(config, 5) == (to_game, to_qq)
    assert config.all_groups() == [5], "commands work in any case"


# -- GUGUBot 2

GUGUBOT: dict[str, Any] = {
    "GUGUBot": {"command_prefix": "#", "group_admin": False},
    "connector": {
        "QQ": {
            "connection": {"host": "10.0.0.2", "port": 8777, "token": "s3cret", "use_ssl": False, "reconnect": 5},
            "permissions": {
                "admin_ids": [1377820366, 10001, None],
                "admin_group_ids": [40001, None],
                "group_ids": [12345615646416, 20001, "20002"],
                "forward_group_ids": [20001, 50001],
                "notice_forward_groups": [20001],
                "friend_is_admin": True,
                "custom_group_name": {"20001": "x"},
            },
            "others": {"change_group_card": True},
        },
        "minecraft": {
            "source_name": "生存服",
            "mc_death": False,
            "player_join_notice": True,
            "bot_join_notice": False,
            "bot_left_notice": False,
            "server_stop_notice": False,
            "chat_image": True,
            "bot_names_pattern": [".*bot.*", "^Fake"],
            "ignore_mc_command_patterns": ["!!.*", "#.*", ".*?xaero-waypoint:.*", "("],
        },
        "minecraft_bridge": {"is_main_server": False, "connection": {"token": "also secret"}},
    },
    "style": {"current_style": "x"},
    "system": {
        "ban_words": {"enable": True},
        "bound": {
            "enable": True,
            "max_java_bound": 3,
            "max_bedrock_bound": "two",
            "whitelist_add_with_bound": True,
            "player_name_pattern": "^[a-z]+",
        },
        "bound_notice": {"exclude_ids": [2854196310, None]},
        "execute": {"enable": True, "ignore_execute_command_patterns": [".*?give.*?", "^whitelist off$", "a|b"]},
        "key_words": {"enable": True},
        "list": {"enable": False},
        "whitelist": {"enable": True},
    },
}
KEY_WORDS = {
    "ip": [{"type": "text", "data": {"text": "play.example.com {x}"}}],
    "map": [{"type": "image", "data": {"file": "http://x/y.png"}}],
}


@pytest.fixture
def gugubot(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> Any:
    def begin(tree: Any = GUGUBOT, folder: str = "gugubot", language: str = "en_us") -> Start:
        system = tmp_path / folder / "system"
        system.mkdir(parents=True, exist_ok=True)
        with (tmp_path / folder / "config.yml").open("w", encoding="utf-8") as file:
            YAML().dump(tree, file)
        (system / "key_words.json").write_text(json.dumps(KEY_WORDS), encoding="utf-8")
        (system / "ban_words.json").write_text('{"坏话": "why"}', encoding="utf-8")
        (system / "players.json").write_text("{}", encoding="utf-8")
        return Start(tmp_path, caplog, language)

    return begin


def test_all_of_gugubot_2_that_has_a_meaning_is_carried_over(gugubot: Any, tmp_path: Path) -> None:
    config = gugubot().config
    assert (config.command_prefix, config.server_name) == (["#"], "生存服")
    assert (config.message_sync_groups, config.manage_groups) == ([20001, 20002, 50001], [40001])
    assert (ways(config, 20001), ways(config, 20002), ways(config, 50001)) == (
        (True, True),
        (True, False),
        (False, True),
    )
    game = config.game
    assert (game.death.enabled, game.join.enabled, game.stopped.enabled) == (False, True, False)
    assert (game.join.groups, game.death.groups) == ([20001], [])
    assert game.commands == ["!!", "#"]
    assert (config.binding.java.limit, config.binding.bedrock.limit) == (3, 1)
    assert config.binding.java.pattern == "(?:^[a-z]+).*"
    assert config.community.whitelist.with_binding
    assert config.community.newcomers.card
    assert config.rendering.pictures.show == "chatimage"
    assert config.ignored_accounts == [2854196310]
    assert config.server_commands.deny == ["op", "deop", "give", "whitelist off"]
    assert (config.commands.command, config.commands.list, config.commands.mcdr) == (True, False, False)
    assert [(one.words, one.match, one.answer) for one in config.keywords] == [
        (["ip"], "equal", "play.example.com {{x}}")
    ]
    assert (config.blocked.words, config.blocked.action) == (["坏话"], "drop")
    (before,) = [(tmp_path / "gugubot" / "config.yml").read_text("utf-8")]
    assert "s3cret" in before, "the old file stays as it is"


def test_fake_players_are_those_of_gugubots_patterns(gugubot: Any) -> None:
    from qq_chat.game.silence import Silence
    from qq_chat.status.online import grouped

    config = gugubot().config
    players = ["Steve", "MyBot1", "fakeAlex"]
    assert grouped(players, config.player_list_regex, "?") == {"Players": ["Steve"], "Bots": ["MyBot1", "fakeAlex"]}
    silence = Silence(config.game.silent.fake)
    assert [silence.is_silent(player) for player in players] == [False, True, True]


def test_what_gugubot_kept_from_qq_is_kept_from_it_here(gugubot: Any) -> None:
    config = gugubot().config
    rows = [*config.routes, *usual(config.message_sync_groups, [], [])]
    routes = Routes(rows, config.server_name, config.all_groups())
    assert [group for group, _ in routes.to_qq("chat", ["Steve"], "my xaero-waypoint:x")] == []
    assert [group for group, _ in routes.to_qq("chat", ["Steve"], "hello")] == [20001, 50001]
    assert config.game.is_command("#list") and config.game.is_command("!!qb make")


def test_nothing_of_gugubot_grants_rights_in_silence(gugubot: Any) -> None:
    one = gugubot()
    assert one.config.admins == [10001]
    rights = Rights(one.config.permissions, one.config.admins, lambda _: False)
    assert rights.level(1377820366, None) is rights.level(5, 40001, "owner") is Level.EVERYONE
    assert any("1377820366" in line and "default file" in line for line in one.rights)
    assert any("admins in GUGUBot" in line and "10001" in line for line in one.rights)
    assert any("group 40001" in line and "groups: {40001: admin}" in line for line in one.rights)
    assert any("friend_is_admin" in line for line in one.rights)
    assert any("a|b" in line and "server_commands.deny" in line for line in one.rights)


def test_the_report_names_what_was_left_what_was_wrong_and_where_the_connection_goes(gugubot: Any) -> None:
    one = gugubot()
    assert one.says("config/qq_api/config.yml", 'url: "ws://10.0.0.2:8777/"', "token")
    assert not [line for line in one.told if "s3cret" in line or "also secret" in line]
    assert one.says("system.bound.max_bedrock_bound was not carried over")
    assert one.says("ignore_mc_command_patterns was not carried over")
    assert one.says("Without a meaning here", "style")
    assert one.says("left out: map")
    assert one.says("!!qqchat import ../gugubot/system/players.json")
    assert one.says("is_main_server") and one.says("said twice") and one.says("commands.list")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("folder", ["gugubot", "GUGUbot", "GUGUBot"])
def test_gugubots_folder_is_found_however_it_is_spelt(gugubot: Any, folder: str, language: str) -> None:
    one = gugubot(folder=folder, language=language)
    assert one.config.server_name == "生存服"
    assert len(one.told) > 10


def test_our_own_configuration_comes_first(gugubot: Any, start: Any) -> None:
    assert start({"server_name": "ours"}).config.server_name == "ours"
    assert gugubot().config.server_name == "ours"


@pytest.mark.parametrize(
    ("tree", "words"),
    [
        ({"admin_id": [5], "group_id": [6]}, "not GUGUBot 2's"),
        ([1, 2], "not GUGUBot 2's"),
        ({"GUGUBot": 5}, "not GUGUBot 2's"),
    ],
)
def test_what_is_not_gugubot_2s_is_left_alone_and_told(gugubot: Any, tree: Any, words: str) -> None:
    one = gugubot(tree)
    assert one.says(words)
    assert one.config.all_groups() == []


@pytest.mark.parametrize("text", ["GUGUBot: [", "\x00", "GUGUBot: {}\nGUGUBot: {}\n"])
def test_a_file_that_cannot_be_read_stops_nobody(gugubot: Any, tmp_path: Path, text: str, caplog: Any) -> None:
    (tmp_path / "gugubot").mkdir()
    (tmp_path / "gugubot" / "config.yml").write_text(text, encoding="utf-8")
    one = Start(tmp_path, caplog)
    assert one.says("cannot be read") and one.says("first start")


def mangled(tree: Any, junk: Any) -> Any:
    """The same with junk in each place, one after the other."""
    for key, value in tree.items():
        yield {**tree, key: junk}
        if isinstance(value, dict):
            yield from ({**tree, key: inner} for inner in mangled(value, junk))


@pytest.mark.parametrize("junk", [True, ["x", {}], {"x": []}])
def test_junk_in_any_place_stops_nobody(junk: Any) -> None:
    from qq_chat.config import gugubot as one
    from qq_chat.config.obtain import _wrong

    texts = Texts.load("qq_chat", "zh_cn")
    for tree in mangled(GUGUBOT, junk):
        if one.is_of_2(tree):
            became = one.carried(tree, KEY_WORDS, {"x": 1}, ("a", "b"), _wrong)
            config = Config.model_validate(became.tree)
            assert {*config.admins} <= {10001}
            assert [*became.report(texts)]
