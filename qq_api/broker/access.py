"""Who may do what at the broker, as nats-server wants it written. Computes only; no I/O.

Bridges share the account `QQ`, where everything is. Each server has an account of its own, into which only its rights
are imported: what is not there cannot be called, nor written, nor heard. Permissions on subjects would not do: whoever
asks JetStream may name any subject for the answer, and could have its own words written where it may not write.

>>> rights(Layout(), "survival").services[0]
'qq.v1.act.survival.*'
"""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from qq_api.broker.layout import Layout, token

ACCOUNT = "QQ"
"""Of the bridges, and of all streams."""

_API = "$JS.API."
_OURS = "js."
"""In a server's account JetStream's own subjects lead elsewhere; there our imports have these names."""


class Rights(NamedTuple):
    """What one server may reach of the account `QQ`, and what it offers.

    Attributes:
        services: subjects that it may call or publish to; answers come to it alone.
        hears: subjects that it may subscribe to.
        offers: subjects at which bridges may call it.
    """

    services: list[str]
    hears: list[str]
    offers: list[str]


def rights(layout: Layout, server: str) -> Rights:
    """The rights of one server.

    Args:
        layout: the names at the broker.
        server: its name.
    """
    prefix, word = layout.prefix, token(server)
    return Rights(
        [
            f"{prefix}.act.{word}.*",
            f"{prefix}.out.{word}.>",
            f"{prefix}.mc.{word}.>",
            f"$KV.{layout.presence}.srv.{word}",
            *(one for stream in (layout.events, layout.chat) for one in _reading(stream)),
            *_looking(f"KV_{layout.presence}"),
        ],
        [f"{prefix}.meta.*", f"$KV.{layout.presence}.bot.>"],
        [f"{prefix}.srv.{word}.>"],
    )


def _reading(stream: str) -> list[str]:
    """What a reader of a stream needs."""
    consumer = [f"{_API}CONSUMER.{one}.{stream}.>" for one in ("CREATE", "MSG.NEXT", "INFO", "DELETE")]
    return [f"{_API}STREAM.INFO.{stream}", f"{_API}CONSUMER.CREATE.{stream}", *consumer]


def _looking(stream: str) -> list[str]:
    """What it takes to look up values."""
    return [f"{_API}STREAM.INFO.{stream}", f"{_API}STREAM.MSG.GET.{stream}", f"{_API}DIRECT.GET.{stream}.>"]


def accounts(layout: Layout, bridges: Mapping[str, str], servers: Mapping[str, str]) -> str:
    """The part of nats-server's configuration that says who may do what.

    Args:
        layout: the names at the broker.
        bridges: the public key of each bridge, by name; they may do everything.
        servers: the same of the servers.
    """
    each = {name: rights(layout, name) for name in servers}
    ours = {
        "jetstream": "enabled",
        "users": [{"nkey": key} for key in bridges.values()],
        "exports": _exports(layout),
        "imports": [_service(account(name), one) for name, has in each.items() for one in has.offers],
    }
    theirs = {account(name): _account(each[name], key) for name, key in servers.items()}
    return json.dumps({"accounts": {ACCOUNT: ours, **theirs}}, indent=2)


def account(server: str) -> str:
    """The name of a server's account."""
    return f"srv-{token(server)}"


def _exports(layout: Layout) -> list[dict[str, Any]]:
    """What can be imported at all; reading takes many answers to one question."""
    prefix, bucket = layout.prefix, layout.presence
    services = [f"{prefix}.act.*.*", f"{prefix}.out.>", f"{prefix}.mc.>", f"$KV.{bucket}.srv.*"]
    api = sorted({one for one in rights(layout, "x").services if one.startswith(_API)})
    told = [{"service": one} for one in services] + [{"service": one, "response_type": "stream"} for one in api]
    return [*told, *({"stream": one} for one in rights(layout, "x").hears)]


def _account(has: Rights, key: str) -> dict[str, Any]:
    return {
        "users": [{"nkey": key}],
        "mappings": {f"{_API}>": f"{_OURS}>"},
        "imports": [*(_service(ACCOUNT, one) for one in has.services), *map(_stream, has.hears)],
        "exports": [{"service": one} for one in has.offers],
    }


def _service(of: str, subject: str) -> dict[str, Any]:
    imported: dict[str, Any] = {"service": {"account": of, "subject": subject}}
    return imported | ({"to": subject.replace(_API, _OURS, 1)} if subject.startswith(_API) else {})


def _stream(subject: str) -> dict[str, Any]:
    return {"stream": {"account": ACCOUNT, "subject": subject}}
