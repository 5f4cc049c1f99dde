"""Segments that only the official platform has: templates of markdown, buttons, arks, embeds. Computes only; no I/O.

await bot.send(event, [markdown("**Server**"), keyboard([[button("Who is on?", "/list"), button("Map", MAP, "url")]])])
"""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias

from qq_api.types import Segment

Press: TypeAlias = Literal["url", "callback", "command"]
"""Opens a link, tells the bot (its `data` comes as a message), or puts `data` where its presser writes."""
Who: TypeAlias = Literal["all", "admins"] | Sequence[str]
"""Who may press: all, admins, or those with these openids (`real_user_id` of an event)."""

_KINDS: dict[str, int] = {"url": 0, "callback": 1, "command": 2}

LONGEST_LABEL, MOST = 10, 5
"""Characters on a button; buttons in a row, and rows."""


def markdown_template(template_id: str, params: Mapping[str, str | Sequence[str]]) -> Segment:
    """A template of markdown that Tencent has approved; each of its fields has one value or several."""
    values = [{"key": key, "values": [value] if isinstance(value, str) else [*value]} for key, value in params.items()]
    return {"type": "markdown", "data": {"custom_template_id": template_id, "params": values}}


def button(
    label: str, data: str, kind: Press = "command", *, pressed: str = "", filled: bool = True, who: Who = "all",
    send: bool = False, number: str = "",
) -> dict[str, Any]:  # fmt: skip
    """One button for `keyboard`.

    Args:
        label: what stands on it, 10 characters at most.
        data: the link, what the bot is told, or what is written.
        kind: what pressing does.
        pressed: what stands on it then; the same where it is not given.
        filled: blue, or with a grey edge only.
        who: who may press it.
        send: of a command, whether it is sent at once (in private).
        number: its id, where the bot wants to tell buttons apart.

    Raises:
        ValueError: the label is empty or too long, or there is no such kind.
    """
    if not label or len(label) > LONGEST_LABEL:
        raise ValueError(f"button: {label!r} should have 1 to {LONGEST_LABEL} characters")
    if kind not in _KINDS:
        raise ValueError(f"button: {kind!r} is none of {', '.join(_KINDS)}")
    action: dict[str, Any] = {"type": _KINDS[kind], "data": data, "permission": _permission(who)}
    action["unsupport_tips"] = data
    if send:
        action["enter"] = True
    look = {"label": label, "visited_label": pressed or label, "style": 1 if filled else 0}
    return {**({"id": number} if number else {}), "render_data": look, "action": action}


def _permission(who: Who) -> dict[str, Any]:
    if isinstance(who, str):
        return {"type": {"admins": 1, "all": 2}[who]}
    return {"type": 0, "specify_user_ids": [*who]}


def keyboard(rows: Sequence[Sequence[dict[str, Any]]]) -> Segment:
    """Rows of buttons, below the markdown or the text in front of them.

    Raises:
        ValueError: a row is empty, or there are more than five rows, or buttons in one.
    """
    if not 0 < len(rows) <= MOST or not all(0 < len(row) <= MOST for row in rows):
        raise ValueError(f"keyboard: 1 to {MOST} rows of 1 to {MOST} buttons were expected")
    return {"type": "keyboard", "data": {"content": {"rows": [{"buttons": [*row]} for row in rows]}}}


def keyboard_template(template_id: str) -> Segment:
    """Buttons that Tencent has approved."""
    return {"type": "keyboard", "data": {"id": template_id}}


def ark(template_id: int, values: Mapping[str, str]) -> Segment:
    """A card by one of Tencent's templates, 23, 24 and 37; the bot must have been granted them."""
    pairs = [{"key": key, "value": value} for key, value in values.items()]
    return {"type": "ark", "data": {"template_id": template_id, "kv": pairs}}


def embed(title: str, lines: Sequence[str] = (), *, prompt: str = "", thumbnail: str = "") -> Segment:
    """A card for channels of guilds; groups get it as text. `thumbnail` is an address, `prompt` the line in lists."""
    fields = [{"name": line} for line in lines]
    picture = {"thumbnail": {"url": thumbnail}} if thumbnail else {}
    return {"type": "embed", "data": {"title": title, "prompt": prompt or title, **picture, "fields": fields}}
