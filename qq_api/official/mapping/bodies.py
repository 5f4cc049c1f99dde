"""The JSON of one message, as each place wants it. Computes only; no I/O.

Groups and private chats have `msg_type`, guilds tell by the fields.
"""

from qq_api.official.mapping import links
from qq_api.official.mapping.segments_out import Part
from qq_api.official.scenes import Target
from qq_api.types import Payload

TEXT, MARKDOWN, ARK, MEDIA = 0, 2, 3, 7


def body_of(part: Part, where: Target, file_info: str = "") -> Payload:
    """The body of a part; `file_info` of its file, once that was uploaded."""
    if where.in_guild:
        return {**({"content": part.content} if part.content else {}), **(part.rich or {})}
    if part.rich is not None:
        kind = ARK if "ark" in part.rich else MARKDOWN
        return {"msg_type": kind, **part.rich}
    if file_info:
        # an empty content beside a file is refused by some versions of the platform
        return {"msg_type": MEDIA, "content": part.content or " ", "media": {"file_info": file_info}}
    return {"msg_type": TEXT, "content": part.content}


def defanged(body: Payload) -> Payload | None:
    """The same without anything that could be a link; None when there is nothing to change."""
    content, markdown = body.get("content"), body.get("markdown")
    changed = dict(body)
    if isinstance(content, str):
        changed["content"] = _without_links(content)
    if isinstance(markdown, dict) and isinstance(markdown.get("content"), str):
        changed["markdown"] = {**markdown, "content": links.defang_all(markdown["content"])}
    return changed if changed != body else None


def _without_links(content: str) -> str:
    """Mentions stay: their ids have no dots."""
    return links.defang_all(content)
