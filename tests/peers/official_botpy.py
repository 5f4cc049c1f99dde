"""A real bot: Tencent's own SDK, qq-botpy, whose addresses are led to `argv[1]`, with AppID and AppSecret behind it.

It prints a line of JSON for each thing that happens: `{"heard": "on_group_at_message_create", …}`. What is said to it:

    echo TEXT     answers TEXT
    picture URL   uploads a picture and answers with it
    oops TEXT     answers TEXT and takes it back
    calls LIST    makes each of the calls [[METHOD, PATH, BODY], …], and prints what came of it

It ends when its standard input is closed.
"""

import json
import os
import sys
import threading
from html import unescape
from typing import Any

import botpy
from botpy import robot
from botpy.http import Route
from botpy.message import C2CMessage, DirectMessage, GroupMessage


def tell(**what: Any) -> None:
    """Print one line."""
    print(json.dumps(what, default=str, ensure_ascii=False), flush=True)


def redirect(address: str) -> None:
    """Lead the SDK's three addresses elsewhere: host, scheme, and where tokens are."""
    Route.DOMAIN, Route.SCHEME = address.partition("://")[2], "http"
    function = robot.Token.update_access_token
    real, ours = "https://bots.qq.com/app/getAppAccessToken", f"{address}/app/getAppAccessToken"
    constants = tuple(ours if one == real else one for one in function.__code__.co_consts)
    assert ours in constants
    function.__code__ = function.__code__.replace(co_consts=constants)


class Bot(botpy.Client):
    """Tells what it hears, and does what it is told."""

    async def on_ready(self) -> None:
        tell(ready=self.robot.name)

    async def on_resumed(self) -> None:
        tell(resumed=True)

    async def obey(self, name: str, message: Any) -> None:
        tell(heard=name, content=message.content, author=vars(message.author), files=[*map(vars, message.attachments)])
        text = unescape((message.content or "").rpartition("> ")[2])  # in the guild it stands behind `<@!bot> `
        order, _, rest = text.strip().partition(" ")
        try:
            await self.do(order, rest, message)
        except botpy.errors.ServerError as error:
            tell(error=error.msgs)

    async def do(self, order: str, rest: str, message: Any) -> None:
        if order == "echo":
            tell(sent=await message.reply(content=rest))
        elif order == "picture":
            tell(sent=await self.picture(rest, message))
        elif order == "oops":
            sent = await message.reply(content=rest)
            tell(gone=await self.api._http.request(Route("DELETE", f"{where(message)}/messages/{sent['id']}")))
        elif order == "calls":
            for method, path, body in json.loads(rest):
                tell(call=f"{method} {path}", result=await self.api._http.request(Route(method, path), json=body))
            tell(called=True)

    async def picture(self, url: str, message: Any) -> Any:
        if isinstance(message, GroupMessage):
            media = await self.api.post_group_file(message.group_openid, 1, url)
        elif isinstance(message, C2CMessage):
            media = await self.api.post_c2c_file(message.author.user_openid, 1, url)
        else:
            return await message.reply(content="this", image=url)
        return await message.reply(msg_type=7, content="this", media=media)


def where(message: Any) -> str:
    """Where a message came from, as a path."""
    if isinstance(message, GroupMessage):
        return f"/v2/groups/{message.group_openid}"
    if isinstance(message, C2CMessage):
        return f"/v2/users/{message.author.user_openid}"
    return f"/dms/{message.guild_id}" if isinstance(message, DirectMessage) else f"/channels/{message.channel_id}"


def hears(name: str, *, message: bool) -> Any:
    """A handler of the client."""

    async def on_message(self: Bot, heard: Any) -> None:
        await self.obey(name, heard)

    async def on_other(self: Bot, heard: Any) -> None:
        tell(heard=name, what=repr(heard))
        if name == "on_interaction_create":
            await self.api.on_interaction_result(heard.id, 0)

    return on_message if message else on_other


MESSAGES = ("group_at_message_create", "c2c_message_create", "at_message_create", "direct_message_create")
OTHERS = (
    *("group_add_robot", "group_del_robot", "group_msg_reject", "group_msg_receive"),
    *("friend_add", "friend_del", "c2c_msg_reject", "c2c_msg_receive"),
    *("guild_member_add", "guild_member_remove", "message_reaction_add", "message_reaction_remove"),
    *("public_message_delete", "message_audit_pass", "message_audit_reject", "interaction_create"),
    *("channel_create", "channel_update", "channel_delete"),
)
for known in (*MESSAGES, *OTHERS):
    setattr(Bot, f"on_{known}", hears(f"on_{known}", message=known in MESSAGES))


def end_with_stdin() -> None:
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end_with_stdin, daemon=True).start()
redirect(sys.argv[1])
Bot(intents=botpy.Intents.default(), bot_log=None, ext_handlers=False).run(appid=sys.argv[2], secret=sys.argv[3])
