"""What a configuration is made of, and what a file lacks of it. Computes only."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

from pydantic import AnyUrl, BaseModel, ConfigDict, SecretStr
from ruamel.yaml.comments import CommentedMap

Migration = Callable[[dict[str, Any]], dict[str, Any]]


class Section(BaseModel):
    """A part of a configuration; keys it does not know are errors, secrets do not show in its `repr` nor in errors.

    The outermost one may say how older layouts become the next one, in plain dicts and without I/O: `{1: to_2}`. The
    number of the newest is the default of its `config_version`. 0 is a `config.json` from before there were numbers.
    """

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
    migrations: ClassVar[Mapping[int, Migration]] = {}


def newest(model: type[Section]) -> int:
    """The number of the newest layout: the default of `config_version`."""
    field = model.model_fields.get("config_version")
    return field.default if field and isinstance(field.default, int) else 1


def filled(tree: Mapping[str, Any], section: BaseModel) -> dict[str, Any]:
    """What a file says, in the order of the model, with the model's values where it says nothing.

    A group in braces, or one that is merged in by `<<`, is left as it is: whoever writes so wants it short.
    """
    if isinstance(tree, CommentedMap) and (not tree or tree.fa.flow_style() or tree.merge):
        return dict(plain(tree))
    fields = type(section).model_fields
    full = {name: _fill(tree, name, getattr(section, name)) for name in fields}
    return full | {name: plain(value) for name, value in tree.items() if name not in fields}


def _fill(tree: Mapping[str, Any], name: str, value: Any) -> Any:
    if name not in tree:
        return plain(value)
    there = tree[name]
    if isinstance(there, Mapping) and isinstance(value, BaseModel):
        return filled(there, value)
    if isinstance(there, list) and isinstance(value, list) and len(there) == len(value):
        pairs = zip(there, value, strict=True)
        return [filled(one, item) if isinstance(item, BaseModel) else plain(one) for one, item in pairs]
    return plain(there)


def added(tree: Any, wanted: Any, place: str = "") -> Iterator[str]:
    """The settings that only `wanted` has: `connections.0.split`."""
    if isinstance(tree, list) and isinstance(wanted, list):
        tree, wanted = (dict(enumerate(items)) for items in (tree, wanted))
    if isinstance(tree, Mapping) and isinstance(wanted, Mapping):
        for key, value in wanted.items():
            if key in tree:
                yield from added(tree[key], value, f"{place}{key}.")
            else:
                yield f"{place}{key}"


def plain(value: Any) -> Any:
    """As YAML can hold it: dicts, lists and scalars."""
    if isinstance(value, BaseModel):
        return {name: plain(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    return str(value) if isinstance(value, AnyUrl | Path) else value


def has_secret(value: Any) -> bool:
    """Whether a section, or one within it, holds a token that is not empty."""
    if isinstance(value, BaseModel):
        return any(has_secret(getattr(value, name)) for name in type(value).model_fields)
    if isinstance(value, list):
        return any(map(has_secret, value))
    return isinstance(value, SecretStr) and bool(value.get_secret_value())
