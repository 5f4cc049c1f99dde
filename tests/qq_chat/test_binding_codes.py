"""Nobody is bound to a player who is not theirs: codes are few, short-lived, single, and cannot be tried for long."""

import re
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from qq_chat.config.binding import Binding, Code
from qq_chat.database import Database
from qq_chat.people.bindings import Bindings
from qq_chat.people.bound import Bound, Refusal
from qq_chat.people.codes import LOOK, MOST, Claim, Codes, Wait
from qq_chat.people.proof import Proof
from qq_chat.people.uuids import Uuids

STEVE, ALEX = "069a79f4-44e9-4726-a5be-fca90e38aaf5", "ec561538-f3fd-461d-aff5-086b22154bce"


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def codes(clock: Clock) -> Codes:
    return Codes(Code(minutes=10, tries=3, per_hour=3), clock)


def given(codes: Codes, whom: str = "steve", claim: Claim | None = None) -> str:
    code = codes.give(whom, claim or Claim(whom))
    assert isinstance(code, str)
    return code


def wrong(*codes: str) -> str:
    return next(f"{number:06}" for number in range(10) if f"{number:06}" not in codes)


def test_a_code_counts_once(codes: Codes) -> None:
    code = given(codes)
    assert re.fullmatch(LOOK, code)
    assert codes.take(code, "1") == Claim("steve")
    assert codes.take(code, "1") is None


def test_a_code_is_over_after_its_time(codes: Codes, clock: Clock) -> None:
    code = given(codes)
    clock.now += 599
    assert given(codes) == code, "as long as it counts it is the same"
    clock.now += 1
    assert codes.take(code, "1") is None


def test_after_three_wrong_ones_even_the_right_one_is_refused_for_a_while(codes: Codes, clock: Clock) -> None:
    code = given(codes)
    assert [codes.take(wrong(code), "1") for _ in range(3)] == [None] * 3
    assert codes.take(code, "1") == Wait(600.0)
    assert codes.take(code, "2") == Claim("steve"), "others are not held up"
    clock.now += 600
    assert codes.take(given(codes), "1") == Claim("steve")


def test_a_code_of_somebody_else_is_wrong_and_stays_theirs(codes: Codes) -> None:
    code = given(codes, "10001", Claim("Steve", 10001))
    assert codes.take(code, "alex", lambda claim: claim.player == "Alex") is None
    assert codes.take(code, "steve", lambda claim: claim.player == "Steve") == Claim("Steve", 10001)


def test_one_person_gets_few_codes_an_hour(codes: Codes, clock: Clock) -> None:
    for player in ("A", "B", "C"):
        given(codes, "10001", Claim(player, 10001))
    assert codes.give("10001", Claim("D", 10001)) == Wait(3600.0)
    assert given(codes, "10002", Claim("D", 10002))
    clock.now += 3600
    assert given(codes, "10001", Claim("D", 10001))


def test_a_new_claim_takes_the_old_ones_place(codes: Codes) -> None:
    old, new = given(codes, "10001", Claim("A", 10001)), given(codes, "10001", Claim("B", 10001))
    assert codes.take(old, "a") is None
    assert codes.take(new, "a") == Claim("B", 10001)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "１２３４５６", "\ud800", "12345\n", "١٢٣٤٥٦", "x" * 10_000])
def test_what_is_no_code_is_wrong(codes: Codes, typed: str) -> None:
    given(codes)
    assert codes.take(typed, "1") is None


def test_codes_differ_and_old_ones_give_way_to_a_crowd(codes: Codes) -> None:
    all_of_them = [given(codes, f"player{number}") for number in range(MOST + 50)]
    assert len(codes._given) == MOST
    live = [entry.code for entry in codes._given.values()]
    assert len(set(live)) == len(live)
    assert codes.take(all_of_them[-1], "1") == Claim(f"player{MOST + 49}")


def test_of_two_who_send_one_code_at_once_exactly_one_has_it(clock: Clock) -> None:
    codes = Codes(Code(tries=10), clock)
    code, start, got = given(codes), threading.Barrier(8), []

    def take(number: int) -> None:
        start.wait()
        got.append(codes.take(code, str(number)))

    threads = [threading.Thread(target=take, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, got)) == sorted([str(Claim("steve")), *["None"] * 7])


# -- both ways


@pytest.fixture
def bindings(tmp_path: Path) -> Iterator[Bindings]:
    database = Database(tmp_path / "qq_chat.db")
    yield Bindings(database)
    database.close()


@pytest.fixture
def uuids() -> Uuids:
    uuids = Uuids()
    uuids.learn("Steve", STEVE)
    return uuids


@pytest.fixture
def proof(bindings: Bindings, uuids: Uuids, clock: Clock) -> Proof:
    return Proof(bindings, Binding(), uuids, clock)


def test_a_code_of_the_game_sent_in_qq_binds_and_knows_the_uuid(proof: Proof, bindings: Bindings) -> None:
    code = proof.for_player("Steve")
    assert isinstance(code, str)
    became = proof.sent(10001, code)
    assert isinstance(became, Bound)
    assert (became.user_id, became.player, became.proved, became.uuid) == (10001, "Steve", True, STEVE)
    assert proof.for_player("STEVE") is Refusal.KNOWN


def test_a_code_of_qq_typed_by_that_player_binds(proof: Proof, bindings: Bindings) -> None:
    code = proof.for_person(10001, "sTeVe")
    assert isinstance(code, str)
    assert proof.typed("Alex", code) is None
    became = proof.typed("Steve", code)
    assert isinstance(became, Bound)
    assert (became.user_id, became.player, became.proved, became.uuid) == (10001, "Steve", True, STEVE)


def test_a_code_counts_only_on_the_other_side(proof: Proof, bindings: Bindings) -> None:
    from_qq, from_game = proof.for_person(10001, "Steve"), proof.for_player("Steve")
    assert isinstance(from_qq, str) and isinstance(from_game, str)
    if from_qq != from_game:
        assert proof.sent(10001, from_qq) is None
        assert proof.typed("Steve", from_game) is None
    assert bindings.everybody() == []


def test_who_is_bound_and_proved_or_somebody_elses_gets_no_code(proof: Proof, bindings: Bindings, uuids: Uuids) -> None:
    bindings.bind(10001, "Alex", "10001", True)
    assert proof.for_person(10002, "alex") is Refusal.TAKEN
    assert proof.for_person(10001, "Alex") is Refusal.KNOWN
    assert proof.for_person(10001, "Steve") is Refusal.JAVA_FULL
    assert proof.for_person(10001, "@a") is Refusal.NAME
    assert proof.for_player("Alex") is Refusal.KNOWN
    assert proof.for_player("Pocket Steve") is Refusal.NAME
    bindings.learn({"Alex": ALEX})
    uuids.learn("Alex", STEVE)
    assert proof.for_player("Alex") is Refusal.TAKEN, "another account has that name now"


def test_what_was_believed_can_be_proved_by_its_owner_only(proof: Proof, bindings: Bindings) -> None:
    bindings.bind(10001, "Steve", "10001", False)
    code = proof.for_player("Steve")
    assert isinstance(code, str)
    assert proof.sent(10002, code) is Refusal.TAKEN
    again = proof.for_person(10001, "Steve")
    assert isinstance(again, str)
    became = proof.typed("Steve", again)
    assert isinstance(became, Bound) and became.proved


def test_a_code_is_spent_even_where_nobody_could_be_bound(proof: Proof, bindings: Bindings) -> None:
    bindings.bind(10001, "Alex", "10001", True)
    code = proof.for_player("Steve")
    assert isinstance(code, str)
    assert proof.sent(10001, code) is Refusal.JAVA_FULL
    assert proof.sent(10002, code) is None
