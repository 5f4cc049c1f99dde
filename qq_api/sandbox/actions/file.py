"""Files: those of a group with its folders, those sent to one person, and those of messages."""

from posixpath import basename

from qq_api.sandbox.actions.table import action
from qq_api.sandbox.world import Refused, World, files, groups
from qq_api.sandbox.world.state import Folder, Group, GroupFile
from qq_api.sandbox.world.stored import Stored
from qq_api.types import Payload


@action("upload_private_file")
def upload_private_file(world: World, self_id: int, user_id: int, file: str, name: str = "") -> Payload:
    """Send a file to one person."""
    return {"file_id": files.upload_private(world, self_id, user_id, _called(world, file, name), file)}


@action("upload_group_file")
def upload_group_file(
    world: World, self_id: int, group_id: int, file: str, name: str = "", folder: str = "", folder_id: str = ""
) -> Payload:
    """Send a file to a group."""
    where = folder or folder_id or files.ROOT
    return {"file_id": files.upload(world, self_id, group_id, _called(world, file, name), file, where).file_id}


def _called(world: World, file: str, name: str) -> str:
    """What a file is called: `../a.zip` -> `a.zip`; without a name, as it was called where it came from."""
    return basename(name.replace("\\", "/")) or world.store.about(file).name


# -- what was received


@action("get_file")
def get_file(world: World, self_id: int, file: str = "", file_id: str = "") -> Payload:
    """A file of a message, or of a group."""
    if not (file or file_id):
        raise Refused("file or file_id is needed", 1400)
    return _received(world, files.source_of(world, self_id, file_id or file))


@action("get_image", "get_record")
def get_received(world: World, self_id: int, file: str) -> Payload:
    """A picture or a voice message; the latter was converted before."""
    return _received(world, file)


def _received(world: World, source: str) -> Payload:
    about = _kept(world, source)
    size = str(about.size)
    return {"file": about.path, "url": world.store.url(source), "file_size": size, "file_name": about.name}


def _kept(world: World, source: str) -> Stored:
    about = world.store.about(source)
    if not about.path:
        raise Refused(f"no file {source}")
    return about


@action("get_group_file_url")
def get_group_file_url(world: World, self_id: int, group_id: int, file_id: str) -> Payload:
    """Where a group's file can be downloaded."""
    groups.may(world, self_id, group_id)
    return get_private_file_url(world, self_id, file_id)


@action("get_private_file_url")
def get_private_file_url(world: World, self_id: int, file_id: str) -> Payload:
    """Where a file can be downloaded that was sent to somebody."""
    source = files.source_of(world, self_id, file_id)
    _kept(world, source)
    return {"url": world.store.url(source)}


@action("download_file")
def download_file(world: World, self_id: int, url: str = "") -> Payload:
    """Download something to where QQ's side runs; by now, it is there."""
    if not url:
        raise Refused("不存在任何文件, 无法下载", 1400)
    return {"file": _kept(world, url).path}


# -- a group's files


@action("get_group_root_files")
def get_group_root_files(world: World, self_id: int, group_id: int) -> Payload:
    """The files and folders of a group."""
    group = groups.may(world, self_id, group_id)
    folders = [_folder(world, group, folder) for folder in group.folders.values()]
    return {"files": _files(world, group, files.ROOT), "folders": folders}


@action("get_group_files_by_folder")
def get_group_files_by_folder(world: World, self_id: int, group_id: int, folder_id: str) -> Payload:
    """The files in a group's folder."""
    group = groups.may(world, self_id, group_id)
    files.folder_of(group, folder_id)
    return {"files": _files(world, group, folder_id), "folders": []}


def _files(world: World, group: Group, folder_id: str) -> list[Payload]:
    return [_file(world, group, file) for file in group.files.values() if file.folder_id == folder_id]


def _file(world: World, group: Group, file: GroupFile) -> Payload:
    return {
        "group_id": group.group_id,
        "file_id": file.file_id,
        "file_name": file.name,
        "busid": 102,
        "file_size": file.size,
        "upload_time": file.time,
        "dead_time": 0,
        "modify_time": file.time,
        "download_times": 0,
        "uploader": file.uploader,
        "uploader_name": world.name(file.uploader),
    }


def _folder(world: World, group: Group, folder: Folder) -> Payload:
    return {
        "group_id": group.group_id,
        "folder_id": folder.folder_id,
        "folder_name": folder.name,
        "create_time": folder.time,
        "creator": folder.creator,
        "creator_name": world.name(folder.creator),
        "total_file_count": sum(file.folder_id == folder.folder_id for file in group.files.values()),
    }


@action("get_group_file_system_info")
def get_group_file_system_info(world: World, self_id: int, group_id: int) -> Payload:
    """How much room a group's files have."""
    kept = groups.may(world, self_id, group_id).files.values()
    used = sum(file.size for file in kept)
    return {"file_count": len(kept), "limit_count": 10000, "used_space": used, "total_space": 10 << 30}


@action("delete_group_file")
def delete_group_file(world: World, self_id: int, group_id: int, file_id: str) -> None:
    """Remove a file from a group."""
    files.remove(world, self_id, group_id, file_id)


@action("set_group_file_forever")
def set_group_file_forever(world: World, self_id: int, group_id: int, file_id: str) -> None:
    """Keep a group's file for ever."""
    files.writable(world, self_id, group_id, file_id).forever = True


@action("trans_group_file")
def trans_group_file(world: World, self_id: int, group_id: int, file_id: str) -> Payload:
    """Keep a group's file for ever (NapCat)."""
    set_group_file_forever(world, self_id, group_id, file_id)
    return {"ok": True}


@action("move_group_file")
def move_group_file(
    world: World,
    self_id: int,
    group_id: int,
    file_id: str,
    parent_directory: str | None = None,
    target_directory: str | None = None,
) -> None:
    """Move a group's file to another folder."""
    if parent_directory is None or target_directory is None:
        raise Refused("parent_directory and target_directory are needed", 1400)
    files.move(world, self_id, group_id, file_id, parent_directory, target_directory)


@action("rename_group_file")
def rename_group_file(
    world: World, self_id: int, group_id: int, file_id: str, current_parent_directory: str, new_name: str
) -> None:
    """Rename a group's file."""
    file = files.writable(world, self_id, group_id, file_id)
    if file.folder_id != current_parent_directory:
        raise Refused(f"file {file_id} is not in folder {current_parent_directory}")
    file.name = new_name


@action("create_group_file_folder")
def create_group_file_folder(world: World, self_id: int, group_id: int, name: str) -> Payload:
    """Make a folder in a group."""
    return {"folder_id": files.add_folder(world, self_id, group_id, name).folder_id}


@action("rename_group_file_folder")
def rename_group_file_folder(world: World, self_id: int, group_id: int, folder_id: str, new_folder_name: str) -> None:
    """Rename a group's folder."""
    files.folder_of(groups.may(world, self_id, group_id, "admin"), folder_id).name = new_folder_name


@action("delete_group_folder")
def delete_group_folder(world: World, self_id: int, group_id: int, folder_id: str) -> None:
    """Remove a folder from a group, with what is in it."""
    files.remove_folder(world, self_id, group_id, folder_id)
