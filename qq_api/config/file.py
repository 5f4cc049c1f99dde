"""A configuration file: YAML that keeps its comments, checked by a pydantic model, wrong keys named with their line.

Any plugin may use it for its own configuration:

    class Config(Section):
        groups: list[int] = []

    config = load_config(Path("config/my_plugin/config.yml"), Config, server.get_mcdr_language())
"""

import io
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import AnyUrl, BaseModel, ConfigDict, SecretStr, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
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
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise ConfigError(path, texts("config_error.yaml", problem=error.problem), line) from None
    except (YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(path, texts("config_error.yaml", problem=error)) from None
    if not isinstance(tree, CommentedMap):
        raise ConfigError(path, texts("config_error.empty"))
    return tree


def _problem(fault: Any, tree: Any, texts: Texts) -> tuple[int | None, str]:
    """`(4, 'connections.0.port: expected a number, found "abc"')`."""
    keys = [key for key in fault["loc"] if not _is_tag(key, fault["loc"])]
    where = ".".join(map(str, keys))
    known = texts.get(f"config_error.{fault['type']}")
    expected = known.format(**fault.get("ctx", {})) if known else fault["msg"].removeprefix("Value error, ")
    found = "" if fault["type"] in ("missing", "extra_forbidden", "value_error") else repr(_plain(fault["input"]))
    return _line(tree, keys), texts("config_error.at", key=where, expected=expected, found=found).rstrip(" :：")


def _is_tag(key: Any, loc: Iterable[Any]) -> bool:
    """pydantic puts a union's chosen tag into the path: `("connections", 0, "http", "port")`."""
    keys = list(loc)
    position = keys.index(key)
    return isinstance(key, str) and position > 0 and isinstance(keys[position - 1], int)


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
