"""The configuration of a start: read, carried over from QQAPI 1.x, or written anew."""

import logging
from pathlib import Path

from qq_api.config.file import load_config, save_config
from qq_api.config.legacy import read_legacy
from qq_api.config.sections import Config, Listener, ReverseWebSocket, new_token
from qq_api.texts import Texts

_log = logging.getLogger(__name__)


def obtain_config(folder: Path, texts: Texts) -> Config:
    """`config.yml` of a folder; where there is none, it is made from an old `config.json`, or with a fresh token.

    A fresh token is shown once, in the log; from then on it stands in the file only.

    Raises:
        ConfigError: a file is there and cannot be used; it stays as it is.
    """
    path, old = folder / "config.yml", folder / "config.json"
    if path.exists():
        return load_config(path, Config, texts.language)
    if old.exists():
        config = read_legacy(old)
        _log.info(texts("carried_over", old=old, path=path))
        _show_tokens(config, texts)
    else:
        config = Config(connections=[ReverseWebSocket(token=new_token())])
        _log.info(texts("first_run", path=path))
        _show_tokens(config, texts)
    try:
        save_config(path, config, texts)
    except OSError as error:
        _log.error(texts("not_saved", path=path, reason=error.strerror))
    return config


def _show_tokens(config: Config, texts: Texts) -> None:
    for connection in config.connections:
        if isinstance(connection, Listener) and (token := connection.key().get_secret_value()):
            _log.info(texts(f"enter.{connection.type}", port=connection.port, token=token))
