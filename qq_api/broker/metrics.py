"""Figures for Prometheus, in its text format 0.0.4, at http://host:port/metrics.

>>> print(exposition([Family("qqapi_lag", "gauge", "Events behind", [({"server": "a"}, 3)])]), end="")
# HELP qqapi_lag Events behind
# TYPE qqapi_lag gauge
qqapi_lag{server="a"} 3
"""

import asyncio
import hmac
import logging
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Literal, NamedTuple

from qq_api.broker.settings import Metrics
from qq_api.errors import PortBusy
from qq_api.texts import Texts
from qq_api.web import Asgi, Receive, Scope, Send, bind, headers_of, port_of, refuse, respond, serving

COLLECT_SECONDS = 5.0
"""How long figures may take; Prometheus waits ten seconds."""

_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_log = logging.getLogger(__name__)


class Family(NamedTuple):
    """One figure, of one or more things.

    Attributes:
        name: as Prometheus has it: `qqapi_…`, a counter ends in `_total`.
        kind: what it is.
        about: in a few words.
        samples: labels and value.
    """

    name: str
    kind: Literal["counter", "gauge"]
    about: str
    samples: Iterable[tuple[Mapping[str, str], float]]


Collect = Callable[[], Awaitable[list[Family]]]


def exposition(families: Iterable[Family]) -> str:
    """Figures as text; those that nobody has are left out."""
    return "".join(map(_family, families))


def _family(family: Family) -> str:
    lines = [f"{family.name}{_labels(labels)} {value!r}" for labels, value in family.samples]
    head = [f"# HELP {family.name} {family.about}", f"# TYPE {family.name} {family.kind}"]
    return "\n".join([*head, *lines, ""]) if lines else ""


def _labels(labels: Mapping[str, str]) -> str:
    escaped = (f'{name}="{_escaped(value)}"' for name, value in labels.items())
    return "{" + ",".join(escaped) + "}" if labels else ""


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


@asynccontextmanager
async def metering(settings: Metrics | None, collect: Collect, texts: Texts) -> AsyncIterator[None]:
    """Serve figures while the block runs, where that is wanted; a busy port is told, and all else goes on.

    Args:
        settings: where; None for nowhere.
        collect: gathers the figures.
        texts: the words for the log.
    """
    sock = None if settings is None else _bound(settings, texts)
    if settings is None or sock is None:
        yield
        return
    _log.info(texts("metrics.listening", host=settings.host, port=port_of(sock)))
    async with serving(app(collect, settings.token.get_secret_value()), sock):
        yield


def _bound(settings: Metrics, texts: Texts) -> socket.socket | None:
    try:
        return bind(settings.host, settings.port)
    except PortBusy as error:
        _log.error(texts("metrics.port_busy", host=error.host, port=error.port, reason=error.reason))
        return None


def app(collect: Collect, token: str) -> Asgi:
    """The page `/metrics`; with a token only for those who bring it (`Authorization: Bearer …`)."""

    async def metrics(scope: Scope, _receive: Receive, send: Send) -> None:
        given = headers_of(scope).get("authorization", "").encode("latin-1", "replace")
        if scope["type"] != "http" or scope["path"] != "/metrics":
            await refuse(scope, send, 404, "/metrics")
        elif token and not hmac.compare_digest(given, f"Bearer {token}".encode()):
            await refuse(scope, send, 401, "Authorization: Bearer <token>")
        else:
            families = await asyncio.wait_for(collect(), COLLECT_SECONDS)
            await respond(send, 200, exposition(families).encode(), _TYPE)

    return metrics
