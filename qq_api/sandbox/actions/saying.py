"""What an account wants to say, and where."""

from typing import Any

from qq_api import message as code
from qq_api.sandbox.forwarding import with_cards
from qq_api.sandbox.world import Refused, World


def said_by(world: World, message: Any, auto_escape: bool) -> Any:
    """The message to send; a string is CQ code unless `auto_escape`."""
    return message if isinstance(message, str) and auto_escape else with_cards(world, code.parse(message))


def place_of(message_type: str, user_id: int, group_id: int) -> dict[str, int]:
    """Where the parameters lead: to a group if there is one, unless `message_type` says otherwise."""
    in_group = message_type == "group" or (not message_type and group_id)
    if not (group_id if in_group else user_id):
        raise Refused("group_id or user_id is missing", 1400)
    return {"group_id": group_id} if in_group else {"to": user_id}
