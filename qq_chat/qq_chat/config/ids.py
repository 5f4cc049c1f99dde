"""Numbers of people and groups; for a bot of the official platform also the platform's own ids (openids)."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Field

Kind: TypeAlias = Literal["user", "group"]
Numbers: TypeAlias = Callable[[Kind, str], "int | None"]
"""The number of an openid; None where no bot of the official platform is configured."""

_OPENID = re.compile(r"(?=.*[A-Za-z])[0-9A-Za-z_-]{16,64}")

_numbers: ContextVar[Numbers] = ContextVar("_numbers", default=lambda _kind, _openid: None)


@contextmanager
def known_by(numbers: Numbers) -> Iterator[None]:
    """While the block runs, a configuration may name people and groups by their openids."""
    token = _numbers.set(numbers)
    try:
        yield
    finally:
        _numbers.reset(token)


def _number(kind: Kind, written: Any) -> Any:
    if not isinstance(written, str) or not _OPENID.fullmatch(written):
        return written
    number = _numbers.get()(kind, written)
    if number is None:
        raise ValueError(f"{written}: an openid, but config/qq_api/config.yml has no connection of type official")
    return number


GroupId = Annotated[int, BeforeValidator(partial(_number, "group")), Field(ge=1)]
"""A group's number, or its openid."""

UserId = Annotated[int, BeforeValidator(partial(_number, "user")), Field(ge=1)]
"""A person's number, or their openid."""
