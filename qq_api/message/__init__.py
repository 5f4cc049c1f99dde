"""Messages: segments, CQ codes and plain text (OneBot 11, "Message"). Public; the front door has the same names.

>>> [text("hi "), at(1)]
[{'type': 'text', 'data': {'text': 'hi '}}, {'type': 'at', 'data': {'qq': '1'}}]
>>> parse("hi [CQ:at,qq=1]")
[{'type': 'text', 'data': {'text': 'hi '}}, {'type': 'at', 'data': {'qq': '1'}}]
>>> plain("[CQ:image,file=a.png] &amp; [CQ:at,qq=1]")
'[图片] & [@1]'
"""

from qq_api.message.cq import escape, parse, to_cq, unescape
from qq_api.message.files import MAX_FILE, File
from qq_api.message.render import plain
from qq_api.message.segments import (
    anonymous,
    at,
    at_all,
    contact,
    dice,
    face,
    file,
    forward,
    image,
    json_card,
    location,
    markdown,
    mface,
    music,
    music_custom,
    node,
    node_of,
    poke,
    record,
    reply,
    rps,
    shake,
    share,
    text,
    video,
    xml_card,
)

__all__ = [
    "MAX_FILE",
    "File",
    "anonymous",
    "at",
    "at_all",
    "contact",
    "dice",
    "escape",
    "face",
    "file",
    "forward",
    "image",
    "json_card",
    "location",
    "markdown",
    "mface",
    "music",
    "music_custom",
    "node",
    "node_of",
    "parse",
    "plain",
    "poke",
    "record",
    "reply",
    "rps",
    "shake",
    "share",
    "text",
    "to_cq",
    "unescape",
    "video",
    "xml_card",
]
