"""docs/actions.md and docs/actions.zh.md: the table of actions as pages, in either language."""

from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from qq_api.actions import ACTIONS, IMPLEMENTATIONS, SHAPES, Absent, Action, Field, Parameter, Shape, Words

Language: TypeAlias = Literal["en", "zh"]

INTRO = Words(
    """# OneBot 11 actions

[中文](actions.zh.md)

What a bot can do: {count} actions, whatever of them QQ's side knows. Each is a method of `bot`, to be awaited, and of
`bot.sync`, which waits; parameters go by name.

```python
sent = await bot.send_group_msg(group_id=12345, message="hello")
await bot.delete_msg(message_id=sent["message_id"])
members = bot.sync.get_group_member_list(group_id=12345)
```

- Only what you give is sent: a default below is what QQ's side takes.
- Ids may be numbers or strings of digits. `self_id=` chooses the account where the bot has several.
- Actions and parameters that are not listed work as well: `await bot.call_action("new_action", anything=1)`. So do
  names that Python cannot write: `bot.call_action(".ocr_image", image=…)`.
- Errors: `ActionFailed` (QQ's side could not), `ApiNotAvailable` (nobody is connected; it was not sent), `Unanswered`
  (no answer; it may have been carried out), and of `bot.sync` on the bot's own thread `WrongThread`.
- The types of answers are in `qq_api.actions.results`, for annotations: import them under `if TYPE_CHECKING:`. A field
  with `?` may be missing.

This page is made by `python scripts/dev.py actions` from the table in `qq_api/actions`; edit that.

## Who has what

yes: as described. ≈: with differences, named below. –: not there.
""",
    """# OneBot 11 动作

[English](actions.md)

机器人能做的事：共 {count} 个动作，能否使用取决于 QQ 端。每个动作都是 `bot` 的方法（需要 await），也是 `bot.sync` 的方法
（等待结果后返回）；参数一律按名称传递。

```python
sent = await bot.send_group_msg(group_id=12345, message="你好")
await bot.delete_msg(message_id=sent["message_id"])
members = bot.sync.get_group_member_list(group_id=12345)
```

- 只发送您给出的参数：下文的默认值由 QQ 端采用。
- 各种 ID 可以是数字，也可以是数字字符串。机器人有多个账号时，用 `self_id=` 选择。
- 未列出的动作和参数同样可用：`await bot.call_action("new_action", anything=1)`。Python 写不出的名称也用这种方式：
  `bot.call_action(".ocr_image", image=…)`。
- 错误：`ActionFailed`（QQ 端未能完成）、`ApiNotAvailable`（没有连接，未发送）、`Unanswered`（没有回应，可能已经执行）；
  在机器人自己的线程上使用 `bot.sync` 则为 `WrongThread`。
- 返回数据的类型在 `qq_api.actions.results` 中，供类型标注使用，请在 `if TYPE_CHECKING:` 下导入。带 `?` 的字段可能没有。

本页由 `python scripts/dev.py actions` 根据 `qq_api/actions` 中的表生成，请修改那里。

## 各实现的支持情况

yes：与描述一致。≈：有差异，见下文。–：没有。
""",
)
TOPICS = {
    "user": Words("Accounts", "账号"),
    "group": Words("Groups", "群"),
    "message": Words("Messages", "消息"),
    "file": Words("Files", "文件"),
    "system": Words("The bot itself", "机器人自身"),
}
LEVELS = {"yes": "yes", "differs": "≈", "no": "–"}
UNITS = {"": Words(), "s": Words(" s", " 秒"), "ms": Words(" ms", " 毫秒"), "%": Words(" %", " %")}
COLUMNS = Words("| action | what it does |", "| 动作 | 说明 |")
PARAMETERS = Words("| parameter | type | if left out | |", "| 参数 | 类型 | 不给出时 | 说明 |")
NO_PARAMETERS = Words("No parameters.", "没有参数。")
REQUIRED = Words("required", "必填")
ANSWER = Words("Answer: ", "返回：")
NO_ANSWER = Words("Answer: nothing.", "返回：无。")
SOURCE = Words("Source: ", "来源：")
LACKS = Words("not there; instead: ", "没有；")
ANSWERS = Words("What answers are made of", "返回数据的结构")
FIELDS = Words("| field | type | |", "| 字段 | 类型 | 说明 |")


def page(language: Language) -> str:
    """The whole page, in one language."""
    lines = [_in(INTRO, language).format(count=len(ACTIONS)), *_overview(language)]
    for topic, title in TOPICS.items():
        lines += [f"## {_in(title, language)}", ""]
        lines += [line for action in _of(topic) for line in _action(action, language)]
    lines += [f"## {_in(ANSWERS, language)}", ""]
    lines += [line for shape in SHAPES.values() for line in _shape(shape, language)]
    return "\n".join(lines).rstrip() + "\n"


def _in(words: Words, language: Language) -> str:
    return words.zh if language == "zh" else words.en


def _of(topic: str) -> list[Action]:
    return [action for action in ACTIONS.values() if action.topic == topic]


def _overview(language: Language) -> Iterator[str]:
    for topic, title in TOPICS.items():
        yield f"**{_in(title, language)}**\n"
        yield f"{_in(COLUMNS, language)} {' | '.join(IMPLEMENTATIONS.values())} |"
        yield "|---|---|" + "---|" * len(IMPLEMENTATIONS)
        for action in _of(topic):
            levels = " | ".join(LEVELS[support.level] for support in action.has.values())
            yield f"| [{action.name}](#{_anchor(action.name)}) | {_in(action.summary, language)} | {levels} |"
        yield ""


def _anchor(name: str) -> str:
    """As GitHub makes it of a heading: no dots, and a number where the same came before."""
    bare = name.lstrip(".")
    return f"{bare}-1" if bare != name and bare in ACTIONS else bare


def _action(action: Action, language: Language) -> Iterator[str]:
    yield f"### {action.name}\n"
    yield f"{_sentence(_in(action.summary, language), language)}\n"
    yield from _parameters(action.parameters, language)
    yield ""
    yield _in(NO_ANSWER, language) if action.result == "None" else _in(ANSWER, language) + _linked(action.result)
    yield from _differences(action, language)
    yield f"\n{_in(SOURCE, language)}{action.source}\n"


def _sentence(text: str, language: Language) -> str:
    return text + ("。" if language == "zh" else ".")


def _parameters(parameters: Iterable[Parameter], language: Language) -> Iterator[str]:
    if not parameters:
        yield _in(NO_PARAMETERS, language)
        return
    yield f"{_in(PARAMETERS, language)}\n|---|---|---|---|"
    for parameter in parameters:
        kind, default = _cell(f"`{parameter.type}`"), _default(parameter, language)
        yield f"| {parameter.name} | {kind} | {default} | {_cell(_in(parameter.words, language))} |"


def _default(parameter: Parameter, language: Language) -> str:
    unit = _in(UNITS[parameter.unit], language)
    if parameter.required:
        return _in(REQUIRED, language) + (f" ({unit.strip()})" if unit else "")
    if parameter.default is Absent.UNSET:
        return ""
    return f'`"{parameter.default}"`' if isinstance(parameter.default, str) else f"`{parameter.default}`{unit}"


def _cell(text: str) -> str:
    return text.replace("\\", "\\\\").replace("|", "\\|")


def _linked(result: str) -> str:
    """A type, its shapes linked: `list[Friend]` -> list of [Friend](#friend)."""
    return " | ".join(map(_linked_part, result.split(" | ")))


def _linked_part(result: str) -> str:
    inner = result.removeprefix("list[").removesuffix("]")
    if inner not in SHAPES:
        return f"`{result}`"
    return f"[`{result}`](#{inner.lower()})"


def _differences(action: Action, language: Language) -> Iterator[str]:
    noted = [(key, support) for key, support in action.has.items() if support.note.en]
    yield from [""] if noted else []
    for key, support in noted:
        lead = _in(LACKS, language) if support.level == "no" else ""
        yield f"- {IMPLEMENTATIONS[key]}: {lead}{_sentence(_in(support.note, language), language)}"


def _shape(shape: Shape, language: Language) -> Iterator[str]:
    yield f"### {shape.name}\n"
    yield f"{_sentence(_in(shape.words, language), language)}\n"
    yield f"{_in(FIELDS, language)}\n|---|---|---|"
    yield from (_field(field, language) for field in shape.fields)
    yield ""


def _field(field: Field, language: Language) -> str:
    name = field.name if field.always else f"{field.name}?"
    return f"| {name} | {_linked(field.type).replace(' | ', ' / ')} | {_in(field.words, language)} |"
