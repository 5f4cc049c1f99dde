"""The owner's own wording: `texts.yml` beside the configuration, which says some texts in other words."""

import difflib
import logging
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from qq_api import Texts

FILE = "texts.yml"


def own_wording(folder: Path, texts: Texts, log: logging.Logger) -> Texts:
    """The texts, with those of the owner in their words; what cannot be used is told and left out.

        list.nobody: "Nobody here"
        commands: {denied: "Ask an admin"}

    Args:
        folder: where the file may be.
        texts: the usual ones.
        log: hears of what cannot be used.
    """
    path = folder / FILE
    if not path.is_file():
        return texts
    try:
        tree = YAML(typ="safe").load(path.read_text("utf-8-sig"))
    except (OSError, ValueError, YAMLError) as error:
        log.error(texts("wording.unreadable", path=path, reason=" ".join(str(error).split())))
        return texts
    own = dict(_leaves(tree if isinstance(tree, Mapping) else {}, ""))
    return texts.with_own({key: words for key, words in own.items() if _is_usable(key, words, texts, path, log)})


def _leaves(node: Mapping[Any, Any], place: str) -> Iterator[tuple[str, str]]:
    for name, value in node.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{place}{name}.")
        else:
            yield f"{place}{name}", str(value)


def _is_usable(key: str, words: str, texts: Texts, path: Path, log: logging.Logger) -> bool:
    usual = texts.get(key)
    if usual is None or key.startswith("config."):
        near = difflib.get_close_matches(key, texts.keys(), n=1)
        log.warning(texts("wording.unknown", path=path, key=key, near=", ".join(near)))
        return False
    try:
        unknown = _fields(words) - _fields(usual)
    except ValueError as error:
        unknown = {str(error)}
    if unknown:
        log.warning(texts("wording.fields", path=path, key=key, fields=", ".join(sorted(unknown)), usual=usual))
    return not unknown


def _fields(words: str) -> set[str]:
    """What stands in braces; `{player!r}` and `{}` are no fields of ours."""
    found = set()
    for _, name, spec, conversion in Formatter().parse(words):
        if name is not None:
            found.add(name if name.isidentifier() and not spec and not conversion else f"{{{name}}}")
    return found
