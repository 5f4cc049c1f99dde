"""The configuration of a start: read and brought up to date, carried over from QQAPI 1.x, or written anew."""

import logging
import sys
from collections.abc import Iterable
from pathlib import Path

from qq_api.config.file import load_config, save_config, update_config
from qq_api.config.sections import Config, Connection, Listener, ReverseWebSocket, new_token
from qq_api.texts import Texts

_log = logging.getLogger(__name__)


def obtain_config(folder: Path, texts: Texts) -> Config:
    """`config.yml` of a folder; where there is none, it is made from an old `config.json`, or with a fresh token.

    The old file stays as it is. A fresh token is shown once, on the console; from then on it stands in the file only.

    Raises:
        ConfigError: a file is there and cannot be used; it stays as it is.
    """
    path, old = folder / "config.yml", folder / "config.json"
    if path.exists():
        return update_config(path, Config, texts, _log)
    is_old = old.exists()
    config = load_config(old, Config, texts.language) if is_old else _first()
    try:
        save_config(path, config, texts)
    except OSError as error:
        _log.error(texts("not_saved", path=path, reason=error.strerror))
    else:
        _log.info(texts("carried_over", old=old, path=path) if is_old else texts("first_run", path=path))
    show_tokens(config.connections, texts)
    return config


def _first() -> Config:
    return Config(connections=[ReverseWebSocket(token=new_token())])


def show_tokens(connections: Iterable[Connection], texts: Texts) -> None:
    """What to enter in QQ's settings, in three lines. On the console only: MCDR's log is a file that others read, and
    that owners pass on when they ask for help."""
    encoding = sys.stdout.encoding or "utf-8"
    for connection in connections:
        if isinstance(connection, Listener) and (token := connection.key().get_secret_value()):
            words = texts(f"enter.{connection.type}", port=connection.port, token=token)
            print(words.encode(encoding, "replace").decode(encoding), flush=True)
