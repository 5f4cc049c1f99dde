"""The configuration of a start: read and brought up to date, carried over from a predecessor, or written anew."""

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from qq_api import Texts, load_config, save_config, update_config
from qq_chat.config import PLAYER_LIST, Config, gugubot, legacy
from qq_chat.config.carried import Carried


def obtain_config(folder: Path, texts: Texts, log: logging.Logger) -> Config:
    """`config.yml` of a folder; where there is none, it is made from an old `config.json`, from what GUGUBot 2 has in
    the folder beside it, or with the defaults.

    Raises:
        ConfigError: a file is there and cannot be used; it stays as it is.
    """
    path, old = folder / "config.yml", folder / "config.json"
    if path.exists():
        return update_config(path, Config, texts, log)
    if old.exists():
        config = load_config(old, Config, texts.language)
        return _carried_over(legacy.carried(json.loads(old.read_text("utf-8-sig"))), config, old, path, texts, log)
    found = _gugubot(folder.parent, texts, log)
    if found is not None:
        old, became = found
        return _carried_over(became, Config.model_validate(became.tree), old, path, texts, log)
    config = _fresh(texts)
    _save(path, config, texts, log)
    log.info(texts("first_run", path=path))
    return config


def _carried_over(became: Carried, config: Config, old: Path, path: Path, texts: Texts, log: logging.Logger) -> Config:
    _save(path, config, texts, log)
    log.info(texts("carried_over", old=old, path=path))
    for line, is_about_rights in became.report(texts):
        log.log(logging.WARNING if is_about_rights else logging.INFO, " ".join(line.split()))
    return config


def _save(path: Path, config: Config, texts: Texts, log: logging.Logger) -> None:
    try:
        save_config(path, config, texts)
    except OSError as error:
        log.error(texts("not_saved", path=path, reason=error.strerror))


def _names(texts: Texts) -> tuple[str, str]:
    return texts("list.players"), texts("list.bots")


def _fresh(texts: Texts) -> Config:
    return Config(player_list_regex=dict(zip(_names(texts), PLAYER_LIST.values(), strict=True)))


# -- GUGUBot


def _gugubot(configs: Path, texts: Texts, log: logging.Logger) -> tuple[Path, Carried] | None:
    """GUGUBot's file and what becomes of it; None where there is none, or none that can be used."""
    folder = _named(configs, "gugubot")
    path = folder / "config.yml" if folder is not None else None
    if folder is None or path is None or not path.is_file():
        return None
    tree = _read(path, texts, log)
    if not gugubot.is_of_2(tree):
        log.warning(texts("carried.not_gugubot", path=path))
        return None
    words = [_read(folder / "system" / name, texts, log) for name in ("key_words.json", "ban_words.json")]
    became = gugubot.carried(tree, words[0], words[1], _names(texts), _wrong)
    for players in sorted((folder / "system").glob("players.*")):
        became.note("carried.bindings", file=f"../{folder.name}/system/{players.name}")
    return path, became


def _named(folder: Path, name: str) -> Path | None:
    """GUGUBot's folder was spelt in more than one way."""
    there = sorted(folder.iterdir()) if folder.is_dir() else []
    return next((one for one in there if one.name.lower() == name and one.is_dir()), None)


def _read(path: Path, texts: Texts, log: logging.Logger) -> Mapping[str, Any]:
    """What a file holds; nothing where it is missing, or cannot be read, which is told."""
    if not path.is_file():
        return {}
    try:
        words = path.read_text("utf-8-sig")
        tree = json.loads(words) if path.suffix == ".json" else YAML(typ="safe", pure=True).load(words)
    except (OSError, ValueError, RecursionError, YAMLError) as error:
        log.warning(texts("carried.unreadable", path=path, reason=" ".join(str(error).split())))
        return {}
    return tree if isinstance(tree, Mapping) else {}


def _wrong(tree: Mapping[str, Any]) -> str | None:
    try:
        Config.model_validate(tree)
    except ValidationError as error:
        return "; ".join(str(fault["msg"]) for fault in error.errors())
    return None
