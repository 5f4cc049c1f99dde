"""The faults of every endpoint, for whoever has buttons for them."""

from collections.abc import Iterator, Sequence

from qq_api.onebot.peers import TABLE, Fault, fault_of
from qq_api.sandbox.endpoints import Endpoint
from qq_api.texts import Texts
from qq_api.types import Payload


class FaultDesk:
    """Lists faults and sets them.

    Args:
        endpoints: whose faults they are; more may come.
    """

    def __init__(self, endpoints: Sequence[Endpoint]) -> None:
        self._endpoints = endpoints

    def listed(self) -> list[Payload]:
        """Every fault of every endpoint, as it is now.

        Returns:
            `{"self_id", "endpoint": "websocket ws://127.0.0.1:3001", "index", "name": "silent",
            "kind": "switch" | "number" | "once", "value"}` each; `index` is that of the account's endpoints.
        """
        return [line for endpoint in self._endpoints for line in _lines(endpoint)]

    def apply(self, self_id: int, index: int, name: str, value: bool | float | None) -> None:
        """Set a fault, or let it happen.

        Args:
            self_id: the account.
            index: which of its endpoints, from 0.
            name: of the fault.
            value: for a switch True or False, for a number how much, 0 for none; else None.

        Raises:
            ValueError: there is no such endpoint or fault, or it takes another value; says which.
        """
        endpoint = self._endpoint(self_id, index)
        fault = fault_of(name, endpoint.type)
        if not fault.takes(value):
            raise ValueError(f"{name}: expected {fault.wanted or 'no value'}, found: {value!r}")
        if fault.kind == "once":
            getattr(endpoint.faults, name)()
        else:
            setattr(endpoint.faults, name, value)

    def _endpoint(self, self_id: int, index: int) -> Endpoint:
        for endpoint in self._endpoints:
            if (endpoint.self_id, endpoint.index) == (self_id, index):
                return endpoint
        raise ValueError(f"account {self_id} has no endpoint {index}")


def _lines(endpoint: Endpoint) -> Iterator[Payload]:
    head = {"self_id": endpoint.self_id, "endpoint": f"{endpoint.type} {endpoint.address}", "index": endpoint.index}
    for fault in TABLE:
        if endpoint.type in fault.types:
            yield {**head, "name": fault.name, "kind": fault.kind, "value": _value(endpoint, fault)}


def _value(endpoint: Endpoint, fault: Fault) -> bool | float | None:
    return None if fault.kind == "once" else getattr(endpoint.faults, fault.name)


def in_words(texts: Texts) -> str:
    """What can go wrong, as a table in Markdown."""
    heads = [texts(f"cli.fault_columns.{key}") for key in ("name", "takes", "where", "does")]
    rows = [heads, ["---"] * len(heads), *(_row(fault, texts) for fault in TABLE)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _row(fault: Fault, texts: Texts) -> list[str]:
    where = ", ".join(f"`{type}`" for type in fault.types)
    return [f"`{fault.name}`", fault.wanted or texts("cli.fault_columns.once"), where, texts(f"cli.fault.{fault.name}")]
