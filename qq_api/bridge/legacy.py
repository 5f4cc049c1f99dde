"""The `config.yml` of QQBridge, carried over to `bridge.yml`."""

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from qq_api.bridge.config import BridgeConfig
from qq_api.config.disk import read_text
from qq_api.config.faults import config_error
from qq_api.errors import ConfigError
from qq_api.texts import Texts
from qq_api.web import is_loopback

_Port = Annotated[int, Field(ge=1, le=65535)]


class _Server(BaseModel):
    host: str = "127.0.0.1"
    port: _Port


class _Old(BaseModel):
    """`webscocket` is how its readme spells it; where both are missing it was WebSocket."""

    model_config = ConfigDict(coerce_numbers_to_str=True, hide_input_in_errors=True)

    websocket: bool | None = None
    webscocket: bool | None = None
    host: str = "127.0.0.1"
    port: _Port = 5700
    server_list: dict[str, _Server] = {}

    def by_websocket(self) -> bool:
        given = self.webscocket if self.websocket is None else self.websocket
        return True if given is None else given


def is_old(path: Path) -> bool:
    """Whether a file is one of QQBridge's."""
    try:
        tree = YAML(typ="safe").load(path.read_text("utf-8-sig"))
    except (OSError, UnicodeDecodeError, YAMLError):
        return False
    return isinstance(tree, Mapping) and "server_list" in tree and "peers" not in tree


def read_old(path: Path, texts: Texts) -> tuple[BridgeConfig, bool]:
    """What an old file asks for, and whether that is WebSocket: true meant it, false HTTP POST.

    Raises:
        ConfigError: something in it is wrong; it says where.
    """
    tree = YAML().load(read_text(path, texts))
    try:
        old = _Old.model_validate(tree)
        return BridgeConfig.model_validate(_carried_over(old)), old.by_websocket()
    except ValidationError as error:
        raise config_error(path, error, _Old, tree, texts) from None
    except ValueError as error:
        raise ConfigError(path, str(error)) from None


def _carried_over(old: _Old) -> dict[str, Any]:
    make = _websocket if old.by_websocket() else _http
    alone: dict[str, Any] = {"together": {"enabled": False}}
    listener: dict[str, Any] = {"host": old.host, "port": old.port}
    # it asked for no token; where other machines can knock one is needed
    token = "" if is_loopback(old.host) else secrets.token_hex(16)
    peers = [make(name, f"{server.host}:{server.port}") for name, server in old.server_list.items()]
    if old.by_websocket():
        return {"connections": [{"type": "websocket_reverse", "token": token, **listener}], "peers": peers, **alone}
    # its servers called actions past it, so it says nothing of where; NapCat has 3000 unless told otherwise
    api_url = f"http://127.0.0.1:{5700 if old.port != 5700 else 3000}"
    return {"connections": [{"type": "http", "secret": token, "api_url": api_url, **listener}], "peers": peers, **alone}


def _websocket(name: str, place: str) -> dict[str, Any]:
    return {"name": name, "type": "websocket_reverse", "url": f"ws://{place}/ws/"}


def _http(name: str, place: str) -> dict[str, Any]:
    return {"name": name, "type": "http_post", "url": f"http://{place}/"}
