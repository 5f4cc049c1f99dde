"""Minecraft's keys: each death, each advancement, in English and Chinese."""

import json
import re
from functools import cache
from pathlib import Path

import pytest

import qq_chat.game
from qq_api import Texts
from qq_chat.game import events
from qq_chat.game.lexicon import Lexicon, fill, load_lexicon
from qq_chat.game.reader import Reader
from qq_chat.game.settings import GameEvents
from qq_chat.game.silence import Silence
from qq_chat.game.telling import Telling

DATA = Path(str(qq_chat.game.__file__)).parent / "data"
ENGLISH, FORMER, CHINESE = (
    json.loads((DATA / f"{name}.json").read_text("utf-8")) for name in ("en_us", "former", "zh_cn")
)
ALWAYS = {"server": "survival", "time": "12:00", "online": "2"}

READER = Reader(load_lexicon("en_us"))

TEXTS = [(key, text) for key in ENGLISH for text in [*FORMER.get(key, ()), ENGLISH[key]]]
DEATHS = [(key, text) for key, text in TEXTS if key.startswith("death.") and not key.endswith(".link")]
TITLES = [(key, text) for key, text in TEXTS if key.endswith(".title")]
MOBS = [key for key in ENGLISH if key.startswith("entity.")]
SAME = {"death.attack.netherBed.message": "death.attack.badRespawnPoint.message"}
"""Keys of one and the same English text."""


@cache
def telling(language: str) -> Telling:
    return Telling(GameEvents(), load_lexicon(language), Texts.load("qq_chat", language), Silence())


def said(language: str, event: events.GameEvent | None) -> str:
    assert event
    words = telling(language).words(event, ALWAYS)
    assert words
    return words.text


@pytest.mark.parametrize(("key", "text"), DEATHS, ids=[text for _, text in DEATHS])
def test_every_death_is_recognised_and_told_in_both_languages(key: str, text: str) -> None:
    killer, in_chinese = ("Alex", "Alex") if key.startswith("death.attack.player") else ("Zombie", "僵尸")
    if key.endswith(".message"):
        killer, in_chinese = "[Intentional Game Design]", "[刻意的游戏设计]"
    line = fill(text, ["Steve", killer, "[Diamond Sword]"])
    death = READER.read(line, ["Steve", "Alex"])
    assert isinstance(death, events.Death)
    assert death.key == SAME.get(key, key)
    assert said("en_us", death) == fill(ENGLISH[key], ["Steve", killer, "[Diamond Sword]"])
    assert said("zh_cn", death) == fill(CHINESE[key], ["Steve", in_chinese, "[钻石剑]"])


@pytest.mark.parametrize(("key", "title"), TITLES, ids=[title for _, title in TITLES])
@pytest.mark.parametrize("made", ["made the advancement", "completed the challenge", "reached the goal"])
def test_every_advancement_is_recognised_and_told_in_both_languages(key: str, title: str, made: str) -> None:
    advancement = READER.read(f"Steve has {made} [{title}]", ["Steve"])
    assert isinstance(advancement, events.Advancement)
    assert ENGLISH[advancement.key] == ENGLISH[key]
    assert said("en_us", advancement) == f"Steve has {made} [{ENGLISH[key]}]"
    assert said("zh_cn", advancement).endswith(f"「{CHINESE[key]}」")


@pytest.mark.parametrize("key", MOBS)
def test_every_mob_has_its_name(key: str) -> None:
    death = READER.read(f"Steve was slain by {ENGLISH[key]}", ["Steve"])
    named = said("zh_cn", death).removeprefix("Steve 被").removesuffix("杀死了").strip()
    assert named == CHINESE[key]
    assert re.search("[\u4e00-\u9fff]", named)


def test_all_keys_are_there_in_both_languages_and_name_the_same_things() -> None:
    assert ENGLISH.keys() == CHINESE.keys()
    assert FORMER.keys() <= ENGLISH.keys()
    field = re.compile(r"%\d\$s")
    wrong = [key for key in ENGLISH if sorted(field.findall(ENGLISH[key])) != sorted(field.findall(CHINESE[key]))]
    assert wrong == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Steve was slain by Zombie", "Steve 被僵尸杀死了"),
        ("Steve was blown up by Creeper", "Steve 被苦力怕炸死了"),
        ("Steve was slain by Alex using [Diamond Sword]", "Steve 被 Alex 用[钻石剑]杀死了"),
        ("Steve was slain by Zombie using [Ragnarök]", "Steve 被僵尸用[Ragnarök]杀死了"),
        ("Steve was slain by Big Bad Bob", "Steve 被 Big Bad Bob 杀死了"),
        ("Steve was blown up by Primed TNT", "Steve 被点燃的 TNT 炸死了"),
        ("Steve was killed by [Intentional Game Design]", "Steve 死于[刻意的游戏设计]"),
        ("小明 was slain by Zombie", "小明被僵尸杀死了"),
        (".Bedrock hit the ground too hard", ".Bedrock 落地太猛，摔死了"),
        ("Steve has made the advancement [Stone Age]", "Steve 取得了进度「石器时代」"),
        ("Steve has completed the challenge [Adventuring Time]", "Steve 完成了挑战「探索的时光」"),
        ("Steve has reached the goal [A modded one]", "Steve 达成了目标「A modded one」"),
    ],
)
def test_chinese_reads_as_players_speak(line: str, words: str) -> None:
    assert said("zh_cn", READER.read(line, ["Steve", "Alex", "小明", ".Bedrock"])) == words


def test_a_player_named_like_a_mob_keeps_the_name() -> None:
    death = READER.read("Steve was slain by Zombie", ["Steve", "Zombie"])
    assert said("zh_cn", death) == "Steve 被 Zombie 杀死了"


def test_modded_texts_of_the_owner_are_known_and_come_first() -> None:
    english = {
        "death.attack.zap": "%1$s was zapped by %2$s",
        "death.attack.order": "%s met %s in the dark",
        "death.attack.silly": "%1$s %2$s",
        "entity.mod.robot": "Robot",
        "mod.advancement.spark.title": "First Spark",
    }
    chinese = {
        "death.attack.zap": "%1$s被%2$s电晕了，100%%",
        "entity.mod.robot": "机器人",
        "death.attack.drown": "%1$s成了鱼食",
    }
    lexicon = load_lexicon("zh_cn", [english], [chinese, {"mod.advancement.spark.title": "初次放电"}])
    reader = Reader(lexicon)
    words = Telling(GameEvents(), lexicon, Texts.load("qq_chat", "zh_cn"), Silence())

    def told(line: str) -> str | None:
        event = reader.read(line, ["Steve"])
        spoken = words.words(event, ALWAYS) if event else None
        return spoken and spoken.text

    assert told("Steve was zapped by Robot") == "Steve 被机器人电晕了，100%"
    assert told("Steve drowned") == "Steve 成了鱼食"
    assert told("Steve met Robot in the dark") == "Steve met 机器人 in the dark"
    assert told("Steve has made the advancement [First Spark]") == "Steve 取得了进度「初次放电」"
    assert told("Steve teleported") is None, "a text without words would fit anything"


def test_an_owners_text_that_names_too_much_falls_back() -> None:
    lexicon = load_lexicon("zh_cn", [], [{"death.attack.drown": "%1$s %2$s %3$s"}])
    words = Telling(GameEvents(), lexicon, Texts.load("qq_chat", "zh_cn"), Silence())
    assert words.sentence(events.Death("Steve", "death.attack.drown", ("Steve",))) == "Steve"
    spoken = events.Death("Steve", "death.attack.new", ("Steve",), sentence="§cSteve 没了")
    assert words.sentence(spoken) == "Steve 没了"


def test_a_lexicon_names_items_by_id() -> None:
    lexicon = load_lexicon("zh_cn")
    assert (lexicon.item("diamond_sword"), lexicon.item("tnt"), lexicon.item("nothing")) == ("钻石剑", "TNT", None)
    assert Lexicon({}, {}).text("death.attack.mob") is None


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ("%1$s被%2$s杀死了", "Steve 被 Alex 杀死了"),
        ("%s was slain by %s, 100%%", "Steve was slain by Alex, 100%"),
        ("%2$s让%1$s", "Alex 让 Steve"),
    ],
)
def test_texts_are_filled_in(template: str, filled: str) -> None:
    assert fill(template, ["Steve", "Alex"]) == filled


def test_a_new_version_of_minecraft_brings_new_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import game_words

    versions = {
        "1.8": {"death.attack.old": "too old"},
        "1.12": {"death.attack.zap": "%1$s was zaped", "gui.done": "Done", "item.minecraft.bow": "Bow"},
        "26.1": {"death.attack.zap": "%1$s was zapped", "advancements.end.zap.title": "Zap", "item.minecraft.x": "X"},
    }
    for version, words in versions.items():
        (tmp_path / version).mkdir()
        (tmp_path / version / "language.json").write_text(json.dumps(words), "utf-8")
    (tmp_path / "zh_cn.json").write_text(json.dumps({"item.minecraft.bow": "弓"}), "utf-8")
    monkeypatch.setattr(game_words, "DATA", tmp_path)
    monkeypatch.setattr(game_words, "OTHERS", {})
    assert game_words.main(tmp_path) == 2, "the death and the advancement have no Chinese"
    english, former = (json.loads((tmp_path / f"{name}.json").read_text("utf-8")) for name in ("en_us", "former"))
    assert english == {
        "advancements.end.zap.title": "Zap",
        "death.attack.zap": "%1$s was zapped",
        "item.minecraft.bow": "Bow",
    }
    assert former == {"death.attack.zap": ["%1$s was zaped"]}
