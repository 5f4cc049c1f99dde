"""The `config.json` of QQAPI 1.x, as layout 0 (its keys: AnzhiZhang/MCDReforgedPlugins, qq_api 1.4.0)."""

import secrets
from typing import Annotated, Any

from pydantic import BaseModel, Field

from qq_api.web import is_loopback

_Port = Annotated[int, Field(ge=1, le=65535)]


class _Http(BaseModel):
    api_host: str = "127.0.0.1"
    api_port: _Port = 5700
    post_host: str = "127.0.0.1"
    post_port: _Port = 5701


class _WebSocket(BaseModel):
    host: str = "127.0.0.1"
    port: _Port = 5700


class _HttpMode(BaseModel):
    http: _Http = _Http()


class _WebSocketMode(BaseModel):
    websocket: _WebSocket = _WebSocket()


def to_1(old: dict[str, Any]) -> dict[str, Any]:
    """The connection that an old file asks for. Keys it lacks had defaults; both modes off or both on meant reverse
    WebSocket, as QQAPI 1.x did it. No token was asked for: where other machines can knock, one is made now.

    Raises:
        pydantic.ValidationError: a value that is in use is wrong.
    """
    if _is_on(old, "http") and not _is_on(old, "websocket"):
        return {"connections": [_http(_HttpMode.model_validate(old).http)]}
    mode = _WebSocketMode.model_validate(old).websocket
    connection = {"type": "websocket_reverse", "host": mode.host, "port": mode.port, "token": _token(mode.host)}
    return {"connections": [connection]}


def _http(mode: _Http) -> dict[str, Any]:
    api = f"http://{mode.api_host}:{mode.api_port}"
    listener = {"host": mode.post_host, "port": mode.post_port, "secret": _token(mode.post_host)}
    return {"type": "http", **listener, "api_url": api}


def _token(host: str) -> str:
    return "" if is_loopback(host) else secrets.token_hex(16)


def _is_on(old: dict[str, Any], mode: str) -> bool:
    part = old.get(mode)
    return isinstance(part, dict) and part.get("enable") is True
