"""What a group puts up: announcements, essence, honours, sign-ins."""

from qq_api.sandbox.world import notices
from qq_api.sandbox.world.core import World
from qq_api.sandbox.world.groups import may
from qq_api.sandbox.world.state import Announcement, Essence, Message, Refused

HONORS = ("talkative", "performer", "legend", "strong_newbie", "emotion")


def announce(
    world: World, user_id: int, group_id: int, text: str, *, image: str = "", pinned: bool = False, confirm: bool = True
) -> Announcement:
    """Publish an announcement."""
    group = may(world, user_id, group_id, "admin")
    made = Announcement(f"notice-{world.next_number()}", user_id, world.now(), text, image, pinned, confirm)
    group.announcements[made.notice_id] = made
    world.note(notices.change("announcement", group_id=group_id, user_id=user_id, text=text))
    return made


def unannounce(world: World, user_id: int, group_id: int, notice_id: str) -> None:
    """Remove an announcement."""
    if may(world, user_id, group_id, "admin").announcements.pop(notice_id, None) is None:
        raise Refused(f"no notice {notice_id}")
    world.note(notices.change("announcement_removed", group_id=group_id, user_id=user_id))


def mark(world: World, user_id: int, message_id: int) -> None:
    """Mark a message as essence of its group."""
    said = _in_group(world, message_id)
    group = may(world, user_id, said.group_id or 0, "admin")
    group.essence[message_id] = Essence(message_id, user_id, world.now())
    world.tell(group.members, notices.essence(group.group_id, said, user_id))


def unmark(world: World, user_id: int, message_id: int) -> None:
    """Unmark a message."""
    said = _in_group(world, message_id)
    group = may(world, user_id, said.group_id or 0, "admin")
    if group.essence.pop(message_id, None) is None:
        raise Refused(f"message {message_id} is not marked")
    world.note(notices.change("essence", group_id=said.group_id, user_id=user_id, message_id=message_id))
    world.deliver(group.members, notices.essence(group.group_id, said, user_id, "delete"))


def _in_group(world: World, message_id: int) -> Message:
    said = world.message(message_id)
    if said.group_id is None or said.recalled:
        raise Refused(f"message {message_id} is in no group")
    return said


def honor(world: World, group_id: int, kind: str, user_id: int) -> None:
    """Give a member an honour, which QQ does once a day by what was said; the newest comes first."""
    world.member(group_id, user_id)
    has = world.group(group_id).honors.setdefault(kind, [])
    has[:] = [user_id, *(other for other in has if other != user_id)]
    world.tell(world.members_of(group_id), notices.honor(group_id, user_id, kind))


def sign(world: World, user_id: int, group_id: int) -> None:
    """Sign in to a group for today; once more does nothing."""
    group = may(world, user_id, group_id)
    if user_id not in signed_today(world, group_id):
        group.signed.pop(user_id, None)
        group.signed[user_id] = world.now()
        world.note(notices.change("sign", group_id=group_id, user_id=user_id))


def signed_today(world: World, group_id: int) -> dict[int, int]:
    """Who signed in today, and when, in their order."""
    signed = world.group(group_id).signed
    return {user_id: when for user_id, when in signed.items() if day(when) == day(world.now())}


def day(when: int) -> int:
    """The day of a time, as QQ counts: in China's time zone."""
    return (when + 8 * 3600) // 86400
