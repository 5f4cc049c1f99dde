"""Tencent's official bot platform, make-believe: a face of the sandbox that shares its World.

Pure: `settings`, `clock`, `refusals`, `ids`, `words`, `bot`, `chats` and `posts` (messages as bots read them), `shapes`
(the World's events as the platform's), `rules` (what may be said when), `office` (all about one bot), `tokens`,
`sessions`, `login` (OAuth 2.0), `calls/` and `routes` (what bots call). With I/O: `gateway`, `webhook` and `signing`,
`api` (HTTP), and `platform`, which is all of it.
"""

from qq_api.sandbox.official.platform import OfficialPlatform
from qq_api.sandbox.official.settings import OfficialOf
from qq_api.sandbox.official.signing import NoSignatures

__all__ = ["NoSignatures", "OfficialOf", "OfficialPlatform"]
