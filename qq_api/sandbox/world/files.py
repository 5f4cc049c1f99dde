"""A group's files and folders; what they hold is kept elsewhere."""

from qq_api.sandbox.world import notices
from qq_api.sandbox.world.core import World
from qq_api.sandbox.world.groups import may
from qq_api.sandbox.world.state import Folder, Group, GroupFile, Refused

ROOT = "/"


def upload(world: World, user_id: int, group_id: int, name: str, size: int, folder_id: str = ROOT) -> GroupFile:
    """Give a group a file; it is a message, too."""
    group = may(world, user_id, group_id)
    _check_folder(group, folder_id)
    file = GroupFile(f"/file-{world.next_number()}", name, size, user_id, world.now(), folder_id)
    about = {"file": name, "file_id": file.file_id, "file_size": str(size)}
    world.say(user_id, [{"type": "file", "data": about}], group_id=group_id)
    group.files[file.file_id] = file
    world.tell(group.members, notices.upload(group_id, file))
    return file


def upload_private(world: World, user_id: int, to: int, name: str, size: int) -> str:
    """Give somebody a file, which is a message; returns the file's id."""
    file_id = f"/private-{world.next_number()}"
    about = {"file": name, "file_id": file_id, "file_size": str(size)}
    world.say(user_id, [{"type": "file", "data": about}], to=to)
    return file_id


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
