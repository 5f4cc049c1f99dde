"""Files that are shared by links (闪传)."""

from qq_api.sandbox.world import notices
from qq_api.sandbox.world.core import World
from qq_api.sandbox.world.state import Flash, Refused

WEEK = 7 * 86400
"""Seconds for which a link is good."""


def share(world: World, user_id: int, sources: list[str], title: str = "") -> Flash:
    """Share files."""
    if not sources:
        raise Refused("files are needed", 1400)
    file_set_id, names = f"flash-{world.next_number()}", [world.store.about(source).name for source in sources]
    ends = world.now() + WEEK
    shared = Flash(file_set_id, title or names[0], user_id, names, [_link(world)], ends, sources=sources)
    world.flash[file_set_id] = shared
    world.tell([user_id], notices.flash("uploaded", shared))
    return shared


def _link(world: World) -> str:
    return f"https://qfile.qq.com/q/{world.next_number()}"


def share_again(world: World, shared: Flash) -> Flash:
    """Share the same files by a new link, for another week."""
    shared.links.append(_link(world))
    shared.expires = world.now() + WEEK
    return shared


def found(world: World, file_set_id: str = "", link: str = "") -> Flash:
    """A share by its id, or by a link or the code in it, while it is good.

    Raises:
        Refused: there is none.
    """
    code = link.rpartition("/")[2]
    for shared in world.flash.values():
        codes = [one.rpartition("/")[2] for one in shared.links]
        if (shared.file_set_id == file_set_id or code in codes) and world.now() < shared.expires:
            return shared
    raise Refused(f"no flash files {file_set_id or link}")


def download(world: World, user_id: int, shared: Flash) -> None:
    """Download a share to where QQ's side runs."""
    shared.downloaded_by.append(user_id)
    world.tell([user_id], notices.flash("downloaded", shared))


def send(world: World, user_id: int, shared: Flash, **place: int) -> int:
    """Send a share to somebody or a group; returns the message's number."""
    data = {"title": shared.title, "file_set_id": shared.file_set_id, "share_link": shared.links[-1]}
    return world.say(user_id, [{"type": "flash_file", "data": data}], **place)
