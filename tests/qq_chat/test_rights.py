"""Who may do what."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from qq_api import Bot, ConfigError, Texts, load_config
from qq_api.config.sections import Official
from qq_api.official.database import Database
from qq_api.official.identity import Identity
from qq_api.official.transport import OfficialTransport
from qq_chat.config import Config
from qq_chat.config.ids import known_by
from qq_chat.config.permissions import GroupRoles, McdrLevels, Permissions
from qq_chat.people.rights import LEVEL_NAMES, Level, Rights, level_named

SETTINGS = Permissions(
    owners=[1], helpers=[3], group_roles=GroupRoles(owner="admin", admin="helper"), groups={900: "helper"}
)


@pytest.mark.parametrize(
    ("user_id", "group_id", "role", "level"),
    [
        (1, None, "member", "owner"),
        (2, None, "member", "admin"),
        (3, 5, "member", "helper"),
        (4, 5, "member", "bound"),
        (9, 5, "member", "everyone"),
        (9, 5, "owner", "admin"),
        (9, 5, "admin", "helper"),
        (9, None, "owner", "everyone"),
        (9, 900, "member", "helper"),
        (9, 900, "owner", "admin"),
        (1, 900, "member", "owner"),
        (9, 5, "OWNER", "everyone"),
    ],
)
def test_the_highest_of_person_role_and_group_counts(user_id: int, group_id: int, role: str, level: str) -> None:
    rights = Rights(SETTINGS, [2], is_bound={4}.__contains__)
    assert rights.level(user_id, group_id, role).key == level


@pytest.mark.parametrize("role", ["owner", "admin", "member", ""])
def test_nobody_is_an_admin_by_being_in_a_group_unless_the_owner_says_so(role: str) -> None:
    rights = Rights(Permissions(), [], is_bound=lambda _: False)
    assert rights.level(5, 900, role) == Level.EVERYONE


def test_levels_have_names_and_mcdr_levels() -> None:
    assert [level_named(name) for name in LEVEL_NAMES] == list(Level)
    rights = Rights(Permissions(mcdr=McdrLevels(admin=2)), [], is_bound=lambda _: False)
    assert [rights.mcdr_level(level) for level in Level] == [0, 1, 2, 2, 4]


def test_a_group_can_make_nobody_an_owner(tmp_path: Path) -> None:
    path = tmp_path / "config.yml"
    path.write_text("config_version: 1\npermissions:\n  groups: {5: owner}\n")
    with pytest.raises(ConfigError, match=r"config\.yml:3"):
        load_config(path, Config, "en_us")


def test_people_and_groups_may_be_named_by_their_openids(tmp_path: Path) -> None:
    group, user = "C9F778FE6ADF9D1D1DBE395BF744A33A", "32F3A1B2C3D4E5F60718293A4B5C6D7E"
    path = tmp_path / "config.yml"
    path.write_text(f"config_version: 1\nmessage_sync_groups: [{group}, 20001]\nadmins: [{user}]\n")
    with known_by(lambda kind, openid: {("group", group): 10**12 + 1, ("user", user): 10**12 + 2}[kind, openid]):
        config = load_config(path, Config, "en_us")
    assert (config.message_sync_groups, config.admins) == ([10**12 + 1, 20001], [10**12 + 2])
    with pytest.raises(ConfigError, match=r"config\.yml:2.*an openid, but"):
        load_config(path, Config, "en_us")


def test_the_number_of_an_openid_is_the_one_that_events_have(tmp_path: Path) -> None:
    config = Official(app_id="102000001", secret=SecretStr("s"))
    bot = Bot()
    assert bot.openid_number("group", "A" * 32) is None
    transport = OfficialTransport(config, bot, Texts.load("qq_api", "en_us"), tmp_path)
    bot.transports.append(transport)
    database = Database(tmp_path / "other.sqlite3", Texts.load("qq_api", "en_us"))
    assert bot.openid_number("group", "A" * 32) == Identity(database, "102000001", 1).number("group", "A" * 32)
    database.close()
    transport._parts.close()
