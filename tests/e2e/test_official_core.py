"""What qq_chat promises on OneBot it keeps on the official platform: the same tests, by another way to QQ.

Left out is what the platform cannot do: group cards and titles, links in groups, more than twenty messages a minute
that answer nothing, and gaps of thousands of events. They are among the long ones.
"""

import inspect
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import test_chat_crosses
import test_for_plugin_authors
import test_one_room
import test_plugins_come_and_go
import test_server_from_qq
import test_status_from_qq

import mcdr

CORE: dict[ModuleType, tuple[str, ...]] = {
    test_chat_crosses: (
        "a_members_line_shows_in_the_game_with_card_and_colour",
        "a_players_line_shows_in_the_group_within_a_second",
        "joins_leaves_start_and_stop_are_told",
        "the_group_has_commands",
        "a_main_group_has_commands_but_its_chat_stays_its_own",
        "commands_of_players_are_not_relayed_and_qq_is_said_once",
        "no_player_can_say_who_is_online",
    ),
    test_one_room: (
        "a_message_with_a_blocked_word_is_recalled_where_the_owner_wants_that",
        "many_lines_become_few_messages_and_answers_stay_alone",
    ),
    test_server_from_qq: (
        "commands_of_the_server_are_run_by_those_who_may",
        "without_rcon_the_answer_is_read_off_the_console",
        "commands_of_mcdr_answer_with_every_reply",
        "mcdrs_commands_are_off_unless_the_owner_wants_them",
        "the_console_is_shown_to_the_staff_and_takes_their_commands",
        "people_ask_in_private_too",
    ),
    test_status_from_qq: (
        "status_tells_players_ticks_machine_and_versions",
        "status_is_a_picture_where_the_owner_wants_one",
    ),
    test_for_plugin_authors: ("actions_work_from_every_thread_and_loop",),
    test_plugins_come_and_go: (
        "an_unload_leaves_no_thread_and_no_port_within_five_seconds",
        "sending_after_an_unload_is_a_quiet_nothing",
    ),
}

HOMES: dict[ModuleType, dict[str, Any]] = {
    test_for_plugin_authors: {"others": {"author.py": test_for_plugin_authors.AUTHOR}},
}
"""What the fixture `home` of a module is made with."""

ALL = [pytest.param(module, f"test_{name}", id=name) for module, names in CORE.items() for name in names]
OVER = ["official", "official_webhook"]


def lines(home: mcdr.House) -> list[str]:
    """The lines of the game's chat: the gateway often brings two messages in one breath, which are shown together."""
    return [line for shown in home.qq.page.game.lines for line in mcdr.plain(shown["component"]).split("\n")]


@pytest.mark.faults
@pytest.mark.parametrize("over", OVER)
@pytest.mark.parametrize(("module", "name"), ALL)
async def test_on_the_official_platform(
    module: ModuleType, name: str, over: str, tmp_path: Path, packed: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    here: Any = partial(mcdr.house, over=over)
    monkeypatch.setattr(module, "house", here)
    monkeypatch.setattr(mcdr.House, "game", lines)
    test = getattr(module, name)
    if "home" not in inspect.signature(test).parameters:
        await test(tmp_path, packed)
        return
    async with here(tmp_path, packed, **HOMES[module]) as home:
        await test(home)
