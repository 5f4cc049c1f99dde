"""What of the configuration says what `/status`, `/ping` and `/player` show."""

from typing import Annotated, Literal

from pydantic import Field

from qq_api import Section


class Status(Section):
    """What is told of the server.

    Attributes:
        form: `text`, or a `picture` (needs Pillow).
        tps: the command that tells the ticks per second; `auto` finds out, empty: it is not asked for.
        sample: seconds between two measurements of the last day.
        address: what `/ping` asks where nothing is named: `play.example.com` or `127.0.0.1:25565`.
        font: of the picture, a file; empty: one of this machine.
    """

    form: Literal["text", "picture"] = "text"
    tps: str = "auto"
    sample: Annotated[float, Field(ge=10, le=3600)] = 300.0
    address: str = "127.0.0.1:25565"
    font: str = ""
