"""A real bot: NoneBot2 with its OneBot 11 adapter. Its settings are environment variables, as NoneBot has them.

It prints a line of JSON for each thing that happens: `{"heard": "GroupMessageEvent", …}`. What is said to it:

    echo TEXT            answers TEXT, mentioning who spoke
    call ACTION PARAMS   calls an action with parameters in JSON, and prints what came of it
    calls LIST           calls each of [[ACTION, PARAMS], …], and prints what came of it

It ends when its standard input is closed.
"""

import json
import os
import sys
import threading
from typing import Any

import nonebot
from nonebot.adapters.onebot.v11 import Adapter, Bot, MessageEvent
from nonebot.adapters.onebot.v11 import Event as OneBotEvent
from nonebot.exception import ActionFailed, ApiNotAvailable, NetworkError


def tell(**what: Any) -> None:
    """Print one line."""
    print(json.dumps(what, default=str), flush=True)


nonebot.init(log_level="WARNING", command_start={""})
driver = nonebot.get_driver()
driver.register_adapter(Adapter)
everything = nonebot.on()


@driver.on_startup
async def started() -> None:
    tell(ready=True)


@driver.on_bot_connect
async def connected(bot: Bot) -> None:
    tell(connected=bot.self_id)


@driver.on_bot_disconnect
async def disconnected(bot: Bot) -> None:
    tell(disconnected=bot.self_id)


@everything.handle()
async def hear(bot: Bot, event: OneBotEvent) -> None:
    tell(heard=type(event).__name__, name=event.get_event_name(), event=event.dict())
    if isinstance(event, MessageEvent):
        await obey(bot, event)


async def obey(bot: Bot, event: MessageEvent) -> None:
    order, _, rest = event.get_plaintext().strip().partition(" ")
    tell(
        text=event.get_plaintext(),
        to_me=event.is_tome(),
        reply=event.reply and event.reply.message.extract_plain_text(),
    )
    if order == "echo":
        tell(sent=await bot.send(event, rest, at_sender=True))
    elif order == "call":
        action, _, params = rest.partition(" ")
        await call(bot, action, json.loads(params or "{}"))
    elif order == "calls":
        for action, given in json.loads(rest):
            await call(bot, action, given)
        tell(called=True)


async def call(bot: Bot, action: str, params: dict[str, Any]) -> None:
    try:
        tell(action=action, result=await bot.call_api(action, **params))
    except ActionFailed as error:
        tell(action=action, error="ActionFailed", info=error.info)  # type: ignore[attr-defined]
    except (ApiNotAvailable, NetworkError) as error:
        tell(action=action, error=type(error).__name__)


def end_with_stdin() -> None:
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end_with_stdin, daemon=True).start()
nonebot.run()
