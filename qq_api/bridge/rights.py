"""What a peer may hear and call. Computes only; no I/O."""

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from qq_api.bridge.config import BrokerPeer, PeerOf
from qq_api.calls import failed
from qq_api.errors import ActionFailed
from qq_api.events import as_id
from qq_api.types import Payload

FORBIDDEN = 1403
"""The retcode of a call that the peer may not make, as HTTP has 403."""

_OPERATIONS = {
    "reply": "send_msg",
    "delete": "delete_msg",
    "kick": "set_group_kick",
    "ban": "set_group_ban",
    "approve": "set_{request_type}_add_request",
}
"""What a quick operation does, by its keys (OneBot 11, "Quick operations")."""

_SAYING = ("send_", "upload_private_", "forward_friend_")
"""Actions that, outside of a group, say something in private."""


class Rights:
    """The rights of one peer.

    Args:
        settings: what the configuration says of it.

    Attributes:
        hears_all: whether every event is for it.
    """

    def __init__(self, settings: PeerOf | BrokerPeer) -> None:
        self._actions = settings.actions
        self._accounts = None if settings.accounts is None else {*settings.accounts}
        self._groups = None if settings.groups is None else {*settings.groups}
        self._private = settings.private
        self.hears_all = self._groups is None and self._private

    def acts_for(self, self_id: Any) -> bool:
        """Whether an account is one of its."""
        return self._accounts is None or as_id(self_id) in self._accounts

    def hears(self, event: Payload) -> bool:
        """Whether an event is for it. What is of no group and nobody (heartbeats) is for all."""
        if event.get("group_id") is not None:
            return self._has(event["group_id"])
        return self._private or event.get("user_id") is None or event["post_type"] == "meta_event"

    def check(self, action: str, params: Mapping[str, Any]) -> None:
        """Whether it may make a call.

        Raises:
            ActionFailed: it may not; its retcode is 1403.
        """
        name = action.removesuffix("_async").removesuffix("_rate_limited")
        if name == ".handle_quick_operation":
            self._check_quick(params.get("context"), params.get("operation"))
        elif not self._may(name):
            raise _forbidden(f"{name}: not among the actions of this server")
        else:
            self._check_place(params, says=name.startswith(_SAYING))
        if params.get("self_id") is not None and not self.acts_for(params["self_id"]):
            raise _forbidden(f"account {params['self_id']}: not one of this server's")

    def _check_quick(self, context: Any, operation: Any) -> None:
        if not isinstance(context, Mapping) or not isinstance(operation, Mapping):
            raise ActionFailed(failed(1400, "context and operation are needed"))
        for key in _OPERATIONS.keys() & operation.keys():
            name = _OPERATIONS[key].format(request_type=context.get("request_type", ""))
            if not self._may(name):
                raise _forbidden(f"{name}: not among the actions of this server")
        self._check_place(context, says=True)

    def _may(self, name: str) -> bool:
        return any(fnmatchcase(name, pattern) for pattern in self._actions)

    def _check_place(self, params: Mapping[str, Any], *, says: bool) -> None:
        group_id = params.get("group_id")
        if group_id not in (None, "", 0, "0"):
            if not self._has(group_id):
                raise _forbidden(f"group {group_id}: not one of this server's")
        elif says and not self._private:
            raise _forbidden("this server says nothing in private")

    def _has(self, group_id: Any) -> bool:
        number = as_id(group_id)
        return self._groups is None or (type(number) in (int, str) and number in self._groups)

    def shown(self, data: Any) -> Any:
        """Of what an action answered, what it may see.

        Raises:
            ActionFailed: it is about another group.
        """
        if isinstance(data, list):
            return [one for one in data if not self._is_elsewhere(one)]
        if self._is_elsewhere(data):
            raise _forbidden("this is not of one of this server's groups")
        return data

    def _is_elsewhere(self, data: Any) -> bool:
        group_id = data.get("group_id") if isinstance(data, Mapping) else None
        return group_id not in (None, "", 0) and not self._has(group_id)


def _forbidden(words: str) -> ActionFailed:
    return ActionFailed(failed(FORBIDDEN, words))
