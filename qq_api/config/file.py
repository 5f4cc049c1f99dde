"""A configuration file: YAML that keeps its comments, checked by a pydantic model, wrong keys named with their line.

Any plugin may use it for its own configuration:

    class Config(Section):
        config_version: Literal[1] = 1
        groups: list[int] = []

    path = Path(server.get_data_folder()) / "config.yml"
    texts = Texts.load("my_plugin", server.get_mcdr_language())
    if not path.exists():
        save_config(path, Config(), texts)
    config = update_config(path, Config, texts, server.logger)

When its layout changes: `config_version: Literal[2] = 2`, and `migrations = {1: to_2}`.
"""

import json
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from qq_api.config.disk import back_up, others_can_read, read_text, write_text
from qq_api.config.faults import config_error, find_slip, line_of, yaml_error
from qq_api.config.rewrite import render, rewrite
from qq_api.config.section import Section, added, filled, has_secret, newest, plain
from qq_api.errors import ConfigError
from qq_api.texts import Texts

C = TypeVar("C", bound=Section)


@dataclass(frozen=True)
class _Loaded(Generic[C]):
    """A file's text, the number of its layout, what it says in the newest layout, and what that means."""

    text: str
    version: int
    tree: Mapping[str, Any]
    config: C


def load_config(path: Path, model: type[C], language: str) -> C:
    """Read and check a configuration; an older layout is understood, too. The file is never changed.

    Args:
        path: the YAML file, or an old `config.json`.
        model: what it must hold.
        language: to word its faults in, as `zh_cn`.

    Raises:
        ConfigError: it cannot be read, is empty, or something in it is wrong; says where and what was expected.
    """
    return _load(path, model, Texts.load("qq_api", language)).config


def update_config(path: Path, model: type[C], texts: Texts, log: logging.Logger) -> C:
    """Read a configuration, and bring its file up to date where something is old or missing.

    An older layout is carried over after a copy of the file was put beside it (`config.yml.v1.bak`); settings that are
    missing are added with their comments, at their place. Everything else stays as the owner wrote it. Tells of both,
    and of secrets that others on this machine can read.

    Args:
        path: the YAML file.
        model: what it must hold.
        texts: of the plugin; `config.<keys>` are the comments.
        log: of the plugin.

    Raises:
        ConfigError: it cannot be used, as for `load_config`; the file stays as it is.
    """
    ours = Texts.load("qq_api", texts.language)
    loaded = _load(path, model, ours)
    try:
        _bring_up_to_date(path, loaded, texts, ours, log)
    except OSError as error:
        log.warning(ours("file.not_updated", path=path, reason=error.strerror))
    if has_secret(loaded.config) and others_can_read(path):
        log.warning(ours("file.readable", path=path))
    return loaded.config


def save_config(path: Path, config: Section, texts: Texts) -> None:
    """Write a configuration, at once or not at all; a new file with its comments, readable by its owner only.

    A file that exists is changed where it says something else; its comments, order and formatting stay.

    Args:
        path: the file; its folder is made where it is missing.
        config: what to write.
        texts: of the plugin; `config.<keys>` are the comments, `config.header` stands on top.

    Raises:
        ConfigError: the file that is there cannot be read; it stays as it is.
        OSError: it could not be written.
    """
    wanted = plain(config)
    if path.exists():
        text = read_text(path, Texts.load("qq_api", texts.language))
        tree = _parse(path, text, Texts.load("qq_api", texts.language))
        write_text(path, text if plain(tree) == wanted else _rewritten(text, wanted, texts) or _fresh(wanted, texts))
    else:
        write_text(path, _fresh(wanted, texts).replace("\n", os.linesep))


def _load(path: Path, model: type[C], texts: Texts) -> _Loaded[C]:
    text = read_text(path, texts)
    tree = _parse(path, text, texts)
    version = _version(path, tree, model, texts)
    tree = _migrated(path, tree, version, model, texts)
    try:
        return _Loaded(text, version, tree, model.model_validate(tree))
    except ValidationError as error:
        raise config_error(path, error, model, tree, texts) from None


def _parse(path: Path, text: str, texts: Texts) -> Mapping[str, Any]:
    try:
        tree = json.loads(text) if path.suffix == ".json" else YAML().load(text)
    except json.JSONDecodeError as error:
        raise ConfigError(path, texts("config_error.json", problem=error.msg), error.lineno) from None
    except MarkedYAMLError as error:
        raise yaml_error(path, error, text, texts) from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise ConfigError(path, texts("config_error.yaml", problem=type(error).__name__)) from None
    if isinstance(tree, Mapping):
        return tree
    line, words = find_slip(text, range(text.count("\n") + 1)) or (None, "empty")
    raise ConfigError(path, texts(f"config_error.{words}"), line)


def _version(path: Path, tree: Mapping[str, Any], model: type[Section], texts: Texts) -> int:
    """Which layout a file has. Without a number it is the newest: every file that we wrote or filled up has one."""
    stated, last = tree.get("config_version"), newest(model)
    if type(stated) is not int or stated < 1 or "config_version" not in model.model_fields:
        return 0 if path.suffix == ".json" and 0 in model.migrations else last
    if stated > last:
        problem = texts("config_error.newer", found=stated, newest=last)
        raise ConfigError(path, problem, line_of(tree, ["config_version"]))
    return stated


def _migrated(
    path: Path, tree: Mapping[str, Any], version: int, model: type[Section], texts: Texts
) -> Mapping[str, Any]:
    for number in range(version, newest(model)):
        if number not in model.migrations:
            break
        try:
            tree = {"config_version": number + 1} | _without_version(model.migrations[number](plain(tree)))
        except ValidationError as error:
            raise config_error(path, error, model, tree, texts) from None
        except ValueError as error:
            raise ConfigError(path, str(error)) from None
        except (LookupError, TypeError, AttributeError) as error:
            problem = texts("config_error.migration", version=number, reason=type(error).__name__)
            raise ConfigError(path, problem) from error
    return tree


def _without_version(tree: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in tree.items() if key != "config_version"}


def _bring_up_to_date(path: Path, loaded: _Loaded[Any], texts: Texts, ours: Texts, log: logging.Logger) -> None:
    is_old = loaded.version < newest(type(loaded.config))
    wanted = filled(loaded.tree, loaded.config)
    new = list(added(loaded.tree, wanted))
    text = _rewritten(loaded.text, wanted, texts) if is_old or new else None
    if is_old:
        copy = back_up(path, loaded.version)
        write_text(path, text or _fresh(wanted, texts))
        log.info(ours("file.migrated", path=path, old=loaded.version, new=newest(type(loaded.config)), copy=copy))
    elif text:
        write_text(path, text)
        log.info(ours("file.added", path=path, keys=", ".join(new)))


def _rewritten(text: str, wanted: dict[str, Any], texts: Texts) -> str | None:
    """The owner's text with what is new in it; None where YAML has ways (as `<<`) in which that is not to be had."""
    try:
        changed = rewrite(text, wanted, texts)
        return changed if plain(YAML().load(changed)) == wanted else None
    except (YAMLError, LookupError, TypeError, AttributeError):
        return None


def _fresh(tree: Mapping[str, Any], texts: Texts) -> str:
    header = texts.get("config.header") or ""
    return "".join(f"# {line}\n" for line in header.splitlines()) + render(tree, texts).lstrip("" if header else "\n")
