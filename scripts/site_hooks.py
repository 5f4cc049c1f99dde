"""What mkdocs does for this site beside its plugins: one language a build, out of pages that lie side by side.

`NAME.md` is English, `NAME.zh.md` Chinese; both are read on the code host as well, by the same links. Each build takes
the pages of its language, so that `actions.zh.md` becomes `zh/actions.html` beside `actions.html`, and the button of
languages leads from one to the other.
"""

import html
import logging
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent
OTHER_LANGUAGE = re.compile(r"^\[(?:English|中文)\]\([\w./]+\)\n", re.MULTILINE)
PIPE = re.compile(r"`([^`\n]*\\\|[^`\n]*)`")
"""`a \\| b` in a table: the code host takes the backslash away, Python-Markdown does not."""
FENCED = re.compile(r"(```.*?\n *```)", re.DOTALL)
WRAPPED = re.compile(
    r"([\u3001\u3002\u4e00-\u9fff\uff01-\uff5e”》])\n *(?=[\u2018-\u201d\u3001-\u300f\u4e00-\u9fff\uff01-\uff5e])|"
    r"([\u3001\u3002\uff01-\uff5e])\n *(?!\d+\. |\* )(?=[`\w\[*])"
)
"""A line of Chinese goes on without a blank."""
ITEMS = [
    (re.compile(rf"(?m)^{marker} .*\n(?:(?:{narrow}.*|[ ]*)\n)+"), narrow)
    for marker, narrow in ((r"\d+\.", "   "), ("-", "  "))
]
"""An item with what belongs to it, which the code host takes two or three blanks in."""
STEP = re.compile(r"(?m)^(    .*\S)\n(?=\d+\. )")
"""A step right below what belongs to the one before; Python-Markdown wants a blank line."""
ALTERNATE = re.compile(r'\s*<link rel="alternate" href="[^"]*" hreflang="[^"]*">')
LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(([^)\s#]+)(?:#[^)\s]*)?\)")


def on_startup(**_: Any) -> None:
    """The search of Chinese (`jieba`, if it is there) says nothing about itself."""
    logging.getLogger("jieba").setLevel(logging.WARNING)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """The pages of one language, Chinese ones without `.zh` in their address."""
    is_chinese = config.extra["locale"] == "zh"
    return Files(
        [_named(file) for file in files if not file.is_documentation_page() or _is_chinese(file) == is_chinese]
    )


def _is_chinese(file: File) -> bool:
    return file.src_uri.endswith(".zh.md")


def _named(file: File) -> File:
    if file.is_documentation_page() and _is_chinese(file):
        folder, _, name = file.dest_uri.rpartition("/")
        plain = re.sub(r"^README\.html$", "index.html", name.replace(".zh.", "."))
        file.dest_uri = f"{folder}/{plain}".lstrip("/")
    return file


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    """A page without what only readers of the repository need."""
    folder = (ROOT / "docs" / page.file.src_uri).parent
    markdown = PIPE.sub(lambda code: f"<code>{html.escape(code[1]).replace(chr(92) + '|', '&#124;')}</code>", markdown)
    for item, narrow in ITEMS:
        markdown = item.sub(lambda found, narrow=narrow: _wide(found[0], narrow), markdown)  # type: ignore[misc]
    markdown = STEP.sub(r"\1\n\n", markdown)
    text = LINK.sub(lambda link: _linked(link, folder), OTHER_LANGUAGE.sub("", markdown, count=1))
    text = "".join(part if part.startswith("```") else WRAPPED.sub(r"\1\2", part) for part in FENCED.split(text))
    return re.sub(r"\(#(\w+)-1\)", r"(#\1_1)", text) if page.file.src_uri.startswith("actions.") else text


def _wide(item: str, narrow: str) -> str:
    """What belongs to an item of a list, four blanks in, as Python-Markdown wants it."""
    if not re.search(rf"(?m)^{narrow}\S", item):
        return item
    return re.sub(rf"(?m)^{narrow}(?=.*\S)", "    ", item)


def _linked(link: re.Match[str], folder: Path) -> str:
    """A link; the words alone where it leads to what the repository has and the site has not."""
    words, target = link[1], unquote(link[2])
    place = (folder / target).resolve()
    is_elsewhere = place.is_dir() or not place.is_relative_to(ROOT / "docs")
    return words if ":" not in target and place.exists() and is_elsewhere else link[0]


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """The button of languages leads to the same page in the other one; mkdocs cannot lead out of its own folder."""
    up = "../" * page.url.count("/")
    english, chinese = f"{up}{page.url}", f"{up}zh/{page.url}"
    if config.extra["locale"] == "zh":
        english, chinese = f"../{english}", f"{up}{page.url}"
    output = ALTERNATE.sub("", output)  # its script would look for a sitemap beside each
    return output.replace('href="#english"', f'href="{english}"').replace('href="#chinese"', f'href="{chinese}"')
