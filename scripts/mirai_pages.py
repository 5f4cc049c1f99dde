"""docs/mirai.md and docs/mirai.zh.md: what the mapping of mirai cannot bring back, in either language."""

from typing import Literal

from qq_api.actions import Words
from qq_api.mirai.mapping.commands import ROWS
from qq_api.mirai.mapping.lossy import LOSSY

INTRO = Words(
    """# mirai-api-http and OneBot 11

[中文](mirai.zh.md)

QQAPI speaks mirai-api-http 2.x as OneBot 11: message chains become segments, packets events, actions commands. A state
code of mirai-api-http, as 5, comes out as retcode 20005.

This page is made by `python scripts/dev.py actions` from the tables in `qq_api/mirai/mapping`; edit those.

## What does not come back as it went

All other elements, segments, packets and actions are the same again.

| what | name | what becomes of it |
| --- | --- | --- |
""",
    """# mirai-api-http 与 OneBot 11

[English](mirai.md)

QQAPI 将 mirai-api-http 2.x 转换为 OneBot 11：消息链变为消息段，事件包变为事件，动作变为命令。
mirai-api-http 的状态码加上 20000 即为 retcode，例如 5 对应 20005。

本页由 `python scripts/dev.py actions` 根据 `qq_api/mirai/mapping` 中的表生成，请修改那里。

## 无法原样往返的内容

其余的元素、消息段、事件和动作往返后均保持不变。

| 类别 | 名称 | 转换结果 |
| --- | --- | --- |
""",
)

SIDES = {
    "element": Words("element", "消息链元素"),
    "segment": Words("segment", "消息段"),
    "packet": Words("packet", "事件包"),
    "action": Words("action", "动作"),
}

COMMANDS = Words(
    "\n## Actions that are one command\n\n| action | command |\n| --- | --- |\n",
    "\n## 与一条命令对应的动作\n\n| 动作 | 命令 |\n| --- | --- |\n",
)


def page(language: Literal["en", "zh"]) -> str:
    """One page."""

    def say(words: Words) -> str:
        text: str = getattr(words, language)
        return text

    losses = (f"| {say(SIDES[loss.side])} | `{loss.name}` | {say(loss.why)} |\n" for loss in LOSSY)
    rows = (f"| `{row.action}` | `{row.command}{f' {row.sub}' if row.sub else ''}` |\n" for row in ROWS)
    return say(INTRO) + "".join(losses) + say(COMMANDS) + "".join(rows)
