"""The `config.json` of QQAPI 1.x, carried over (its keys: AnzhiZhang/MCDReforgedPlugins, qq_api 1.4.0)."""

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from qq_api.config.sections import Config, Connection, Http, ReverseWebSocket
from qq_api.errors import ConfigError


def read_legacy(path: Path) -> Config:
    """The connections an old `config.json` asks for. Keys it lacks had defaults; both modes off or both on meant
    reverse WebSocket, as QQAPI 1.x did it.

    Raises:
        ConfigError: it is no JSON, or a value in it cannot be used.
    """
    try:
        old = json.loads(path.read_text("utf-8-sig"))
        return Config(connections=[_connection(old)])
    except (ValueError, ValidationError) as error:
        raise ConfigError(path, str(error)) from None


def _connection(old: Any) -> Connection:
    http, websocket = (_part(old, name) for name in ("http", "websocket"))
    if http.get("enable") is True and websocket.get("enable") is not True:
        return _http(http)
    return ReverseWebSocket(host=websocket.get("host", "127.0.0.1"), port=websocket.get("port", 5700))


def _http(http: dict[str, Any]) -> Http:
    api = f"http://{http.get('api_host', '127.0.0.1')}:{http.get('api_port', 5700)}"
    return Http.model_validate(
        {"host": http.get("post_host", "127.0.0.1"), "port": http.get("post_port", 5701), "api_url": api}
    )


def _part(old: Any, name: str) -> dict[str, Any]:
    part = old.get(name) if isinstance(old, dict) else None
    return part if isinstance(part, dict) else {}
