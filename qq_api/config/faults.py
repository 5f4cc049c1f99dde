"""What is wrong with a configuration, in words: the key, its line, what was expected. Never a secret."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.composer import ComposerError
from ruamel.yaml.constructor import ConstructorError, DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError

from qq_api.errors import ConfigError
from qq_api.texts import Texts


def config_error(path: Path, error: ValidationError, model: type[BaseModel], tree: Any, texts: Texts) -> ConfigError:
    """Every fault that pydantic found, in the order of the file: each with its line, the key and what was expected.

    Args:
        path: the file.
        error: what pydantic says.
        model: what was expected.
        tree: what ruamel.yaml read, which knows the lines; of a plain dict they are not told.
        texts: qq_api's.
    """
    faults = sorted((_fault(fault, model, tree, texts) for fault in error.errors()), key=lambda fault: fault[0] or 0)
    line, words = faults[0]
    rest = (texts("config_error.line", line=line, words=words) if line else words for line, words in faults[1:])
    return ConfigError(path, "; ".join([words, *rest]), line)


def _fault(fault: Any, model: type[BaseModel], tree: Any, texts: Texts) -> tuple[int | None, str]:
    """`(4, 'connections.0.port: expected a number, found: "abc"')`."""
    keys = _without_tags(fault["loc"], tree)
    known = texts.get(f"config_error.{fault['type']}")
    expected = known.format(**fault.get("ctx", {})) if known else fault["msg"].removeprefix("Value error, ")
    if fault["type"] == "extra_forbidden":
        expected += _near(fault["loc"], model, texts)
    words = texts("config_error.at", key=".".join(map(str, keys)), expected=expected) if keys else expected
    return line_of(tree, keys), words + _found(fault, keys, texts)


def _near(loc: Sequence[Any], model: type[BaseModel], texts: Texts) -> str:
    """`; did you mean port?`, or the settings that there are."""
    if str(loc[-1]) != str(loc[-1]).lstrip():
        return "; " + texts("config_error.indent")
    names = _known(loc, model)
    like = {name.lower(): name for name in names}
    near = difflib.get_close_matches(str(loc[-1]).strip().lower(), like, 1, 0.6)
    if near:
        return texts("config_error.near", name=like[near[0]])
    return texts("config_error.known", names=", ".join(names)) if names else ""


def _known(loc: Sequence[Any], model: type[BaseModel]) -> list[str]:
    """The settings that may stand where the last of `("connections", 0, "http", "prot")` stands."""
    models = [model]
    for key in loc[:-1]:
        fields = [one.model_fields[key] for one in models if key in one.model_fields]
        if fields:
            models = [found for field in fields for found in _models(field.annotation)]
        elif isinstance(key, str):  # the tag of a union
            models = [one for one in models if any(field.default == key for field in one.model_fields.values())]
    return list(dict.fromkeys(name for one in models for name in one.model_fields))


def _models(annotation: Any) -> list[type[BaseModel]]:
    """`list[Http | ReverseWebSocket]` -> `[Http, ReverseWebSocket]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [found for argument in get_args(annotation) for found in _models(argument)]


_FOUND = ("type", "parsing", "equal", "literal_error", "tag_invalid", "than", "from_float")
_SECRET = re.compile("token|secret|password|url|key", re.IGNORECASE)
_LONGEST = 24  # a token that we made is longer


def _found(fault: Any, keys: list[Any], texts: Texts) -> str:
    """What stands there, where that helps: never a group of settings, and nothing that may be a secret.

    A line like `token:abc` without a blank is one text, so the texts themselves are looked at, too.
    """
    value = fault["input"].get("type") if fault["type"] == "union_tag_invalid" else fault["input"]
    if not fault["type"].endswith(_FOUND) or not isinstance(value, str | int | float | None):
        return ""
    if fault["type"].startswith(("model", "dict", "list")):
        hint = _hint(str(value))
        return "; " + texts(f"config_error.{hint}") if hint else ""
    is_secret = bool(keys) and bool(_SECRET.search(str(keys[-1])))
    if is_secret or _SECRET.search(str(value)) or len(str(value)) > _LONGEST:
        return ""
    return texts("config_error.found", found=_shown(value, texts))


def _shown(value: Any, texts: Texts) -> str:
    """As YAML would write it."""
    if value is None or value == "":
        return texts("config_error.nothing")
    return str(value).lower() if isinstance(value, bool) else repr(value)


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


def line_of(tree: Any, keys: list[Any]) -> int | None:
    """The line, from 1, of the deepest key that the file has."""
    line = None
    for key in keys:
        try:
            line = (tree.lc.key(key) if isinstance(tree, CommentedMap) else tree.lc.item(key))[0] + 1
            tree = tree[key]
        except (KeyError, IndexError, AttributeError, TypeError):
            break
    return line


# What owners type, and the text that says how to mend it.
_HINTS = {
    "colon": re.compile(r"^[^#'\":]*："),
    "indent": re.compile(r"^ *[\t\u00a0\u3000]"),
    "blank": re.compile(r"^\s*(?:- +)*\w+:[^\s:/]"),
    "backslash": re.compile(r"^[^#']*\"[^\"]*\\"),
}


def _hint(line: str) -> str | None:
    """`port:5700` -> "blank"."""
    return next((name for name, pattern in _HINTS.items() if pattern.search(line)), None)


def yaml_error(path: Path, error: MarkedYAMLError, text: str, texts: Texts) -> ConfigError:
    """Text that is no YAML: the line that is to blame where it looks like a well-known slip, else ruamel's own words.

    Args:
        path: the file.
        error: what ruamel.yaml says.
        text: what it read.
        texts: qq_api's.
    """
    marks = [mark.line for mark in (error.problem_mark, error.context_mark) if mark]
    slip = None if isinstance(error, DuplicateKeyError) else find_slip(text, [*marks, *(line - 1 for line in marks)])
    if slip:
        return ConfigError(path, texts(f"config_error.{slip[1]}"), slip[0])
    return ConfigError(path, _yaml_words(error, texts), marks[0] + 1 if marks else None)


def find_slip(text: str, numbers: Iterable[int]) -> tuple[int, str] | None:
    """The first of some lines (from 0) that looks like a slip: its line from 1, and the key of the words for it."""
    lines = text.splitlines()
    hints = ((number + 1, _hint(lines[number])) for number in numbers if 0 <= number < len(lines))
    return next(((line, hint) for line, hint in hints if hint), None)


def _yaml_words(error: MarkedYAMLError, texts: Texts) -> str:
    """ruamel's own words, unless they quote values, which may be secrets."""
    if isinstance(error, DuplicateKeyError):
        key = re.match(r'found duplicate key "([^"]*)"', error.problem or "")
        return texts("config_error.twice", key=key[1] if key else "?")
    quotes = isinstance(error, ComposerError | ConstructorError)
    return texts("config_error.yaml", problem=type(error).__name__ if quotes else error.problem)
