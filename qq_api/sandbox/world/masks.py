"""Talking in a group without a name (OneBot 11, "Anonymous messages"). Computes only; no I/O."""

from collections.abc import Sequence

from qq_api.sandbox.world.state import ANONYMOUS, Group, Mask, Refused
from qq_api.types import Payload, Segment


def without(segments: Sequence[Segment]) -> list[Segment]:
    """A message without the segment that asks for it to be anonymous, unless there is nothing else."""
    return [segment for segment in segments if segment["type"] != "anonymous"] or [*segments]


def put_on(group: Group, user_id: int, segments: Sequence[Segment], now: int) -> Mask | None:
    """As whom somebody says something: None for themselves, which an `anonymous` with `ignore` falls back to.

    Raises:
        Refused: the group does not allow it, or whoever wears the mask is muted.
    """
    asked = next((segment["data"] for segment in segments if segment["type"] == "anonymous"), None)
    if asked is None:
        return None
    mask = _mask_of(group, user_id) if group.anonymous else None
    if mask is not None and mask.muted_until <= now:
        return mask
    if asked.get("ignore") in (True, 1, "1", "true", "yes"):
        return None
    raise Refused(f"nobody can be anonymous in group {group.group_id} now")


def _mask_of(group: Group, user_id: int) -> Mask:
    number = len(group.masks) + 1
    flag = f"{group.group_id}-{number}"
    return group.masks.setdefault(user_id, Mask(number, f"匿名{number:03}", flag))


def sender(mask: Mask) -> Payload:
    """The `sender` of an anonymous message."""
    who: Payload = {"user_id": ANONYMOUS, "nickname": mask.name, "card": "", "sex": "unknown", "age": 0}
    return who | {"role": "member", "title": "", "level": "1", "area": ""}


def worn(group: Group, flag: str) -> Mask:
    """A mask by its flag, or `Refused`."""
    for mask in group.masks.values():
        if mask.flag == flag:
            return mask
    raise Refused("无效的flag")
