"""A group's files and folders; what they hold is kept elsewhere."""

from qq_api.sandbox.world import notices
from qq_api.sandbox.world.core import World
from qq_api.sandbox.world.groups import may
from qq_api.sandbox.world.state import Folder, Group, GroupFile, Refused
from qq_api.sandbox.world.stored import arrived
from qq_api.types import Segment

ROOT = "/"


def upload(world: World, user_id: int, group_id: int, name: str, source: str, folder_id: str = ROOT) -> GroupFile:
    """Give a group a file; it is a message, too."""
    group = may(world, user_id, group_id)
    _check_folder(group, folder_id)
    size = world.store.about(source).size
    file = GroupFile(f"/file-{world.next_number()}", name, size, user_id, world.now(), folder_id, source=source)
    world.say(user_id, [_segment(world, file.file_id, name, source)], group_id=group_id)
    group.files[file.file_id] = file
    world.tell(group.members, notices.upload(group_id, file))
    return file


def upload_private(world: World, user_id: int, to: int, name: str, source: str) -> str:
    """Give somebody a file, which is a message; returns the file's id."""
    file_id = f"/private-{world.next_number()}"
    world.say(user_id, [_segment(world, file_id, name, source)], to=to)
    world.private_files[file_id] = source
    return file_id


def _segment(world: World, file_id: str, name: str, source: str) -> Segment:
    return arrived("file", {"name": name}, world.store.about(source), world.store.url(source), file_id)


def source_of(world: World, user_id: int, file_id: str) -> str:
    """What a store knows a file by: one of the account's groups, or one that was sent, or `MD5.png` as it is."""
    for group in world.groups.values():
        if user_id in group.members and file_id in group.files:
            return group.files[file_id].source
    return world.private_files.get(file_id, file_id)


def file_of(group: Group, file_id: str) -> GroupFile:
    """A file by its id, or `Refused`."""
    if file_id not in group.files:
        raise Refused(f"no file {file_id}")
    return group.files[file_id]


def writable(world: World, user_id: int, group_id: int, file_id: str) -> GroupFile:
    """A file that somebody may change: the own one, or any as an admin."""
    file = file_of(may(world, user_id, group_id), file_id)
    if file.uploader != user_id:
        may(world, user_id, group_id, "admin")
    return file


def remove(world: World, user_id: int, group_id: int, file_id: str) -> None:
    """Remove a file."""
    writable(world, user_id, group_id, file_id)
    del world.groups[group_id].files[file_id]


def move(world: World, user_id: int, group_id: int, file_id: str, source: str, target: str) -> None:
    """Move a file from one folder to another."""
    file = writable(world, user_id, group_id, file_id)
    if file.folder_id != source:
        raise Refused(f"file {file_id} is not in folder {source}")
    _check_folder(world.group(group_id), target)
    file.folder_id = target


def add_folder(world: World, user_id: int, group_id: int, name: str) -> Folder:
    """Make a folder."""
    group = may(world, user_id, group_id, "admin")
    if any(folder.name == name for folder in group.folders.values()):
        raise Refused(f"there is a folder {name}")
    folder = Folder(f"/folder-{world.next_number()}", name, user_id, world.now())
    group.folders[folder.folder_id] = folder
    return folder


def remove_folder(world: World, user_id: int, group_id: int, folder_id: str) -> None:
    """Remove a folder and the files in it."""
    group = may(world, user_id, group_id, "admin")
    folder_of(group, folder_id)
    del group.folders[folder_id]
    for file in [one for one in group.files.values() if one.folder_id == folder_id]:
        del group.files[file.file_id]


def folder_of(group: Group, folder_id: str) -> Folder:
    """A folder by its id, or `Refused`."""
    if folder_id not in group.folders:
        raise Refused(f"no folder {folder_id}")
    return group.folders[folder_id]


def _check_folder(group: Group, folder_id: str) -> None:
    if folder_id != ROOT:
        folder_of(group, folder_id)
