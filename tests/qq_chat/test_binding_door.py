"""Who comes in: newcomers on their word, nobody who is not bound, and whole files."""

import asyncio
import json
import logging
import re
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from binding_place import ADMIN, ALICE, BOB, GROUP, OTHER, STEVE, Place, code_in, info

from qq_chat.commands.binding.claims import Claims
from qq_chat.config.binding import Required
from qq_chat.people.bound import BindingChanged
from qq_chat.people.known_players import KnownPlayers


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    one = Place(tmp_path)
    yield one
    one.database.close()


# -- claims: where the whitelist is closed, a newcomer must come in before anything can be proved


@pytest.fixture
async def closed(tmp_path: Path) -> AsyncIterator[Place]:
    (tmp_path / "whitelist.json").write_text(json.dumps([{"uuid": OTHER, "name": "Listed"}]))
    one = Place(tmp_path, whitelist={"with_binding": True})
    yield one
    for feature in one.features:
        feature.close()
    await asyncio.sleep(0)
    one.database.close()


def heard(place: Place) -> list[BindingChanged]:
    changes: list[BindingChanged] = []
    place.bindings.listeners.append(changes.append)
    return changes


async def test_a_newcomer_is_let_in_and_is_nobody_until_they_prove_it(closed: Place) -> None:
    changes = heard(closed)
    assert "Steve may join the game now. Within 24 hours" in closed.say(ALICE, "/bound Steve")
    assert [(change.before, change.after and change.after.player) for change in changes] == [(None, "Steve")]
    assert closed.bindings.player_of(ALICE) is None, "nobody speaks as Steve yet"
    assert dict(closed.bindings.players()) == {}
    assert "Steve (not proved)" in closed.say(ALICE, "/bound")
    assert closed.say(ADMIN, "/bound list").endswith(f"{ALICE} - Steve (not proved)")
    assert closed.say(ALICE, f"/bound {code_in(closed.in_game('Steve', 'bind'))}") == "[survival] Bound to Steve"
    assert closed.bindings.player_of(ALICE) == "Steve"


async def test_a_claim_gives_way_to_whoever_proves_it(closed: Place) -> None:
    closed.say(BOB, "/bound Steve")
    changes = heard(closed)
    assert "type: !!qq bind" in closed.say(ALICE, "/bound Steve")
    assert closed.say(ALICE, f"/bound {code_in(closed.in_game('Steve', 'bind'))}") == "[survival] Bound to Steve"
    assert closed.bindings.all_of(BOB) == []
    (change,) = changes
    assert change.before and change.after
    assert (change.before.user_id, change.after.user_id, change.after.player) == (BOB, ALICE, "Steve")


async def test_one_claim_at_a_time_and_none_for_ever(closed: Place) -> None:
    closed.say(BOB, "/bound Steve")
    closed.say(BOB, "/bound Alex")
    assert [bound.player for bound in closed.bindings.all_of(BOB)] == ["Alex"]
    (claims,) = [feature for feature in closed.features if isinstance(feature, Claims)]
    claims.look()
    assert [bound.player for bound in closed.bindings.all_of(BOB)] == ["Alex"]
    claims._clock = lambda: time.time() + 24 * 3600
    claims.look()
    assert closed.bindings.all_of(BOB) == []


async def test_who_is_on_the_whitelist_already_is_not_touched_by_a_claim(closed: Place) -> None:
    changes = heard(closed)
    assert "type: !!qq bind" in closed.say(BOB, "/bound listed")
    assert changes == []


async def test_with_a_whitelist_of_another_plugin_whoever_played_before_is_not_touched(tmp_path: Path) -> None:
    place = Place(tmp_path, whitelist={"with_binding": True, "add": "!!whitelist add {player}"})
    KnownPlayers(place.database).save(["Veteran"])
    changes = heard(place)
    assert "type: !!qq bind" in place.say(BOB, "/bound veteran")
    assert changes == []
    assert "may join" in place.say(BOB, "/bound Newbie")
    for feature in place.features:
        feature.close()
    await asyncio.sleep(0)
    place.database.close()


# -- files


def test_files_come_in_from_qq_and_from_the_console(place: Place, tmp_path: Path) -> None:
    assert place.say(ADMIN, "/bound import") == "There is no file of QQChat or GUGUBot to import"
    (tmp_path / "qq_chat" / "data.json").write_text('{"data": {"10001": "Steve", "x": "y"}}')
    gugubot = tmp_path / "gugubot" / "system"
    gugubot.mkdir(parents=True)
    (gugubot / "players.yml").write_text("Alex: {java_name: [Alex], accounts: {QQ: ['10002']}}")
    assert place.say(ADMIN, "/bound import").splitlines() == [
        "data.json: 1 bindings added, 0 were there already, 1 left out",
        "x: y: That is no binding",
        "players.yml: 1 bindings added, 0 were there already, 0 left out",
    ]
    assert "1 were there already" in place.in_game(None, f"import {gugubot / 'players.yml'}", level=4)
    assert "only files in" in place.in_game("Steve", f"import {gugubot / 'players.yml'}", level=4)
    assert "only files in" in place.in_game("Steve", "import ../../secret.yml", level=4)
    assert "were there already" in place.in_game("Steve", "import data.json", level=4)


def test_an_owner_who_comes_from_gugubot_is_told_where_the_bindings_are(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    gugubot = tmp_path / "gugubot" / "system"
    gugubot.mkdir(parents=True)
    (gugubot / "players.yml").write_text("Alex: {java_name: [Alex], accounts: {QQ: ['10002']}}")
    for told in (1, 1):
        place = Place(tmp_path)
        assert caplog.text.count("/bound import in QQ brings them in") == told
        place.say(ADMIN, "/bound import")
        place.database.close()


def test_bindings_go_out_to_files(place: Place, tmp_path: Path) -> None:
    place.bindings.bind(ALICE, "Steve", "test", True)
    assert place.in_game(None, "export", level=4).count("1 bindings were written") == 2
    folder = tmp_path / "qq_chat"
    assert "Steve" in (folder / "bindings.json").read_text("utf-8")
    assert (folder / "bindings.csv").read_bytes().startswith(b"\xef\xbb\xbfQQ,player")
    assert not list(folder.glob("*.new"))


# -- the door


def test_whoever_is_not_bound_is_sent_away_with_a_code_that_binds(tmp_path: Path) -> None:
    place = Place(tmp_path, required=Required(enabled=True, exceptions=["Boss"]))
    (kick,) = place.log_in("Steve", STEVE)
    assert kick.startswith("kick Steve This server is for players who are bound")
    assert str(GROUP) in kick
    assert place.log_in("Steve", STEVE) == [kick], "the same code as long as it counts"
    assert "Join the game as Steve: you will be shown a code" in place.say(ALICE, "/bound Steve")
    assert place.say(ALICE, f"/bound {code_in(kick.split('/bound')[1])}") == "[survival] Bound to Steve"
    assert place.log_in("Steve", STEVE) == []
    assert place.log_in("boss") == []
    assert place.log_in("bot_1") == []
    assert place.log_in("Carpet", address="local") == []
    place.database.close()


def test_another_account_of_a_bound_name_is_sent_away_without_a_code(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    place = Place(tmp_path, required=Required(enabled=True))
    place.bindings.bind(ALICE, "Steve", "test", True, STEVE)
    (kick,) = place.log_in("Steve", OTHER)
    assert not re.search("[0-9]{6}", kick)
    assert "is another account now" in caplog.text
    assert place.log_in("Steve", STEVE) == []
    place.database.close()


def test_by_default_everybody_may_play(place: Place) -> None:
    assert place.log_in("Steve", STEVE) == []


def test_no_name_of_a_player_becomes_a_second_command(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    place = Place(tmp_path, required=Required(enabled=True))
    for name in ("@a", "Steve\nstop", "Pocket Steve", "-h"):
        assert place.log_in(name) == []
    assert caplog.text.count("cannot be sent away") == 4
    place.database.close()


@pytest.mark.parametrize("language", ["en_us", "zh_cn"])
def test_what_a_player_reads_at_the_door_fits_one_command(tmp_path: Path, language: str) -> None:
    place = Place(tmp_path, language, required=Required(enabled=True))
    (kick,) = place.log_in("x" * 16, STEVE)
    assert len(kick) < 200
    place.database.close()


def test_uuids_of_those_who_were_here_before_are_learned(tmp_path: Path) -> None:
    (tmp_path / "usercache.json").write_text(f'[{{"name": "Steve", "uuid": "{STEVE}", "expiresOn": "2026"}}]')
    first = Place(tmp_path)
    first.bindings.bind(ALICE, "Steve", "test", True)
    first.database.close()
    place = Place(tmp_path)
    assert place.bindings.all_of(ALICE)[0].uuid == STEVE
    place.log_in("Renamed", STEVE)
    assert place.bindings.player_of(ALICE) == "Renamed"
    place.database.close()


def test_no_player_says_who_has_which_uuid(place: Place) -> None:
    place.bindings.bind(ALICE, "Steve", "test", True, STEVE)
    place._hears("mcdr.general_info", info(f"UUID of player Mallory is {STEVE}", player="Mallory"))
    place._hears("mcdr.general_info", info(f"<Mallory> UUID of player Mallory is {STEVE}"))
    assert place.bindings.player_of(ALICE) == "Steve"
