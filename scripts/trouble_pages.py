"""docs/trouble.md: what the log and the doctor say, and what to do, out of the very texts that they say it with."""

import re
from collections.abc import Iterator
from typing import Literal, TypeAlias

from qq_api.actions import Words
from qq_api.texts import Texts
from trouble_words import NOT, SAMPLES, TOPICS

Language: TypeAlias = Literal["en", "zh"]
COLUMNS = Words("| it says | what to do |", "| 提示 | 怎么办 |")
CAUSE_ENDS = re.compile(r"(?:。|(?<=[A-Za-z)\]…])[.:](?= [A-Z\[])|[：，](?=请))(?![^（(]*[）)])")


def page(language: Language) -> str:
    """What is made of the page."""
    texts = Texts.load("qq_api", "zh_cn" if language == "zh" else "en_us")
    lines: list[str] = []
    for topic in TOPICS:
        lines += [f"## {_in(topic.title, language)}", ""]
        lines += [f"{_in(topic.about, language)}\n"] if topic.about else []
        lines += [_in(COLUMNS, language), "|---|---|"]
        lines += [_row(key, texts.get(key) or "") for prefix in topic.keys for key in _keys(texts, prefix)]
        lines.append("")
    return "\n".join(lines).rstrip()


def _in(words: Words, language: Language) -> str:
    return words.zh if language == "zh" else words.en


def _keys(texts: Texts, prefix: str) -> Iterator[str]:
    """A key, or all below it: `refused.` -> `refused.path` …"""
    fit = str.startswith if prefix.endswith(".") else str.__eq__
    return (key for key in texts.keys() if fit(key, prefix) and key not in NOT)  # noqa: SIM118 (it is no dict)


def _row(key: str, template: str) -> str:
    """`{client} came without a token. Put it …` -> cause and cure, beside each other."""
    samples = SAMPLES | {"path": "/" if key.startswith("official.") else "config.yml"}
    said = re.sub(r"\{(\w+)\}", lambda field: samples.get(field[1], "…"), template.strip())
    found = CAUSE_ENDS.search(said)
    cause, cure = (said[: found.start()], said[found.end() :].strip()) if found else (said, "")
    return f"| {_cell(cause)} | {_cell(cure)} |"


def _cell(text: str) -> str:
    for mark, shown in (("&", "&amp;"), ("<", "&lt;"), ("*", r"\*"), ("|", "&#124;"), ("\n", "<br>")):
        text = text.replace(mark, shown)
    return re.sub(r"((?:https?|wss?)://[\w./:…<>&;-]*[\w/>…])", r"<code>\1</code>", text)
