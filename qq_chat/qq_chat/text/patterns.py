"""The owner's patterns, searched in time that grows with the text only (google-re2), where that is installed.

Without it Python's own `re` does the same for nearly all patterns; one that is badly made can then hold the game up.
"""

import re
from collections.abc import Callable
from typing import Any, TypeAlias

try:
    import re2  # type: ignore[import-untyped]
except ImportError:
    HAS_RE2 = False
else:
    HAS_RE2 = True

Search: TypeAlias = Callable[[str], Any]
"""Whether a text holds the pattern: anything that is true, or None."""


def pattern(source: str) -> Search:
    """What searches for a pattern.

    Raises:
        ValueError: it is none; says why.
    """
    if not HAS_RE2:
        return _python_pattern(source)
    options = re2.Options()
    options.log_errors = False
    try:
        search: Search = re2.compile(source, options).search
    except re2.error as error:
        said = error.args[0] if error.args else error
        raise ValueError(f"{source}: {said.decode() if isinstance(said, bytes) else said}") from None
    return lambda text: _searched(search, text)


def _searched(search: Search, text: str) -> Any:
    """RE2 reads UTF-8 only, and some of QQ's messages hold halves of letters."""
    try:
        return search(text)
    except UnicodeEncodeError:
        return search(text.encode("utf-8", "replace").decode("utf-8"))


def _python_pattern(source: str) -> Search:
    try:
        return re.compile(source).search
    except re.error as error:
        raise ValueError(f"{source}: {error}") from None
