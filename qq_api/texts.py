"""`lang/` with or without MCDR: the words of one plugin in one language.

>>> texts = Texts.load("qq_api", "zh_cn")
>>> texts("bye")
"""

import locale
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

DEFAULT_LANGUAGE = "en_us"
LANGUAGES = ("en_us", "zh_cn")


class Texts:
    """The texts of one plugin.

    Args:
        tree: nested dicts of format strings, as a language file holds them below the plugin's id.
        language: their language, as `zh_cn`.
    """

    def __init__(self, tree: Mapping[str, Any], language: str) -> None:
        self.language = language
        self._tree = tree
        self._found: dict[str, str | None] = {}

    @classmethod
    def load(cls, package: str, language: str) -> "Texts":
        """The texts of an imported package, from the `lang/` beside it (in a folder or in a packed plugin).

        Args:
            package: the package's name, which is its plugin's id.
            language: MCDR's name of it; any Chinese gets `zh_cn`, an unknown one English.
        """
        known = language if language in LANGUAGES else ("zh_cn" if language.startswith("zh") else DEFAULT_LANGUAGE)
        tree = YAML(typ="safe").load(read_resource(package, f"lang/{known}.yml"))
        return cls(tree[package], known)

    def __call__(self, key: str, /, **values: Any) -> str:
        """The text `a.b.c`, with `{fields}` filled in; KeyError when there is none."""
        template = self._find(key)
        if template is None:
            raise KeyError(key)
        return template.format(**values)

    def get(self, key: str) -> str | None:
        """The text `a.b.c` as it stands in the file, or None when there is none."""
        return self._find(key)

    def keys(self) -> Iterator[str]:
        """All keys there are: `a.b.c`."""
        return _leaves(self._tree, "")

    def with_own(self, own: Mapping[str, str]) -> "Texts":
        """The same, with some texts in other words.

        Args:
            own: the other words, by key (`a.b.c`).
        """
        tree: dict[str, Any] = _copied(self._tree)
        for key, words in own.items():
            node, *names = tree, *key.split(".")
            for name in names[:-1]:
                node = node[name]
            node[names[-1]] = words
        return Texts(tree, self.language)

    def _find(self, key: str) -> str | None:
        if key not in self._found:
            self._found[key] = self._look_up(key)
        return self._found[key]

    def _look_up(self, key: str) -> str | None:
        node: Any = self._tree
        for part in key.split("."):
            node = node.get(part) if isinstance(node, Mapping) else None
        return node.strip() if isinstance(node, str) else None


def _leaves(node: Mapping[str, Any], place: str) -> Iterator[str]:
    for name, value in node.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{place}{name}.")
        else:
            yield f"{place}{name}"


def _copied(node: Any) -> Any:
    return {name: _copied(value) for name, value in node.items()} if isinstance(node, Mapping) else node


def language_of_system() -> str:
    """The language that a terminal is in, as `zh_cn`; "" where it is not told.

    `LC_ALL`, `LC_MESSAGES` and `LANG` come first, as POSIX has it; Windows calls it `Chinese (Simplified)_China`.
    """
    told = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "") or locale.getlocale()[0] or ""
    name = told.partition(".")[0].lower().replace("-", "_")
    return "zh_cn" if name.startswith("chinese") else name


def read_resource(package: str, name: str) -> bytes:
    """A file that lies beside a package, from disk or from inside a `.mcdr`.

    Args:
        package: an imported top-level package.
        name: the path from the folder that holds the package, with `/`.
    """
    module = sys.modules[package]
    path = Path(str(module.__file__)).parent.parent.joinpath(*name.split("/"))
    loader: Any = module.__loader__  # a file's and a zip's loader both have get_data (PEP 302)
    return bytes(loader.get_data(str(path)))
