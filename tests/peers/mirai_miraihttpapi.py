"""A real client: miraihttpapi, by HTTP. `argv`: mirai-api-http's port, its key, the account.

It prints a line of JSON for each thing that happens, does what is said in the group as `do [METHOD, ARGUMENTS …]`, and
ends when its standard input is closed.
"""

import json
import os
import sys
import threading
import time
from typing import Any

from miraihttpapi.MessageChain import MessageChain
from miraihttpapi.MiraiCore import MiraiCore


def tell(**what: Any) -> None:
    """Print one line."""
    print(json.dumps(what, default=str), flush=True)


def main(port: str, key: str, qq: str) -> None:
    with MiraiCore(f"127.0.0.1:{port}", key, int(qq)) as bot:
        tell(ready=True, session=bot.sessionKey)
        while True:
            for packet in bot.get(10)["data"]:
                tell(heard=packet["type"], packet=packet)
                obey(bot, packet)
            time.sleep(0.05)


def obey(bot: Any, packet: dict[str, Any]) -> None:
    text = "".join(one.get("text", "") for one in packet.get("messageChain", []))
    if not text.startswith("do "):
        return
    method, *rest = json.loads(text[3:])
    given = [MessageChain().plain(one["say"]) if isinstance(one, dict) and "say" in one else one for one in rest]
    tell(done=method, answer=getattr(bot, method)(*given))


def end_with_stdin() -> None:
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end_with_stdin, daemon=True).start()
main(*sys.argv[1:])
