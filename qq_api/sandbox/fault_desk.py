"""Where the page's buttons for faults lead: whoever knows the endpoints puts what goes wrong there on a desk."""

from typing import Protocol

from qq_api.types import Payload


class FaultDesk(Protocol):
    """The faults of all endpoints."""

    def listed(self) -> list[Payload]:
        """Each fault of each endpoint, and how it is set.

        `{"self_id": 10001, "endpoint": "websocket ws://…", "index": 0, "name": "silent", "kind": "switch",
        "value": False}`: `kind` is `switch`, `number` (seconds or the like) or `once` (happens when it is applied);
        `index` tells the endpoints of an account apart.
        """

    def apply(self, self_id: int, index: int, name: str, value: bool | float | None) -> None:
        """Set a fault; `value` is None for what happens once.

        Raises:
            Refused, ValueError: there is no such fault there, or it cannot be set to that.
        """
