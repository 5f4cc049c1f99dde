"""docs/helpers.md: what `from qq_api import …` gives, with signatures and the first words of the docstrings."""

import ast
import inspect
from collections.abc import Iterator
from typing import Any, Literal, TypeAlias

import qq_api
from qq_api.actions import Words

Language: TypeAlias = Literal["en", "zh"]

WIDTH = 100
"""A longer signature has a line for each parameter."""

TOPICS: dict[Words, tuple[str, ...]] = {
    Words("The bot", "机器人"): ("get_bot", "get_event_loop", "Bot", "MessageEvent"),
    Words("Segments of a message", "消息段"): (
        *("text", "at", "at_all", "reply", "face", "mface", "dice", "rps", "poke", "shake"),
        *("image", "record", "video", "file"),
        *("music", "music_custom", "share", "contact", "location", "json_card", "xml_card", "markdown"),
        *("node", "node_of", "forward", "anonymous"),
    ),
    Words("Reading messages", "解析消息"): ("plain", "parse", "to_cq", "Segment"),
    Words("What can go wrong", "错误"): (
        *("Error", "ActionFailed", "reason", "ApiNotAvailable", "Unanswered", "WrongThread", "NetworkError"),
        "ConfigError",
    ),
    Words("A configuration of your own", "插件自己的配置"): (
        *("Section", "load_config", "update_config", "save_config", "Texts"),
    ),
    Words("The owner, and QQ login", "通知服主与 QQ 登录"): ("notify_owner", "QQLogin", "LoginFailed"),
}

SAID = {
    "Segment": Words("The type of one segment, for annotations.", "消息段的类型，供类型标注使用。"),
    "Error": Words("What all errors of an action have in common.", "调用动作时各种错误的基类。"),
    "ActionFailed": Words(
        "QQ's side had the action and could not do it. `error.retcode` says which way, `reason(error)` in words.",
        "QQ 端收到了动作，但未能完成。`error.retcode` 是返回码，`reason(error)` 是原因。",
    ),
    "ApiNotAvailable": Words("Nobody is connected; nothing was sent.", "没有连接，没有发送任何内容。"),
    "Unanswered": Words(
        "It was sent and no answer came in time: it may have been carried out, so never repeat a message blindly.",
        "已经发出，但没有及时收到回应：可能已经执行，不要盲目重发。",
    ),
    "WrongThread": Words(
        "`bot.sync` was used on the bot's own thread, where it would wait for itself: `await bot.…` there.",
        "在机器人自己的线程上使用了 `bot.sync`，它会等待自己：请在那里使用 `await bot.…`。",
    ),
    "NetworkError": Words(
        "The base of `Unanswered`; aiocqhttp's, kept for code that catches it.",
        "`Unanswered` 的基类，来自 aiocqhttp，为捕获它的旧代码保留。",
    ),
}
"""Where a docstring is not ours, or what an owner of a plugin has to know in their language."""


def page(language: Language) -> str:
    """What is made of the page.

    Raises:
        LookupError: a public name has no topic.
    """
    lacking = {*qq_api.__all__} - {name for names in TOPICS.values() for name in names}
    if lacking:
        raise LookupError(f"scripts/helper_pages.py: no topic for {', '.join(sorted(lacking))}")
    lines: list[str] = []
    for title, names in TOPICS.items():
        lines += [f"## {title.zh if language == 'zh' else title.en}", ""]
        lines += [line for name in names for line in _helper(name, language)]
    return "\n".join(lines).rstrip()


def _helper(name: str, language: Language) -> Iterator[str]:
    thing = getattr(qq_api, name)
    yield f"### `{name}`\n"
    if inspect.isfunction(thing):
        yield f"```python\n{_signature(thing)}\n```\n"
    words = SAID.get(name)
    yield f"{(words.zh if language == 'zh' else words.en) if words else _first_words(thing)}\n"


def _signature(function: Any) -> str:
    """As it is written: `at(user_id: Id, *, name: str | None = None) -> Segment`."""
    [written] = ast.parse(inspect.getsource(function)).body
    assert isinstance(written, ast.FunctionDef) and written.returns
    result = ast.unparse(written.returns)
    whole = f"{written.name}({ast.unparse(written.args)}) -> {result}"
    if len(whole) <= WIDTH:
        return whole
    arguments = ast.unparse(written.args).replace(", ", ",\n    ")
    return f"{written.name}(\n    {arguments},\n) -> {result}"


def _first_words(thing: Any) -> str:
    said = inspect.getdoc(thing) or ""
    return " ".join(said.split("\n\n")[0].split())
