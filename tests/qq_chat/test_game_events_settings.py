"""Which events are told, in which words, to whom; and mistakes in that."""

import logging
import string
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from qq_api import ConfigError, Section, Texts, load_config, save_config, update_config
from qq_chat.game import events
from qq_chat.game.lexicon import load_lexicon
from qq_chat.game.settings import ALWAYS, GameEvents, Told
from qq_chat.game.silence import Silence
from qq_chat.game.telling import Telling, Words

ALWAYS_GIVEN = {"server": "survival", "time": "12:00", "online": "2"}

EVERY = [
    events.Chat("Steve", "hi"),
    events.Say("Server", "hi"),
    events.Me("Steve", "waves"),
    events.Joined("Steve"),
    events.Joined("Steve", first=True),
    events.Left("Steve"),
    events.Death("Steve", "death.attack.mob.item", ("Steve", "Zombie", "[x]")),
    events.Advancement("Steve", "task", "Stone Age", "advancements.story.mine_stone.title"),
    events.Starting("1.21.4"),
    events.Started(3.5),
    events.Stopping(),
    events.Stopped(),
    events.Crashed(1, "x.txt"),
    events.Hanging(60),
    events.Answering(75),
]
NAMES = [name for name, field in GameEvents.model_fields.items() if isinstance(field.default, Told)]


class Config(Section):
    """A file that holds nothing else."""

    game: GameEvents = GameEvents()


def telling(language: str = "zh_cn", **game: Any) -> Telling:
    settings = GameEvents.model_validate(game)
    return Telling(settings, load_lexicon(language), Texts.load("qq_chat", language), Silence(settings.silent.fake))


def said(event: events.GameEvent, language: str = "zh_cn", **game: Any) -> str | None:
    words = telling(language, **game).words(event, ALWAYS_GIVEN)
    return words and words.text


WORDS = [
    "<Steve> hi",
    "[Server] hi",
    "* Steve waves",
    "Steve 加入了游戏",
    "Steve 首次加入游戏，欢迎！",
    "Steve 离开了游戏",
    "Steve 被僵尸用[x]杀死了",
    "Steve 取得了进度「石器时代」",
    "服务器正在启动",
    "服务器已启动",
    "服务器正在关闭",
    "服务器已关闭",
    "服务器崩溃了（退出码 1）",
    "服务器已有 60 秒没有响应",
    "服务器恢复响应，此前停顿了 75 秒",
]


@pytest.mark.parametrize(("event", "words"), list(zip(EVERY, WORDS, strict=True)))
def test_every_event_has_words(event: events.GameEvent, words: str) -> None:
    assert said(event, starting={"enabled": True}, stopping={"enabled": True}) == words


@pytest.mark.parametrize(("name", "event"), list(zip(NAMES, EVERY, strict=True)))
def test_every_event_has_its_switch_its_template_and_its_groups(name: str, event: events.GameEvent) -> None:
    fields = (*type(GameEvents.model_fields[name].default).fields, *ALWAYS)
    template = "|".join(f"{{{field}}}" for field in fields)
    words = telling(**{name: {"enabled": True, "template": f"{template}!", "groups": [1, 2, 1]}}).words(
        event, ALWAYS_GIVEN
    )
    assert words is not None
    assert words.groups == (1, 2)
    assert words.text.endswith("survival|12:00|2!")
    others = {"join": {"enabled": False}} if name == "first_join" else {}
    assert said(event, **{name: {"enabled": False}, **others}) is None


def test_a_first_join_that_is_switched_off_is_a_join() -> None:
    assert said(events.Joined("Steve", first=True), first_join={"enabled": False}) == "Steve 加入了游戏"


def test_all_fields_of_a_death() -> None:
    template = "{player}|{killer}|{weapon}|{key}|{death}"
    words = said(EVERY[6], death={"template": template})
    assert words == "Steve|僵尸|[x]|death.attack.mob.item|Steve 被僵尸用[x]杀死了"
    bare = events.Death("Steve", "death.attack.drown", ("Steve",))
    assert said(bare, death={"template": template}) == "Steve|||death.attack.drown|Steve 淹死了"


def test_what_players_say_is_never_a_template() -> None:
    assert said(events.Chat("Steve", "{server} %s {0}")) == "<Steve> {server} %s {0}"


def test_commands_are_not_relayed() -> None:
    assert said(events.Chat("Steve", "!!qq hi")) is None
    assert said(events.Chat("Steve", " !!qq hi")) is None
    assert said(events.Chat("Steve", "#home"), commands=["#", " "]) is None
    assert said(events.Chat("Steve", "!!qq hi"), commands=[]) == "<Steve> !!qq hi"


@pytest.mark.parametrize("event", [one for one in EVERY if hasattr(one, "player")])
def test_nothing_is_told_of_silent_players(event: Any) -> None:
    assert said(event, silent={"fake": ["St.*"]}) is None
    assert said(events.Say("Steve", "hi"), silent={"fake": ["St.*"]}) is None


def test_what_only_the_plugin_needs_is_not_told() -> None:
    for event in (events.Announced("Steve"), events.Behind(2), events.Reported("x")):
        assert said(event) is None


def test_a_death_that_nobody_can_word_is_left_alone() -> None:
    assert said(events.Death("Steve", "death.attack.new", ("Steve",))) is None
    assert said(events.Death("Steve", "death.attack.new", ("Steve",), sentence="Steve 没了")) == "Steve 没了"


def test_the_usual_words_use_known_fields_only() -> None:
    for language in ("en_us", "zh_cn"):
        texts = Texts.load("qq_chat", language)
        for name in NAMES:
            told = type(GameEvents.model_fields[name].default)
            used = {field for _, field, _, _ in string.Formatter().parse(texts.get(told.words) or "{?}") if field}
            assert used <= {*told.fields, *ALWAYS}, name


# -- mistakes


def refused(tmp_path: Path, language: str, text: str) -> str:
    path = tmp_path / "config.yml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as refused:
        load_config(path, Config, language)
    return str(refused.value)


@pytest.mark.parametrize(
    ("game", "line", "words"),
    [
        ("death: {template: '{plyer} died'}", 2, "death.template: no field plyer; there are {player} {death} {killer}"),
        ("death: {template: '{player.__class__}'}", 2, "no field player.__class__"),
        ("death: {template: '{player!r}'}", 2, "no field player!r"),
        ("death: {template: '{player:>99999}'}", 2, "no field player:>99999"),
        ("death: {template: '{}'}", 2, "death.template: no field"),
        ("death: {template: '{player'}", 2, "death.template: "),
        ("join: {template: '{text}'}", 2, "join.template: no field text; there are {player} {server} {time} {online}"),
        ("join: {groups: [abc]}", 2, "join.groups.0"),
        ("join: {groups: [-1]}", 2, "join.groups.0"),
        ("join: {colour: red}", 2, "join.colour"),
        ("dead: {enabled: true}", 2, "dead"),
        ("names: {prefixes: ['[VIP']}", 2, "names.prefixes.0: [VIP: no regular expression"),
        ("names: {chat: ['<(.*)> (.*)']}", 2, "names.chat.0: <(.*)> (.*): must have (?P<name>…) and (?P<text>…)"),
        ("silent: {fake: ['*']}", 2, "silent.fake.0: *: no regular expression"),
        ("hanging: {after: 1}", 2, "hanging.after"),
        ("hanging: {ask: telepathy}", 2, "hanging.ask"),
    ],
)
def test_a_mistake_is_named_with_its_field(tmp_path: Path, game: str, line: int, words: str) -> None:
    error = refused(tmp_path, "en_us", f"game:\n  {game}\n")
    assert words in error
    assert str(line) in error


def test_a_new_file_has_a_comment_for_everything(tmp_path: Path) -> None:
    for language in ("en_us", "zh_cn"):
        path, texts = tmp_path / f"{language}.yml", Texts.load("qq_chat", language)
        save_config(path, Config(), texts)
        text = path.read_text("utf-8")
        assert YAML(typ="safe").load(text)["game"].keys() == GameEvents.model_fields.keys()
        assert load_config(path, Config, language) == Config()
        for name in GameEvents.model_fields:
            comment = texts.get(f"config.game.{name}") or texts.get(f"config.game.{name}.about")
            assert comment, name
            assert f"# {comment.splitlines()[0]}" in text
        for group in ("names", "silent"):
            for name in type(getattr(GameEvents(), group)).model_fields:
                assert texts.get(f"config.game.{group}.{name}"), name


def test_a_file_from_before_is_filled_up(tmp_path: Path) -> None:
    path = tmp_path / "config.yml"
    path.write_text("game:\n  death:\n    enabled: false  # quiet\n", "utf-8")
    config = update_config(path, Config, Texts.load("qq_chat", "zh_cn"), logging.getLogger("test"))
    assert (config.game.death.enabled, config.game.join.enabled) == (False, True)
    assert "enabled: false  # quiet" in path.read_text("utf-8")


def test_words_say_where() -> None:
    assert telling().words(events.Stopped(), ALWAYS_GIVEN) == Words("服务器已关闭", ())
