"""NoneBot2 with its OneBot adapter and its FastAPI driver, with one matcher."""

import asyncio

import nonebot
from nonebot.adapters.onebot.v11 import Adapter, GroupMessageEvent

from probe import PORT, Probe

probe = Probe()
nonebot.init(driver="~fastapi", host="127.0.0.1", port=PORT, log_level="WARNING")
driver = nonebot.get_driver()
driver.register_adapter(Adapter)
loops: list[asyncio.AbstractEventLoop] = []


@driver.on_startup
async def _started() -> None:
    loops.append(asyncio.get_running_loop())


@nonebot.on_message().handle()
async def _take(event: GroupMessageEvent) -> None:
    probe.hit(event.message_id)


probe.can_call(
    lambda: loops[0],
    lambda number: nonebot.get_bot().call_api("send_group_msg", group_id=number, message="收到"),
    lambda _number: None,
)
nonebot.run(loop="asyncio")
