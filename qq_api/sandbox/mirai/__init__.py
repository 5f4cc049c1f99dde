"""The World as mirai-api-http 2.10 serves it: WebSocket and HTTP on one port, for one account.

| module | what it is |
|---|---|
| `context` | what the mapping asks, read from the World; pure |
| `account` | one account: packets of what it hears, answers to commands |
| `sessions` | who is logged in, and what each has not fetched yet; pure |
| `channels` | the open WebSockets |
| `websocket`, `http` | the two adapters, as ASGI |
| `faults` | what goes wrong on purpose |
| `napcat` | in what NapCat's plug-in differs; pure |
| `server` | all of it, as a `Peer` |
"""

from qq_api.sandbox.mirai.faults import MiraiFaults
from qq_api.sandbox.mirai.server import MiraiServer
from qq_api.sandbox.mirai.sessions import Settings

__all__ = ["MiraiFaults", "MiraiServer", "Settings"]
