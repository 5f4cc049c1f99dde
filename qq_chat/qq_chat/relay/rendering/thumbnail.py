"""A picture as coloured blocks. Computes only; needs Pillow, which is imported when the first one is drawn."""

import io
from typing import TYPE_CHECKING

from qq_chat.relay.rendering.known import Thumbnail

if TYPE_CHECKING:
    from PIL.Image import Image

COLUMNS, ROWS = 24, 14
"""A block is as wide as a line is high, so a square picture has as many of both."""

MOST_PIXELS = 40_000_000
"""A small file may claim to be a huge picture; above this it is not unpacked."""

_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")
_SHADES = 0xF8F8F8  # a few shades less: neighbours become alike, and the component short


def is_possible() -> bool:
    """Whether Pillow is there."""
    try:
        import PIL.Image  # noqa: F401, PLC0415  (optional)
    except ImportError:
        return False
    return True


def draw_small(content: bytes) -> Thumbnail | None:
    """A picture as rows of colours, as large as fits, or None when it cannot be drawn.

    Raises:
        Exception: of any kind: Pillow's, for what is broken; the caller is the boundary.
    """
    from PIL import Image  # noqa: PLC0415  (optional)

    with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
        width, height = picture.size
        if width * height > MOST_PIXELS or not width or not height:
            return None
        picture.draft("RGB", (COLUMNS * 4, ROWS * 4))
        scale = min(COLUMNS / width, ROWS / height)
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        return _rows(_opaque(picture.convert("RGBA").resize(size, Image.Resampling.BOX)), size)


def _opaque(picture: "Image") -> "Image":
    """What can be seen through is white, as in QQ."""
    from PIL import Image  # noqa: PLC0415  (optional)

    ground = Image.new("RGBA", picture.size, (255, 255, 255, 255))
    return Image.alpha_composite(ground, picture).convert("RGB")


def _rows(picture: "Image", size: tuple[int, int]) -> Thumbnail:
    data = picture.tobytes()
    colors = [int.from_bytes(data[at : at + 3], "big") & _SHADES for at in range(0, len(data), 3)]
    return [colors[at : at + size[0]] for at in range(0, len(colors), size[0])]
