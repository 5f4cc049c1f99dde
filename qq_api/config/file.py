"""A configuration file: YAML that keeps its comments, checked by a pydantic model, wrong keys named with their line.

Any plugin may use it for its own configuration:

    class Config(Section):
        groups: list[int] = []

    config = load_config(Path("config/my_plugin/config.yml"), Config, server.get_mcdr_language())
"""

import io
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import AnyUrl, BaseModel, ConfigDict, SecretStr, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.composer import ComposerError
from ruamel.yaml.constructor import ConstructorError, DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from qq_api.errors import ConfigError
from qq_api.texts import Texts


class Section(BaseModel):
    """A part of a configuration; keys it does not know are errors, secrets do not show in its `repr`."""

    model_config = ConfigDict(extra="forbid")


C = TypeVar("C", bound=Section)


def load_config(path: Path, model: type[C], language: str) -> C:
    """Read and check a configuration. The file is never changed.

    Args:
        path: the YAML file.
        model: what it must hold.
        language: to word its faults in, as `zh_cn`.

    Raises:
        ConfigError: it cannot be read, is empty, or something in it is wrong; says where and what was expected.
    """
    texts = Texts.load("qq_api", language)
    tree = _read(path, texts)
    try:
        return model.model_validate(tree)
    except ValidationError as error:
        problems = [_problem(fault, tree, texts) for fault in error.errors()]
        line = min((line for line, _ in problems if line), default=None)
        raise ConfigError(path, "; ".join(words for _, words in problems), line) from None


def _read(path: Path, texts: Texts) -> CommentedMap:
    try:
        tree = YAML().load(path.read_text("utf-8-sig"))
    except OSError as error:
        raise ConfigError(path, texts("config_error.file", reason=error.strerror)) from None
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise ConfigError(path, _yaml_problem(error, texts), line) from None
    except (YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise ConfigError(path, texts("config_error.yaml", problem=type(error).__name__)) from None
    if not isinstance(tree, CommentedMap):
        raise ConfigError(path, texts("config_error.empty"))
    return tree


def _yaml_problem(error: MarkedYAMLError, texts: Texts) -> str:
    """ruamel's own words, unless they quote values, which may be secrets."""
    if isinstance(error, DuplicateKeyError):
        key = re.match(r'found duplicate key "([^"]*)"', error.problem or "")
        return texts("config_error.twice", key=key[1] if key else "?")
    quotes = isinstance(error, ComposerError | ConstructorError)
    return texts("config_error.yaml", problem=type(error).__name__ if quotes else error.problem)


def _problem(fault: Any, tree: Any, texts: Texts) -> tuple[int | None, str]:
    """`(4, 'connections.0.port: expected a number, found "abc"')`."""
    keys = _without_tags(fault["loc"], tree)
    known = texts.get(f"config_error.{fault['type']}")
    expected = known.format(**fault.get("ctx", {})) if known else fault["msg"].removeprefix("Value error, ")
    words = texts("config_error.at", key=".".join(map(str, keys)), expected=expected, found=_found(fault, keys))
    return _line(tree, keys), words.rstrip(" :：")


_FOUND = ("type", "parsing", "equal", "literal_error", "tag_invalid")
_SECRET = re.compile("token|secret|password|url|key", re.IGNORECASE)


def _found(fault: Any, keys: list[Any]) -> str:
    """What stands there, where that helps: never a group of settings, and nothing that may be a secret."""
    value = fault["input"].get("type") if fault["type"] == "union_tag_invalid" else fault["input"]
    is_secret = bool(keys) and bool(_SECRET.search(str(keys[-1])))
    helps = fault["type"].endswith(_FOUND) and isinstance(value, str | int | float | None)
    return repr(value) if helps and not is_secret else ""


def _without_tags(loc: Iterable[Any], tree: Any) -> list[Any]:
    """The path without the tags of unions that pydantic puts in: `("connections", 0, "http", "port")`."""
    keys: list[Any] = []
    for key in loc:
        if isinstance(tree, Mapping) and tree.get("type") == key and key not in tree and keys and keys[-1] != key:
            continue
        keys.append(key)
        tree = _child(tree, key)
    return keys


def _child(tree: Any, key: Any) -> Any:
    try:
        return tree[key]
    except (KeyError, IndexError, TypeError):
        return None


def _line(tree: Any, keys: list[Any]) -> int | None:
    """The line, from 1, of the deepest key that the file has."""
    line = None
    for key in keys:
        try:
            line = (tree.lc.key(key) if isinstance(tree, CommentedMap) else tree.lc.item(key))[0] + 1
            tree = tree[key]
        except (KeyError, IndexError, AttributeError, TypeError):
            break
    return line


def _plain(value: Any) -> Any:
    """A value as YAML can hold it."""
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return str(value) if isinstance(value, AnyUrl) else value


def save_config(path: Path, config: Section, texts: Texts) -> None:
    """Write a configuration with its comments, at once or not at all, readable by its owner only.

    Args:
        path: the file; its folder is made where it is missing.
        config: what to write.
        texts: of the plugin; `config.<keys>` are the comments, `config.header` stands on top.
    """
    tree = _tree(config, texts, "config")
    header = texts.get("config.header")
    if header:
        tree.yaml_set_start_comment(header)
    yaml, out = YAML(), io.StringIO()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.dump(tree, out)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(out.getvalue())
    fresh.replace(path)


def _tree(section: BaseModel, texts: Texts, place: str) -> CommentedMap:
    tree = CommentedMap()
    indent = 2 * place.count(".") + (2 if place.count(".") else 0)
    for name in type(section).model_fields:
        tree[name] = _node(getattr(section, name), texts, f"{place}.{name}")
        comment = texts.get(f"{place}.{name}") or texts.get(f"{place}.{name}.about")
        if comment:
            blank = "" if indent else "\n"
            tree.yaml_set_comment_before_after_key(name, before=blank + comment, indent=indent)
    return tree


def _node(value: Any, texts: Texts, place: str) -> Any:
    if isinstance(value, BaseModel):
        return _tree(value, texts, place)
    if isinstance(value, list):
        return CommentedSeq(_node(item, texts, place) for item in value)
    return _plain(value)
