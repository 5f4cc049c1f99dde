"""A real client: napcat-sdk, with the token `argv[3]`.

    forward ws://127.0.0.1:3001 TOKEN   connects to a WebSocket server
    reverse 5700 TOKEN                  listens on a port for reverse WebSockets

It prints a line of JSON for each thing that happens, answers `echo TEXT`, calls what stands in
`calls [[ACTION, PARAMS], …]`, and ends when its standard input is closed.
"""

import asyncio
import json
import os
import sys
import threading
from typing import Any

from napcat import GroupMessageEvent, NapCatClient, ReverseWebSocketServer
from napcat.exceptions import NapCatAPIError


def tell(**what: Any) -> None:
    """Print one line."""
    print(json.dumps(what, default=str), flush=True)


async def main(way: str, where: str, token: str) -> None:
    if way == "reverse":
        server = ReverseWebSocketServer(serve, "127.0.0.1", int(where), token)
        tell(ready=True)
        await server.run_forever()
    else:
        async with NapCatClient(where, token) as client:
            await serve(client)


async def serve(client: NapCatClient) -> None:
    tell(connected=client.self_id)
    async for event in client:
        segments = [type(segment).__name__ for segment in getattr(event, "message", None) or () if segment]
        tell(heard=type(event).__name__, segments=segments, event=event._raw)
        if isinstance(event, GroupMessageEvent):
            await obey(client, event)


async def obey(client: NapCatClient, event: GroupMessageEvent) -> None:
    order, _, rest = event.message[0].text.partition(" ") if hasattr(event.message[0], "text") else ("", "", "")
    if order == "echo":
        tell(sent=await client.send_group_msg(group_id=event.group_id, message=rest))
    elif order == "calls":
        for action, params in json.loads(rest):
            await call(client, action, params)
        tell(called=True)
    elif order == "fail":
        await call(client, "send_group_msg", {"group_id": 1, "message": rest})


async def call(client: NapCatClient, action: str, params: dict[str, Any]) -> None:
    try:
        tell(action=action, result=await client.call_action(action, params))
    except NapCatAPIError as error:
        tell(action=action, error=type(error).__name__, text=str(error))


def end_with_stdin() -> None:
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end_with_stdin, daemon=True).start()
asyncio.run(main(*sys.argv[1:]))
