"""`/bound` and `!!qq bind`, as people meet them."""

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from binding_place import ADMIN, ALICE, BOB, STEVE, Place, code_in

from qq_api import at
from qq_chat.config.binding import Java


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    one = Place(tmp_path)
    yield one
    one.database.close()


# -- by a code, both ways


def test_a_player_shows_a_code_in_qq(place: Place) -> None:
    shown = place.in_game("Steve", "bind")
    code = code_in(shown)
    assert f"/bound {code}" in shown
    assert place.say(ALICE, f"/bound {code}") == "[survival] Bound to Steve"
    assert place.bindings.player_of(ALICE) == "Steve"
    place.server.tell.assert_called_once_with("Steve", f"You are bound to QQ {ALICE} ({ALICE}) now")
    assert "bound to that QQ number already" in place.in_game("Steve", "bind")


def test_a_name_of_qq_is_one_harmless_line_in_the_game(place: Place) -> None:
    place.cards[ALICE] = "x\n§4<Notch> op me"
    place.say(ALICE, f"/bound {code_in(place.in_game('Steve', 'bind'))}")
    (_, told), _ = place.server.tell.call_args
    assert told == f"You are bound to QQ {ALICE} (x ⏎ 4<Notch> op me) now"


def test_in_private_the_code_alone_is_enough_for_members(place: Place) -> None:
    code = code_in(place.in_game("Steve", "bind"))
    assert place.say(77, code, private=True) == "Please bind yourself in the group, or once you are in it"
    assert place.say(ALICE, "hello", private=True) is None
    assert place.say(ALICE, code) is None, "in a group a number is only a number"
    assert place.say(ALICE, code, private=True) == "[survival] Bound to Steve"


def test_somebody_in_qq_shows_a_code_in_the_game(place: Place) -> None:
    told = place.say(ALICE, "/绑定 Steve")
    assert "Join the game as Steve within 10 minutes" in told
    code = code_in(told)
    assert "wrong" in place.in_game("Alex", f"bind {code}")
    assert place.in_game("Steve", f"bind {code}") == f"You are bound to QQ {ALICE} now"
    assert place.bindings.owner_of("steve") == place.bindings.all_of(ALICE)[0]
    assert place.say(BOB, "/bound Steve") == "That player is bound to somebody else; ask an admin"
    assert place.say(ALICE, "/bound Alex").startswith("No more Java players")


def test_guessing_ends_soon(place: Place) -> None:
    code = code_in(place.in_game("Steve", "bind"))
    guesses = [f"{number:06}" for number in range(9) if f"{number:06}" != code]
    answers = [place.say(BOB, f"/bound {guess}") for guess in guesses[:3]]
    assert all("wrong or over" in answer for answer in answers)
    assert place.say(BOB, f"/bound {code}") == "Too often; please try again in 10 minutes"
    assert place.bindings.everybody() == []


def test_where_everybody_is_believed_binding_is_done_at_once(tmp_path: Path) -> None:
    place = Place(tmp_path, proof="none")
    assert place.say(ALICE, "/bound Steve") == "[survival] Bound to Steve"
    assert place.say(BOB, "/bound STEVE") == "That player is bound to somebody else; ask an admin"
    assert not place.bindings.all_of(ALICE)[0].proved
    assert place.say(ADMIN, f"/bound check {ALICE}") == f"{ALICE} is bound to Steve (not proved)"
    place.database.close()


@pytest.mark.parametrize(
    "typed", ["Steve\nstop", "@a", "@e[type=player]", "-h", "..", '"x y"', "Steve\u2028stop", "a", "x" * 17, "§4Steve"]
)
def test_nothing_but_a_name_is_bound_or_typed_into_the_console(tmp_path: Path, typed: str) -> None:
    place = Place(tmp_path, proof="none")
    place.say(ALICE, f"/bound {typed}")
    place.say(ADMIN, f"/bound {ALICE} {typed}")
    assert place.bindings.everybody() == []
    assert place.typed == []
    place.database.close()


def test_a_newline_makes_two_words_of_it_and_nobody_is_bound(place: Place) -> None:
    assert place.say(ALICE, "/bound Steve\nstop") == "Which player? /bound <ID>"
    assert place.bindings.everybody() == []


# -- commands


def test_without_an_argument_everybody_reads_what_they_may_do(place: Place) -> None:
    told = place.say(ALICE, "/bound")
    assert told.splitlines()[0] == "You are not bound to a player yet"
    assert "/bound <ID>" in told
    assert "list" not in told
    assert "!!qq bind" in told
    place.say(ADMIN, f"/bound {ADMIN} Notch")
    admin = place.say(ADMIN, "/bound")
    assert admin.splitlines()[0] == "You are bound to Notch"
    for line in ("/bound list [page]", "/bound check <QQ|@|ID>", "/bound unbound [QQ|@|ID]", "/bound <QQ|@> <ID>"):
        assert line in admin


@pytest.mark.parametrize("typed", ["list", "check", f"check {BOB}", "import", f"{BOB} Steve", "@x Steve", "unbound"])
def test_members_do_nothing_to_others_and_never_break_it(place: Place, typed: str) -> None:
    answer = place.say(BOB, f"/bound {typed}")
    assert answer in ("You may not do that", "Which player? /bound <ID>")
    assert place.bindings.everybody() == []


@pytest.mark.parametrize("typed", ["check", "unbound", "check a b", "unbound a b", "a b c", "x Steve"])
def test_admins_who_forget_something_are_told_what(place: Place, typed: str) -> None:
    assert re.match("Whom|Which player", place.say(ADMIN, f"/bound {typed}"))


ROLES = {"stranger": 77, "member": ALICE, "bound": BOB, "helper": 10004, "admin": ADMIN}
MATRIX = {  # command -> who gets something done in the group, and in private
    "/bound Alex": ("stranger member helper admin", "member helper admin"),
    "/bound list": ("admin", "admin"),
    "/bound check Notch": ("admin", "admin"),
    "/bound unbound Notch": ("admin", "admin"),
    "/bound unbound": ("", ""),
    "/bound 10001 Alex": ("admin", "admin"),
    "/bound import": ("admin", "admin"),
}


@pytest.mark.parametrize("command", MATRIX)
@pytest.mark.parametrize("private", [False, True])
def test_who_may_do_what_where(tmp_path: Path, command: str, private: bool) -> None:
    done = []
    for role, user_id in ROLES.items():
        folder = tmp_path / role
        folder.mkdir()
        place = Place(folder, permissions={"helpers": [ROLES["helper"]]})
        place.bindings.bind(BOB, "Notch", "test", True)
        answer = place.say(user_id, command, private=private)
        if not re.match("You may not|Please|No more|Whom", answer):
            done.append(role)
        place.database.close()
    assert " ".join(done) == MATRIX[command][private]


def test_an_admin_binds_checks_and_unbinds_by_number_mention_and_name(place: Place) -> None:
    assert place.say(ADMIN, "/bound ", at(ALICE), " Steve") == "[survival] Bound to Steve"
    assert place.say(ADMIN, f"/bound {BOB} Alex") == "[survival] Bound to Alex"
    assert place.bindings.all_of(ALICE)[0].proved
    for whom in (str(ALICE), "sTEVE"):
        assert place.say(ADMIN, f"/bound check {whom}") == f"{ALICE} is bound to Steve"
    assert place.say(ADMIN, "/bound check", at(BOB)) == f"{BOB} is bound to Alex"
    assert place.say(ADMIN, f"/bound {BOB} Steve") == f"Steve is bound to {ALICE}"
    assert place.say(ADMIN, f"/bound {BOB} Notch") == "[survival] Bound to Notch"
    assert place.bindings.owner_of("Alex") is None, "one is allowed: the new one took its place"
    assert place.say(ADMIN, "/解绑 ", at(BOB)) == f"{BOB} is not bound to Notch any more"
    assert place.say(ADMIN, "/bound unbound Steve") == f"{ALICE} is not bound to Steve any more"
    assert place.say(ADMIN, f"/bound unbound {BOB}") == f"{BOB} is not bound"
    assert place.say(ADMIN, "/bound check 5") == "5 is not bound"
    assert place.bindings.everybody() == []
    assert place.say(ADMIN, "/bound Boss") == "[survival] Bound to Boss", "an admin's word is enough"
    assert place.bindings.all_of(ADMIN)[0].proved


def test_the_list_is_paged_and_says_when_it_is_empty(place: Place) -> None:
    assert place.say(ADMIN, "/bound list") == "Nobody is bound yet"
    for number in range(1000):
        place.bindings.bind(20_000 + number, f"Player{number}", "test", True)
    first = place.say(ADMIN, "/bound list").splitlines()
    assert first[:2] == ["Bound players (1000), page 1 of 50:", "1. 20000 - Player0"]
    assert len(first) == 21
    assert place.say(ADMIN, "/绑定 列表 50").splitlines()[-1] == "1000. 20999 - Player999"
    assert place.say(ADMIN, "/bound list 9999").splitlines()[0].endswith("page 50 of 50:")
    for odd in ("0", "-1", "x", "9" * 30, "١"):
        assert place.say(ADMIN, f"/bound list {odd}").splitlines() == first


def test_members_unbind_themselves_only_where_they_may(tmp_path: Path) -> None:
    place = Place(tmp_path, members_unbind=True, java=Java(limit=2))
    for user_id, player in ((ALICE, "Steve"), (ALICE, "Alex"), (BOB, "Notch")):
        place.bindings.bind(user_id, player, "test", True)
    assert place.say(ALICE, f"/bound unbound {BOB}") == "Please ask an admin to do that"
    assert place.say(ALICE, "/bound unbound Notch") == "Please ask an admin to do that"
    assert place.say(ALICE, "/bound unbound alex") == f"{ALICE} is not bound to Alex any more"
    assert place.say(ALICE, "/解绑") == f"{ALICE} is not bound to Steve any more"
    assert place.say(ALICE, "/解绑") == f"{ALICE} is not bound"
    assert place.in_game("Notch", "unbind") == f"{BOB} is not bound to Notch any more"
    assert place.bindings.everybody() == []
    place.database.close()


def test_members_do_not_unbind_themselves_by_default(place: Place) -> None:
    place.bindings.bind(ALICE, "Steve", "test", True)
    assert place.say(ALICE, "/bound unbound") == "You may not do that"
    assert "unbound" not in place.say(ALICE, "/bound")
    assert place.in_game("Steve", "unbind") == "Please ask an admin to do that"
    assert place.in_game("Alex", "unbind") == "Alex is not bound"


def test_in_the_game_only_admins_see_numbers(place: Place) -> None:
    place.bindings.bind(ALICE, "Steve", "test", True)
    assert place.in_game("Alex", "who Steve", level=1) == "You may not do that"
    assert place.in_game("Alex", "who steve", level=3) == f"{ALICE} is bound to Steve"
    assert place.in_game(None, f"who {ALICE}", level=4) == f"{ALICE} is bound to Steve"
    assert place.in_game(None, "who x", level=4) == "x is not bound"


def test_the_console_is_no_player(place: Place) -> None:
    for line in ("bind", "bind 123456", "unbind"):
        assert place.in_game(None, line, level=4) == "Only players can do that"


def test_every_change_is_in_the_log(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    place.say(ADMIN, f"/bound {ALICE} Steve")
    place.log_in("Steve", STEVE)
    place.log_in("Steve_2", STEVE)
    place.say(ADMIN, f"/bound {ALICE} Alex")
    place.say(ADMIN, f"/bound unbound {ALICE}")
    assert [message for message in caplog.messages if message.startswith("QQ")] == [
        f"QQ {ALICE} was bound to Steve (by {ADMIN})",
        f"QQ {ALICE} is Steve_2 now, and was Steve (by server)",
        f"QQ {ALICE} is Alex now, and was Steve_2 (by {ADMIN})",
        f"QQ {ALICE} is not bound to Alex any more (by {ADMIN})",
    ]
