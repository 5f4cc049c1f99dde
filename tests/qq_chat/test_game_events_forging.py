"""Whatever players say is only ever words."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qq_chat.game
from qq_api import Texts
from qq_chat.game import events
from qq_chat.game.clean import chat_text
from qq_chat.game.lexicon import fill, load_lexicon
from qq_chat.game.reader import Reader
from qq_chat.game.settings import GameEvents
from qq_chat.game.silence import Silence
from qq_chat.game.telling import Telling
from qq_chat.text.words import for_qq

DATA = Path(str(qq_chat.game.__file__)).parent / "data"
ONLINE = ["Steve", "Alex", ".Bed Rock", "小明", "[x]", "died"]
READER = Reader(load_lexicon("en_us"))
TELLING = Telling(GameEvents(), load_lexicon("zh_cn"), Texts.load("qq_chat", "zh_cn"), Silence())

SPOKEN = (
    "<{who}> {text}",
    "<[VIP] {who}> {text}",
    "[world]<{who}> {text}",
    "[Not Secure] <{who}> {text}",
    "[{who}] {text}",
    "[Not Secure] [{who}] {text}",
    "[[VIP] {who}] {text}",
    "* {who} {text}",
    "* [VIP] {who} {text}",
    "[Team] <{who}> {text}",
    "{who}: {text}",
    "[VIP] {who}: {text}",
    "{who} » {text}",
    "[VIP] {who} >> {text}",
    "{who} -> Alex: {text}",
    "{who} issued server command: /me {text}",
    "[Rcon: {text}]",
    "[{who}: {text}]",
)
"""How the console shows what somebody says: chat, /say, /me, /teammsg, /msg, and what plugins make of it."""

ENGLISH = json.loads((DATA / "en_us.json").read_text("utf-8"))
TRUE_LINES = [
    *(fill(text, ["Steve", "Alex", "[x]"]) for key, text in ENGLISH.items() if key.startswith("death.")),
    "Steve has made the advancement [Stone Age]",
    "[VIP] Steve has completed the challenge [x]",
    "Steve joined the game",
    "[VIP] Steve left the game",
    ".New[/127.0.0.1:1] logged in with entity id 1 at (0, 0, 0)",
    "[Server] hi",
    "Can't keep up! Is the server overloaded? Running 2034ms or 40 ticks behind",
    "A single server tick took 60.00 seconds (should be max 0.05)",
    "The server has stopped responding!",
    'Done (1s)! For help, type "help"',
    "Stopping server",
    "This crash report has been saved to: x",
    "System chat: Steve died",
    "[Not Secure] Steve died",
]
PIECES = [*TRUE_LINES, *ONLINE, " ", "§", "] ", "> ", "* ", "\x1b[0m"]
WORDS = (events.Chat, events.Say, events.Me)


@pytest.mark.parametrize("spoken", SPOKEN)
@pytest.mark.parametrize("who", ["Alex", "小明"])
def test_no_true_line_is_true_in_somebodys_mouth(spoken: str, who: str) -> None:
    for text in TRUE_LINES:
        event = READER.read(spoken.format(who=who, text=text), ONLINE)
        assert event is None or isinstance(event, WORDS), (spoken, text, event)
        assert who in (getattr(event, "player", who), getattr(event, "who", who))


@settings(max_examples=400)
@given(
    spoken=st.sampled_from(SPOKEN),
    who=st.sampled_from(ONLINE[:4]),
    text=st.text(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=5).map("".join),
)
def test_no_text_of_a_player_ever_becomes_an_event(spoken: str, who: str, text: str) -> None:
    event = READER.read(spoken.format(who=who, text=text), ONLINE)
    assert event is None or isinstance(event, WORDS)


@settings(max_examples=300)
@given(st.text(max_size=80))
def test_no_line_at_all_breaks_the_reader_or_the_cleaning(line: str) -> None:
    READER.read(line, ONLINE)
    assert "§" not in chat_text(line)
    assert "\x1b" not in chat_text(line)


@pytest.mark.parametrize(
    "line",
    [
        "Steve: Alex died",
        "[Alex] Steve died",
        "[Alex ★] Steve died",
        "[Server] Steve has made the advancement [Stone Age]",
        "[@] Steve drowned",
        "(Alex) Steve drowned",
        "【Alex】Steve drowned",
        "Steve drowned [Alex]",
        "[Not Secure] Steve drowned",
        "<Steve> x showed Alex that not just the floor is lava",
        "Steve says hi showed Alex that not just the floor is lava",
        "Steved drowned",
        "xSteve drowned",
        "Steve Smith drowned",
        "ESteve drowned",
    ],
)
def test_what_only_looks_like_a_death_is_none(line: str) -> None:
    event = READER.read(line, ["Steve", "Alex"])
    assert event is None or isinstance(event, WORDS)


@pytest.mark.parametrize(
    ("said", "clean"),
    [
        ("§6hi §lthere§r", "hi there"),
        ("\x1b[33mhi\x1b[0m", "hi"),
        ("\x1b]0;title\x07hi", "hi"),
        ("§x§f§f§0§0§0§0red", "red"),
        ("&6Gold&r and &lbold", "Gold and bold"),
        ("&#ff8800orange", "orange"),
        ("R&D, Q&A, a & b", "R&D, Q&A, a & b"),
        ("http://x.org/?a=1&b=2 and R&d", "http://x.org/?a=1&b=2 and R&d"),
        ("&6see http://x.org/?a=1&b=2", "see http://x.org/?a=1&b=2"),
        ('{"id":"minecraft:diamond_sword","count":1,"components":{"a":{"b":1}}} for sale', "[钻石剑] for sale"),
        ('{id:"minecraft:tnt",Count:64b}', "[TNT]"),
        ("{id: mod:gear}", "[gear]"),
        ("f(x) = {x | x > 1}", "f(x) = {x | x > 1}"),
        ("{{{ }", "{{{ }"),
        ("xaero-waypoint:Home:H:10:64:-20:5:false:0:Internal-overworld-waypoints", "[Home (10, 64, -20)]"),
        ("<chat=6eb5d2a1-0000-0000-0000-000000000000:\\[item\\]:> look", "[item] look"),
        ("你好 😀", "你好 😀"),
    ],
)
def test_codes_and_tags_are_taken_off_what_players_say(said: str, clean: str) -> None:
    assert chat_text(said, load_lexicon("zh_cn").item) == clean


@settings(max_examples=200)
@given(name=st.text(min_size=1, max_size=30), item=st.text(min_size=1, max_size=30))
def test_names_of_mobs_and_items_bring_no_second_line_and_no_colour(name: str, item: str) -> None:
    for event in (
        events.Death("Steve", "death.attack.mob.item", ("Steve", name, f"[{item}]")),
        events.Advancement("Steve", "task", name),
        events.Death("Steve", "new", ("Steve",), sentence=name),
        events.Chat("Steve", name + item),
    ):
        words = TELLING.words(event, {"server": "s", "time": "t", "online": "1"})
        assert words is None or (words.text == for_qq(words.text).strip() and "\n" not in words.text)
