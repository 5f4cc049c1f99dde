"""Who is who: one player belongs to one QQ number, whatever happens at the same time."""

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from qq_chat.config.binding import Bedrock, Binding, Java
from qq_chat.database import Database
from qq_chat.people.bindings import Bindings
from qq_chat.people.bound import CLAIM, BindingChanged, Bound, Refusal
from qq_chat.people.uuids import Uuids, cached, offline_uuid, told

SETTINGS = Binding(java=Java(limit=2), bedrock=Bedrock(limit=1))
STEVE, ALEX = "069a79f4-44e9-4726-a5be-fca90e38aaf5", "ec561538-f3fd-461d-aff5-086b22154bce"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    one = Database(tmp_path / "qq_chat.db")
    yield one
    one.close()


@pytest.fixture
def bindings(database: Database) -> Bindings:
    return Bindings(database, SETTINGS)


def bind(bindings: Bindings, user_id: int, player: str, **more: bool) -> Bound | Refusal:
    return bindings.bind(user_id, player, "test", True, **more)


def test_a_qq_number_may_be_several_players_and_the_first_one_names_it(bindings: Bindings, database: Database) -> None:
    for player in ("Steve", "Alex", ".Pocket"):
        assert isinstance(bind(bindings, 1, player), Bound)
    assert isinstance(bind(bindings, 2, "Notch"), Bound)
    for one in (bindings, Bindings(database, SETTINGS)):
        assert [bound.player for bound in one.all_of(1)] == ["Steve", "Alex", ".Pocket"]
        assert (one.player_of(1), one.player_of(3)) == ("Steve", None)
        assert one.players() == {1: "Steve", 2: "Notch"}
        assert one.owner_of("NOTCH") == one.all_of(2)[0]


def test_java_and_bedrock_have_limits_of_their_own(bindings: Bindings) -> None:
    assert [isinstance(bind(bindings, 1, player), Bound) for player in ("Steve", "Alex", ".a")] == [True] * 3
    assert (bind(bindings, 1, "Third"), bind(bindings, 1, ".b")) == (Refusal.JAVA_FULL, Refusal.BEDROCK_FULL)
    assert isinstance(bind(bindings, 2, ".b"), Bound)


def test_a_player_belongs_to_one_whatever_the_case(bindings: Bindings) -> None:
    bind(bindings, 1, "Steve")
    assert bind(bindings, 2, "sTEVE") is Refusal.TAKEN
    assert bind(bindings, 1, "steve") is Refusal.KNOWN
    assert bindings.unbind(1, "STEVE")[0].player == "Steve"
    assert isinstance(bind(bindings, 2, "sTEVE"), Bound)


@pytest.mark.parametrize(
    "name",
    ["", "a", "x" * 17, "Steve\nstop", "Steve ", "@a", "@e[type=player]", "..", ".", "-h", 'x"y', "玩家", "a\u2028b",
     "..x\n", ".a b", "Steve\x00", "§4Steve", "*", "a,b", "${x}", "{}"],
)  # fmt: skip
def test_what_is_no_name_is_bound_to_nobody(bindings: Bindings, name: str) -> None:
    assert bind(bindings, 1, name) is Refusal.NAME
    assert bindings.everybody() == []


def test_an_owner_says_what_names_look_like(database: Database) -> None:
    settings = Binding(java=Java(pattern="[\u4e00-\u9fff]{2}|[a-z]+"), bedrock=Bedrock(prefix="*"))
    bindings = Bindings(database, settings)
    assert [bindings.is_name(name) for name in ("玩家", "玩家一", "abc", "aB", "*Be", ".Be")] == [
        True, False, True, False, True, False,
    ]  # fmt: skip
    assert not Bindings(database, Binding(bedrock=Bedrock(prefix=""))).is_name(".Be")


@pytest.mark.parametrize("user_id", [0, -1, 10**12, 2**70])
def test_what_is_no_qq_number_gets_nobody(bindings: Bindings, user_id: int) -> None:
    assert bind(bindings, user_id, "Steve") is Refusal.NUMBER


def test_of_many_who_want_one_name_at_once_exactly_one_gets_it(database: Database) -> None:
    # each with a memory of its own: only the database's index is between them
    binders = [Bindings(database, SETTINGS) for _ in range(8)]
    start, got = threading.Barrier(8), []

    def want(number: int) -> None:
        start.wait()
        names = ("Steve", "sTEVE", "Alex")
        got.extend((name.lower(), binders[number].bind(number + 1, name, "test", True)) for name in names)

    threads = [threading.Thread(target=want, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for name in ("steve", "alex"):
        assert sum(isinstance(result, Bound) for asked, result in got if asked == name) == 1
    assert len(database.read("SELECT * FROM bindings")) == 2


def test_of_many_threads_one_person_gets_no_more_than_the_limit(bindings: Bindings) -> None:
    start = threading.Barrier(8)

    def want(number: int) -> None:
        start.wait()
        bind(bindings, 1, f"Player{number}")

    threads = [threading.Thread(target=want, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(bindings.all_of(1)) == 2


def test_whoever_listens_hears_of_every_change(bindings: Bindings) -> None:
    heard: list[BindingChanged] = []
    bindings.listeners.append(heard.append)
    one = bind(bindings, 1, "Steve")
    bind(bindings, 2, "Steve")
    bindings.unbind(1, by="7")
    bindings.unbind(1)
    assert heard == [BindingChanged(None, one, "test"), BindingChanged(one, None, "7")]


def test_where_one_is_allowed_an_admins_takes_the_others_place_and_that_is_told(database: Database) -> None:
    bindings = Bindings(database)
    heard: list[BindingChanged] = []
    old = bind(bindings, 1, "Steve")
    bedrock = bind(bindings, 1, ".Steve")
    bindings.listeners.append(heard.append)
    assert bind(bindings, 1, "Alex") is Refusal.JAVA_FULL
    new = bind(bindings, 1, "Alex", instead=True)
    assert heard == [BindingChanged(old, new, "test")]
    assert bindings.all_of(1) == [bedrock, new]
    assert bindings.owner_of("Steve") is None


def test_an_admin_may_say_that_a_player_is_called_otherwise_now(database: Database) -> None:
    bindings = Bindings(database)
    bindings.bind(1, "Steve", "1", True, STEVE)
    new = bindings.bind(1, "Renamed", "7", True, STEVE, instead=True)
    assert isinstance(new, Bound)
    assert Bindings(database).everybody() == [new]


def test_where_two_are_allowed_nobody_is_pushed_out(bindings: Bindings) -> None:
    bind(bindings, 1, "Steve")
    bind(bindings, 1, "Alex")
    assert bind(bindings, 1, "Notch", instead=True) is Refusal.JAVA_FULL


def test_what_was_believed_can_be_proved(bindings: Bindings, database: Database) -> None:
    bindings.bind(1, "Steve", "1", False)
    assert bindings.bind(1, "Steve", "1", False) is Refusal.KNOWN
    proved = bindings.bind(1, "STEVE", "1", True)
    assert isinstance(proved, Bound)
    assert (proved.proved, proved.player) == (True, "Steve")
    assert Bindings(database).owner_of("steve") == proved
    assert bindings.bind(2, "Steve", "2", True) is Refusal.TAKEN


def test_a_change_that_cannot_be_kept_did_not_happen(bindings: Bindings, database: Database) -> None:
    bind(bindings, 1, "Steve")
    database.write(
        "CREATE TRIGGER full BEFORE INSERT ON bindings WHEN NEW.player = 'Notch' BEGIN SELECT RAISE(FAIL, 'x'); END"
    )
    database.write("CREATE TRIGGER stays BEFORE DELETE ON bindings BEGIN SELECT RAISE(ROLLBACK, 'disk full'); END")
    with pytest.raises(sqlite3.Error):
        bindings.unbind(1)
    assert bindings.player_of(1) == "Steve"
    database.write("DROP TRIGGER stays")
    assert bindings.unbind(1)


def test_a_claim_gives_way_to_proof_only(bindings: Bindings, database: Database) -> None:
    bindings.bind(1, "Steve", CLAIM, False)
    bindings.bind(3, "Alex", "3", True, STEVE)
    assert bindings.bind(2, "Steve", "2", False) is Refusal.TAKEN
    assert bindings.bind(2, "Steve", CLAIM, False) is Refusal.TAKEN
    assert bindings.bind(2, "Steve", "2", True, STEVE) is Refusal.TAKEN, "that is Alex, under another name"
    assert bindings.owner_of("Steve") == bindings.all_of(1)[0]
    assert isinstance(bindings.bind(2, "sTEVE", "2", True, ALEX), Bound)
    for one in (bindings, Bindings(database, SETTINGS)):
        assert (one.all_of(1), one.player_of(2)) == ([], "sTEVE")


def test_a_claim_is_no_identity_and_counts_for_no_limit(database: Database) -> None:
    bindings = Bindings(database)
    bindings.bind(1, "Steve", CLAIM, False)
    assert (bindings.player_of(1), dict(bindings.players())) == (None, {})
    assert isinstance(bind(bindings, 1, "Alex"), Bound)
    assert dict(bindings.players()) == {1: "Alex"}
    assert bind(bindings, 1, "Steve") is Refusal.JAVA_FULL, "now it would be one too many"
    bindings.unbind(1, "Alex")
    proved = bind(bindings, 1, "Steve")
    assert isinstance(proved, Bound) and not proved.is_claim
    assert bindings.all_of(1) == [proved]


# -- who they are in the game


def test_a_binding_follows_its_player_to_another_name(bindings: Bindings, database: Database) -> None:
    bindings.bind(1, "Steve", "1", True, STEVE)
    bind(bindings, 1, "Alex")
    heard: list[BindingChanged] = []
    bindings.listeners.append(heard.append)
    change = bindings.seen("Steve_2", STEVE)
    assert change is not None and change.before is not None and change.after is not None
    assert (change.before.player, change.after.player) == ("Steve", "Steve_2")
    assert heard == [change]
    for one in (bindings, Bindings(database, SETTINGS)):
        assert [bound.player for bound in one.all_of(1)] == ["Steve_2", "Alex"]
        assert one.owner_of("Steve") is None
    assert bindings.seen("Steve_2", STEVE) is None
    assert bindings.seen("STEVE_2", STEVE) is not None, "a name may change its case only"


def test_a_binding_learns_its_uuid_when_the_player_is_seen(bindings: Bindings, database: Database) -> None:
    bind(bindings, 1, "Steve")
    assert bindings.seen("Steve", STEVE) is None
    assert Bindings(database).all_of(1)[0].uuid == STEVE
    assert bindings.seen("Renamed", STEVE) is not None


def test_a_uuid_made_of_the_name_says_nothing(bindings: Bindings) -> None:
    bindings.bind(1, "Steve", "1", True, offline_uuid("Steve"))
    assert bindings.all_of(1)[0].uuid is None
    assert bindings.seen("Steve", offline_uuid("Steve")) is None
    assert bindings.all_of(1)[0].uuid is None
    assert bindings.seen("Alex", offline_uuid("Alex")) is None
    assert not bindings.is_another("Steve", offline_uuid("Steve"))


def test_a_uuid_made_of_the_first_name_is_followed_where_a_skin_site_keeps_it(
    bindings: Bindings, database: Database
) -> None:
    bind(bindings, 1, "Steve")
    change = bindings.seen("Renamed", offline_uuid("Steve"))
    assert change is not None and change.after is not None
    assert (change.after.player, change.after.uuid) == ("Renamed", offline_uuid("Steve"))
    assert isinstance(bind(bindings, 2, "Steve"), Bound), "the name is free again"
    for one in (bindings, Bindings(database, SETTINGS)):
        assert one.seen("Renamed", offline_uuid("Steve")) is None
        assert one.is_another("Renamed", STEVE)
        assert one.players() == {1: "Renamed", 2: "Steve"}
    assert bindings.unbind(2) and bindings.unbind(1)
    assert bindings.seen("Third", offline_uuid("Steve")) is None


def test_a_name_that_somebody_else_took_over_is_not_theirs(bindings: Bindings) -> None:
    bindings.bind(1, "Steve", "1", True, STEVE)
    bindings.bind(2, "Alex", "2", True, ALEX)
    assert bindings.seen("Alex", STEVE) is None, "Alex is bound to 2"
    assert [bindings.player_of(user_id) for user_id in (1, 2)] == ["Steve", "Alex"]
    assert bindings.is_another("Alex", STEVE)
    assert not bindings.is_another("Alex", ALEX)
    assert not bindings.is_another("Alex", None)
    assert bindings.seen("Alexander", ALEX) is not None
    assert bindings.seen("Alex", STEVE) is not None, "now it is free"


def test_one_uuid_belongs_to_one(bindings: Bindings) -> None:
    bindings.bind(1, "Steve", "1", True, STEVE)
    assert bindings.bind(2, "Steve_2", "2", True, STEVE) is Refusal.TAKEN


def test_the_console_and_the_cache_tell_uuids() -> None:
    assert told(f"UUID of player Steve is {STEVE}") == ("Steve", STEVE)
    assert told("UUID of player .Pocket is 00000000-0000-0000-0009-01f64f65c7c3") is not None
    for line in (
        f"<Steve> UUID of player Alex is {ALEX}",
        f"UUID of player Steve is {STEVE} x",
        "UUID of player a is b",
    ):
        assert told(line) is None
    rows = f"""[{{"name": "Steve", "uuid": "{ALEX}", "expiresOn": "2026-01-01 00:00:00 +0000"}},
        {{"name": "Steve", "uuid": "{STEVE}", "expiresOn": "2026-02-01 00:00:00 +0000"}}, 5, {{"name": "x"}}]"""
    assert cached(rows) == {"Steve": STEVE}
    with pytest.raises(ValueError, match="list"):
        cached("{}")


def test_only_uuids_that_say_something_are_remembered() -> None:
    uuids = Uuids()
    uuids.learn("Steve", STEVE)
    assert uuids.of("sTEVE") == STEVE
    uuids.learn("Steve", offline_uuid("Steve"))
    assert uuids.of("Steve") is None
