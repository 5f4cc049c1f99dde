"""A call of a bot, and what its functions share. Computes only; no I/O."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias, TypeVar

from qq_api.sandbox.official.office import Office
from qq_api.sandbox.official.refusals import invalid
from qq_api.sandbox.world import Refused
from qq_api.sandbox.world.stored import Store

T = TypeVar("T")


class Files(Store, Protocol):
    """A store that can also fetch."""

    async def take(self, reference: str, name: str = "") -> str:
        """Keep a file, however it was given; returns its source, or `Refused`."""


@dataclass
class Call:
    """What a bot asks for.

    Attributes:
        method: of HTTP.
        path: as it came.
        params: what the path names: `{"group_openid": "…"}`.
        query: behind the `?`.
        body: JSON, or the fields of a form.
        raw: the body's bytes.
        pictures: files in a form, by field.
        files: where files are kept.
        address: where the platform is, for addresses that it gives out.
    """

    method: str
    path: str
    files: Files
    address: str = ""
    params: dict[str, str] = field(default_factory=dict)
    query: dict[str, str] = field(default_factory=dict)
    body: Any = None
    raw: bytes = b""
    pictures: dict[str, bytes] = field(default_factory=dict)

    @property
    def given(self) -> dict[str, Any]:
        """The body as an object; `Refusal` where it is none."""
        if not isinstance(self.body, dict):
            raise invalid("a JSON object is expected")
        return self.body

    def want(self, key: str, kind: type[T]) -> T:
        """A field of the body that must be there and of a kind; `Refusal` otherwise."""
        value = self.given.get(key)
        if not isinstance(value, kind) or isinstance(value, bool) is not (kind is bool):
            raise invalid(f"{key}: {kind.__name__} expected, found {value!r}")
        return value

    def number(self, key: str, default: int, source: Mapping[str, Any] | None = None) -> int:
        """A whole number, which may come as a string; `Refusal` for what is none."""
        value = (self.given if source is None else source).get(key)
        if value is None or value == "":
            return default
        if isinstance(value, bool) or not str(value).lstrip("-").isdecimal():
            raise invalid(f"{key}: a whole number expected, found {value!r}")
        return int(value)


Answer: TypeAlias = Any
"""A body that JSON can hold; None for an empty one (204)."""

Handler: TypeAlias = Callable[[Office, Call], Answer | Awaitable[Answer]]


def why(refused: Refused) -> str:
    """What the World said."""
    return str(refused.result["wording"])
