"""A long text as a picture, by Pillow where it is installed and a font with Chinese characters is found."""

import io
import os
import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qq_chat.relay.outbox.cut import joined

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

WIDTH, MARGIN, SIZE, LEADING = 760, 24, 20, 30
"""In pixels."""

MOST_LINES = 400
"""A picture that is higher than that is not shown by QQ."""

_WINDOWS = ("msyh.ttc", "simhei.ttf", "simsun.ttc", "Deng.ttf")
_MAC = ("PingFang.ttc", "Hiragino Sans GB.ttc", "STHeiti Medium.ttc", "Arial Unicode.ttf")
_LINUX = ("NotoSansCJK-Regular", "NotoSansSC-Regular", "SourceHanSansCN-Regular", "SourceHanSansSC-Regular", "wqy-",
          "DroidSansFallback", "NotoSerifCJK-Regular", "uming", "ukai")  # fmt: skip


class NoPicture(Exception):
    """It cannot be drawn, and why."""


def is_installed() -> bool:
    """Whether Pillow is there."""
    return find_spec("PIL") is not None


def find_font(wanted: str = "") -> Path | None:
    """The font to use: the owner's, else the first of this machine that is known to have Chinese characters."""
    if wanted:
        return Path(wanted) if Path(wanted).is_file() else None
    return next(_fonts(), None)


def _fonts() -> Iterator[Path]:
    folders, names = _places()
    files = [file for folder in folders if folder.is_dir() for file in sorted(folder.rglob("*.[tTo][tT][fFcC]"))]
    for name in names:
        yield from (file for file in files if file.name.lower().startswith(name.lower()))


def _places() -> tuple[Iterable[Path], Iterable[str]]:
    home = Path.home()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", home)) / "Microsoft" / "Windows" / "Fonts"
        return [Path(os.environ.get("SYSTEMROOT", "C:/Windows")) / "Fonts", local], _WINDOWS
    if sys.platform == "darwin":
        return [Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts"], _MAC
    return [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts"], _LINUX


def draw(words: str, font: Path) -> bytes:
    """A text as PNG, dark on white; may take a second, so never on the bot's loop.

    Args:
        words: any length up to what `MOST_LINES` hold.
        font: a TrueType or OpenType file.

    Raises:
        NoPicture: it is too long, or Pillow or the font is of no use.
    """
    try:
        from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415  (optional, and 20 MB)

        letters = ImageFont.truetype(font, SIZE)
        lines = list(_wrapped(words.encode("utf-8", "replace").decode(), letters))
        if len(lines) > MOST_LINES:
            raise NoPicture(f"{len(lines)} lines")
        page = Image.new("L", (WIDTH, 2 * MARGIN + LEADING * len(lines)), 255)
        pen: Any = ImageDraw.Draw(page)
        for place, line in enumerate(lines):
            pen.text((MARGIN, MARGIN + LEADING * place), line, 32, letters)
        file = io.BytesIO()
        page.save(file, "PNG", optimize=True)
    except (ImportError, OSError, ValueError) as error:
        raise NoPicture(str(error)) from error
    return file.getvalue()


def _wrapped(words: str, letters: "FreeTypeFont") -> Iterator[str]:
    for line in words.expandtabs(4).splitlines():
        start, width = 0, 0.0
        for place, letter in enumerate(line):
            width += letters.getlength(letter)
            if width > WIDTH - 2 * MARGIN and not joined(line, place) and place > start:
                yield line[start:place]
                start, width = place, letters.getlength(letter)
        yield line[start:]
