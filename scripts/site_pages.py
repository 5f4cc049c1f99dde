"""What of the site's pages is made, between marks in pages written by hand: `python scripts/dev.py docs` fills it in.

docs/config/*.md     every key of the four configuration files, from their models and comments
docs/events.md       the events and their fields, as the sandbox sends them
docs/helpers.md      what `from qq_api import …` gives, from the docstrings
docs/trouble.md      what the log and the doctor say, and what to do, from `lang/`
docs/plugins.md      the examples, from docs/examples and docs/testing
docs/chat.md         the table of commands, from qq_chat/README.md

Each also as `.zh.md`.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TypeAlias

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
sys.path.extend([str(ROOT), str(ROOT / "qq_chat")])

import config_pages  # noqa: E402
import event_pages  # noqa: E402
import helper_pages  # noqa: E402
import trouble_pages  # noqa: E402

Language: TypeAlias = Literal["en", "zh"]
SUFFIXES: dict[Language, str] = {"en": ".md", "zh": ".zh.md"}
MARKED = re.compile(r"<!-- (?P<what>[\w./]+) -->\n(?P<made>.*?)<!-- /\1 -->", re.DOTALL)


def pages() -> Iterator[tuple[Path, str]]:
    """Each page, and what it must say."""
    for language, suffix in SUFFIXES.items():
        for name, made in _made(language):
            path = DOCS / f"{name}{suffix}"
            yield path, _filled(path, {"made": made})
        path = DOCS / f"chat{suffix}"
        yield path, _filled(path, {"commands": _commands(suffix)})
        yield DOCS / f"plugins{suffix}", _filled(DOCS / f"plugins{suffix}", {})


def _made(language: Language) -> Iterator[tuple[str, str]]:
    yield from config_pages.pages(language)
    yield "events", event_pages.page(language)
    yield "helpers", helper_pages.page(language)
    yield "trouble", trouble_pages.page(language)


def _filled(path: Path, made: dict[str, str]) -> str:
    """A page with what belongs between its marks; one that names a file gets that file."""

    def fill(block: re.Match[str]) -> str:
        what = block["what"]
        return f"<!-- {what} -->\n{made[what] if what in made else _example(what)}\n<!-- /{what} -->"

    return MARKED.sub(fill, path.read_text("utf-8"))


def _example(name: str) -> str:
    return f"```python\n{(DOCS / name).read_text('utf-8').rstrip()}\n```"


def _commands(suffix: str) -> str:
    """The table of commands; its own test holds it to the code."""
    readme = (ROOT / "qq_chat" / f"README{suffix}").read_text("utf-8")
    return next(block["made"] for block in MARKED.finditer(readme) if block["what"] == "commands").rstrip()


def main() -> None:
    """Write all of them."""
    for path, text in pages():
        path.write_text(text, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
