"""A real client: yiri-mirai.

    websocket 8080 KEY 10001    mirai-api-http's port and key, and the account
    http 8080 KEY 10001         the same by HTTP polling
    http 8080 "" 10001          in single mode, with any key

It prints a line of JSON for each thing that happens, obeys what is said in the group as `do NAME [ARGUMENTS]`, and ends
when its standard input is closed.
"""

import asyncio
import json
import os
import sys
import threading
from collections.abc import Callable
from typing import Any

from mirai.api_provider import Method
from mirai.exceptions import ApiError
from mirai.models.events import Event, MessageEvent

from mirai import HTTPAdapter, Mirai, Plain, WebSocketAdapter


def tell(**what: Any) -> None:
    """Print one line."""
    print(json.dumps(what, default=str), flush=True)


def name_of(event: Any) -> str:
    return type(event).__name__


async def main(way: str, port: str, key: str, qq: str) -> None:
    options: dict[str, Any] = {"poll_interval": 0.1} if way == "http" else {"heartbeat_interval": 1.0}
    if not key:
        options |= {"single_mode": True}
    adapter = (HTTPAdapter if way == "http" else WebSocketAdapter)(key or "any", "127.0.0.1", int(port), **options)
    bot = Mirai(int(qq), adapter)

    @bot.on(Event)
    async def heard(event: Any) -> None:
        chain = [json.loads(one.json()) for one in getattr(event, "message_chain", [])]
        tell(heard=name_of(event), event=json.loads(event.json()), chain=[one["type"] for one in chain])
        text = str(event.message_chain) if isinstance(event, MessageEvent) else ""
        if text.startswith("do "):
            order, *rest = json.loads(text[3:])
            await obey(bot, event, order, rest)

    await bot.startup()
    tell(ready=True)
    await bot.background()


async def obey(bot: Any, event: Any, order: str, rest: list[Any]) -> None:
    try:
        answer = await ORDERS[order](bot, event, *rest)
    except ApiError as error:
        tell(done=order, code=error.code)
    else:
        tell(done=order, answer=json.loads(answer.json()) if hasattr(answer, "json") else answer)


ORDERS: dict[str, Callable[..., Any]] = {
    "reply": lambda bot, event, text: bot.send(event, [Plain(text)], quote=True),
    "group": lambda bot, _, target, chain: bot.send_group_message(target, chain),
    "friend": lambda bot, _, target, text: bot.send_friend_message(target, [Plain(text)]),
    "temp": lambda bot, _, qq, group, text: bot.send_temp_message(qq, group, [Plain(text)]),
    "recall": lambda bot, _, id, target: bot.call_api("recall", Method.POST, messageId=id, target=target),
    "mute": lambda bot, _, group, member: bot.mute(group, member, 60),
    "unmute": lambda bot, _, group, member: bot.unmute(group, member),
    "nudge": lambda bot, _, target, group: bot.send_nudge(target, group, "Group"),
    "friends": lambda bot, _: bot.friend_list.get(),
    "groups": lambda bot, _: bot.group_list.get(),
    "members": lambda bot, _, group: bot.member_list.get(group),
    "member": lambda bot, _, group, member: bot.member_info(group, member).get(),
    "profile": lambda bot, _: bot.bot_profile.get(),
    "config": lambda bot, _, group: bot.group_config(group).get(),
    "rename": lambda bot, _, group, member, card: bot.call_api(
        "memberInfo", Method.RESTPOST, target=group, memberId=member, info={"name": card}
    ),
    "files": lambda bot, _, group: bot.file_list.get("", group),
    "session": lambda bot, _: bot.session_info.get(),
}


def end_with_stdin() -> None:
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end_with_stdin, daemon=True).start()
asyncio.run(main(*sys.argv[1:]))
