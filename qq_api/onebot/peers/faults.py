"""What goes wrong on purpose at one endpoint."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol


class Connection(Protocol):
    """Something open that can be hurt."""

    def abort(self) -> None:
        """End at once, without a word."""

    def garble(self, text: str) -> None:
        """Send something that is no JSON."""


@dataclass
class Faults:
    """The faults of one endpoint; each may be set and unset at any time.

    Attributes:
        silent: nothing is sent any more, though connections stay open and what comes is done.
        delay: seconds by which all that is sent comes late.
        double_events: every event is sent twice.
        double_answers: every answer over a WebSocket is sent twice.
        lose_echo: answers over a WebSocket come without their `echo`.
        wrong_token: we bring along or sign with a wrong secret; where we listen, every token is refused.
    """

    silent: bool = False
    delay: float = 0
    double_events: bool = False
    double_answers: bool = False
    lose_echo: bool = False
    wrong_token: bool = False
    _open: list[Connection] = field(default_factory=list, repr=False)

    def drop(self) -> None:
        """Cut off every connection (WebSockets, `/_events`) without a closing handshake: code 1006."""
        for connection in list(self._open):
            connection.abort()

    def garbage(self, text: str = '{"post_type": ') -> None:
        """Send a frame that is no JSON over every connection."""
        for connection in list(self._open):
            connection.garble(text)

    def secret(self, right: str) -> str:
        """The token or secret to use: the right one, or another."""
        return f"not-{right}" if self.wrong_token else right

    @contextmanager
    def of(self, connection: Connection) -> Iterator[None]:
        """A connection is open while the block runs."""
        self._open.append(connection)
        try:
            yield
        finally:
            self._open.remove(connection)
