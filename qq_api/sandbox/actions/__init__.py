"""What an account of the World can do: the actions of `qq_api.actions`, by the same topics. Computes only; no I/O."""

from typing import Any

from qq_api.sandbox.actions import anonymous, file, group, message, requests, sharing, system, user
from qq_api.sandbox.actions.table import ACTIONS, Action, arguments
from qq_api.sandbox.world import Refused, World
from qq_api.types import Payload

__all__ = ["ACTIONS", "Action", "act"]

TOPICS = (anonymous, file, group, message, requests, sharing, system, user)


def act(world: World, self_id: int, action: str, params: Payload) -> Any:
    """Do an action as an account and return its `data`.

    Raises:
        Refused: QQ would not do it, or there is no such action.
    """
    name = action.removesuffix("_async").removesuffix("_rate_limited")
    do = ACTIONS.get(name)
    if do is None:
        raise Refused(f"unknown action {action}", 1404)
    return do(world, self_id, **arguments(name, do, params))
