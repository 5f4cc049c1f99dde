"""A real bot: NoneBot2 with its QQ adapter. Its settings are environment variables, as NoneBot has them.

It prints a line of JSON for each thing that happens: `{"heard": "GroupAtMessageCreateEvent", …}`. What is said to it:

    echo TEXT       answers TEXT
    twice A B       answers A, then B
    picture URL     answers with a picture
    oops TEXT       answers TEXT and takes it back
    call API JSON   calls an API of the adapter, and prints what came of it

It ends when its standard input is closed.
"""

import asyncio
import json
import os
import sys
import threading
from typing import Any

import nonebot
from nonebot.adapters.qq import Adapter, Bot, Event, InteractionCreateEvent, MessageSegment
from nonebot.adapters.qq.event import (
    C2CMessageCreateEvent,
    DirectMessageCreateEvent,
    GroupMessageCreateEvent,
    MessageEvent,
)
from nonebot.adapters.qq.exception import ActionFailed, AuditException


def tell(**what: Any) -> None:
    """Print one line."""
    print(json.dumps(what, default=str, ensure_ascii=False), flush=True)


nonebot.init(log_level="WARNING", command_start={""})
driver = nonebot.get_driver()
driver.register_adapter(Adapter)
everything = nonebot.on()


@driver.on_startup
async def started() -> None:
    tell(started=True)


@driver.on_bot_connect
async def connected(bot: Bot) -> None:
    tell(connected=bot.self_id, name=bot.self_info.username)


@driver.on_bot_disconnect
async def disconnected(bot: Bot) -> None:
    tell(disconnected=bot.self_id)


@everything.handle()
async def hear(bot: Bot, event: Event) -> None:
    tell(heard=type(event).__name__, event=event.dict())
    if isinstance(event, InteractionCreateEvent):
        await bot.put_interaction(interaction_id=event.id, code=0)
        await bot.send(event, "pressed")
    if isinstance(event, MessageEvent):
        try:
            await obey(bot, event)
        except ActionFailed as error:
            tell(error=error.code, message=error.message, trace=error.trace_id)
        except AuditException as error:
            result = asyncio.create_task(error.get_audit_result(10))
            await asyncio.sleep(0)  # now it listens
            tell(waits=error.audit_id)
            tell(came=type(await result).__name__)


async def obey(bot: Bot, event: Any) -> None:
    order, _, rest = event.get_plaintext().strip().partition(" ")
    tell(
        text=event.get_plaintext().strip(),
        to_me=event.to_me,
        message=[[one.type, one.data] for one in event.get_message()],
    )
    if order == "echo":
        tell(sent=(await bot.send(event, rest)).dict())
    elif order == "twice":
        for word in rest.split():
            tell(sent=(await bot.send(event, word)).dict())
    elif order == "picture":
        tell(sent=(await bot.send(event, MessageSegment.image(rest))).dict())
    elif order == "oops":
        await take_back(bot, event, (await bot.send(event, rest)).id)
        tell(gone=True)
    elif order == "call":
        api, _, params = rest.partition(" ")
        tell(api=api, result=await bot.call_api(api, **json.loads(params or "{}")))


async def take_back(bot: Bot, event: Any, message_id: str) -> None:
    if isinstance(event, GroupMessageCreateEvent):
        await bot.delete_group_message(group_openid=event.group_openid, message_id=message_id)
    elif isinstance(event, C2CMessageCreateEvent):
        await bot.delete_c2c_message(openid=event.author.user_openid, message_id=message_id)
    elif isinstance(event, DirectMessageCreateEvent):
        await bot.delete_dms_message(guild_id=event.guild_id, message_id=message_id)
    else:
        await bot.delete_message(channel_id=event.channel_id, message_id=message_id)


def end_with_stdin() -> None:
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end_with_stdin, daemon=True).start()
nonebot.run()
