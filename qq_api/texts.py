"""`lang/` with or without MCDR: the words of one plugin in one language.

>>> texts = Texts.load("qq_api", "zh_cn")
>>> texts("bye")
"""

import sys
from collections.abc import Mapping
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

    def _find(self, key: str) -> str | None:
        node: Any = self._tree
        for part in key.split("."):
            node = node.get(part) if isinstance(node, Mapping) else None
        return node.strip() if isinstance(node, str) else None


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
