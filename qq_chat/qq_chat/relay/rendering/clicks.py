"""What a click types for the player, who sends it. Computes only; no I/O.

Since Minecraft 1.19.1 a click can run nothing but `/` commands, so `!!qq` is typed and not run.
"""

import re

_ID = re.compile(r"[A-Za-z0-9+/=_-]{1,160}")
_MESSAGE_ID = re.compile(r"-?\d{1,20}")


def answer(message_id: str) -> str:
    """`!!qq reply 7 `, or "" when there is nothing to answer."""
    return f"!!qq reply {message_id} " if _MESSAGE_ID.fullmatch(message_id) else ""


def read(forward_id: str, page: int = 1) -> str:
    """`!!qq read <id>`: a merged forward, paged; "" when its id is no id."""
    if not _ID.fullmatch(forward_id):
        return ""
    return f"!!qq read {forward_id}" + (f" {page}" if page > 1 else "")


def picture(message_id: str) -> str:
    """`!!qq picture 7`: fresh links to the pictures of a message."""
    return f"!!qq picture {message_id}" if _MESSAGE_ID.fullmatch(message_id) else ""


def mention(name: str) -> str:
    """`@name `, as a player mentions somebody."""
    return f"@{name} "
