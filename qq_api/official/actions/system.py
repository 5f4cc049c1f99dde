"""Actions about the bot itself, and what the platform does not have."""

from typing import Any

from qq_api.official.actions.desk import ACTIONS, Desk, action, needed, text
from qq_api.official.mapping.fields import text_of
from qq_api.official.refusals import UNSUPPORTED, Refusal
from qq_api.types import Payload


@action("get_login_info")
async def get_login_info(desk: Desk, _params: Payload) -> Any:
    """Who the bot is."""
    memory = desk.memory
    if not memory.nickname:
        memory.nickname = text_of(await desk.asked("GET", "/users/@me"), "username")
    return {"user_id": memory.self_id, "nickname": memory.nickname}


@action("get_status")
async def get_status(desk: Desk, _params: Payload) -> Any:
    """Whether the bot hears the platform."""
    online = desk.is_online()
    return {"online": online, "good": online}


@action("get_version_info")
async def get_version_info(_desk: Desk, _params: Payload) -> Any:
    """What runs the bot."""
    return {"app_name": "qq_api.official", "app_version": "v2", "protocol_version": "v11"}


@action("can_send_image", "can_send_record")
async def can_send(_desk: Desk, _params: Payload) -> Any:
    """It can."""
    return {"yes": True}


@action("clean_cache")
async def clean_cache(_desk: Desk, _params: Payload) -> None:
    """There is nothing to clean: what is kept is bounded."""


@action("set_restart")
async def set_restart(desk: Desk, _params: Payload) -> None:
    """Connect anew."""
    desk.reconnect()


@action("get_image", "get_record", "get_file")
async def get_file(desk: Desk, params: Payload) -> Any:
    """Where a received file is; the platform's addresses end within hours."""
    file = text(params, "file") or text(params, "file_id") or str(needed(params, "file"))
    known = desk.memory.files.get(file)
    if known is None:
        raise Refusal("official_send.no_file", file=file[:100])
    return {"file": file, "url": known["url"], "file_name": file, "file_size": known.get("file_size", "")}


@action("get_group_file_url", "get_private_file_url")
async def get_file_url(_desk: Desk, params: Payload) -> Any:
    """Where a file is: the `id` of an uploaded file is its address."""
    file_id = text(params, "file_id")
    if not file_id.startswith("http"):
        raise Refusal("official_send.no_file", file=file_id[:100])
    return {"url": file_id}


NOT_THERE = (
    "send_like", "set_group_anonymous", "set_group_anonymous_ban", "set_group_card",
    "set_group_special_title", "set_group_leave", "set_friend_add_request", "get_group_honor_info", "get_forward_msg",
    "get_cookies", "get_csrf_token", "get_credentials", "_get_group_notice", "_send_group_notice",
)  # fmt: skip
"""OneBot's actions for which the platform has nothing: said so, never pretended."""


async def _not_there(_desk: Desk, _params: Payload) -> None:
    raise Refusal("official_send.unsupported", UNSUPPORTED)


ACTIONS.update(dict.fromkeys(NOT_THERE, _not_there))
