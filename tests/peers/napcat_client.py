"""A real client: napcat-sdk, connected to the WebSocket server at `argv[1]` with the token `argv[2]`.

It prints a line of JSON for each thing that happens, answers `echo TEXT`, and ends when its standard input is closed.
"""

import asyncio
import json
import os
import sys
import threading
from typing import Any

from napcat import GroupMessageEvent, NapCatClient
from napcat.exceptions import NapCatAPIError


def tell(**what: Any) -> None:
    """Print one line."""
    print(json.dumps(what, default=str), flush=True)


async def main(url: str, token: str) -> None:
    async with NapCatClient(url, token) as client:
        tell(connected=client.self_id)
        async for event in client:
            tell(heard=type(event).__name__)
            if isinstance(event, GroupMessageEvent):
                await obey(client, event)


async def obey(client: NapCatClient, event: GroupMessageEvent) -> None:
    order, _, rest = event.raw_message.partition(" ")
    if order == "echo":
        tell(sent=await client.send_group_msg(group_id=event.group_id, message=rest))
    elif order == "fail":
        try:
            await client.send_group_msg(group_id=1, message=rest)
        except NapCatAPIError as error:
            tell(error=type(error).__name__, text=str(error))


def end_with_stdin() -> None:
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end_with_stdin, daemon=True).start()
asyncio.run(main(*sys.argv[1:]))
