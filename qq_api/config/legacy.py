"""The `config.json` of QQAPI 1.x, carried over (its keys: AnzhiZhang/MCDReforgedPlugins, qq_api 1.4.0)."""

import json
from pathlib import Path
from typing import Any

from pydantic import SecretStr, ValidationError

from qq_api.config.sections import Config, Connection, Http, ReverseWebSocket, new_token
from qq_api.errors import ConfigError
from qq_api.web import is_loopback


def read_legacy(path: Path) -> Config:
    """The connections an old `config.json` asks for. Keys it lacks had defaults; both modes off or both on meant
    reverse WebSocket, as QQAPI 1.x did it.

    Raises:
        ConfigError: it is no JSON, or a value in it cannot be used.
    """
    try:
        old = json.loads(path.read_text("utf-8-sig"))
        if not isinstance(old, dict):
            raise ConfigError(path, "{…} was expected")
        return Config(connections=[_connection(old)])
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise ConfigError(path, "; ".join(faults)) from None
    except (ValueError, OSError, RecursionError) as error:
        raise ConfigError(path, str(error)) from None


def _connection(old: dict[str, Any]) -> Connection:
    http, websocket = (_part(old, name) for name in ("http", "websocket"))
    if http.get("enable") is True and websocket.get("enable") is not True:
        return _http(http)
    host = websocket.get("host", "127.0.0.1")
    return ReverseWebSocket(host=host, port=websocket.get("port", 5700), token=_token(host))


def _http(http: dict[str, Any]) -> Http:
    api = f"http://{http.get('api_host', '127.0.0.1')}:{http.get('api_port', 5700)}"
    host = http.get("post_host", "127.0.0.1")
    keys = {"host": host, "port": http.get("post_port", 5701), "secret": _token(host), "api_url": api}
    return Http.model_validate(keys)


def _token(host: Any) -> SecretStr:
    """None was asked for before; where other machines can knock, one is needed now."""
    return SecretStr("") if is_loopback(str(host)) else new_token()


def _part(old: dict[str, Any], name: str) -> dict[str, Any]:
    part = old.get(name)
    return part if isinstance(part, dict) else {}
