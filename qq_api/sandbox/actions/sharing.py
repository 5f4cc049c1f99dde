"""Groups' albums and flash files (闪传)."""

from typing import Any

from qq_api.sandbox.actions.table import action
from qq_api.sandbox.world import Refused, World, albums, flash, groups
from qq_api.sandbox.world.state import Album, Flash, Picture
from qq_api.types import Payload

PAGE = 50
"""Albums, or pictures, told at once."""


@action("get_group_album_list")
def get_group_album_list(world: World, self_id: int, group_id: int) -> list[Payload]:
    """The albums of a group."""
    return [_album(one) for one in groups.may(world, self_id, group_id).albums.values()]


@action("get_qun_album_list")
def get_qun_album_list(world: World, self_id: int, group_id: int, attach_info: str) -> Payload:
    """The albums of a group, a page of them (NapCat)."""
    listed, after = _page(get_group_album_list(world, self_id, group_id), attach_info)
    return {"album_list": listed, "attach_info": after, "has_more": bool(after)}


def _page(listed: list[Payload], attach_info: str) -> tuple[list[Payload], str]:
    """A page, and where the next one begins: "" when it was the last."""
    if not attach_info.isdecimal() and attach_info:
        raise Refused("attach_info: as the last page had it", 1400)
    end = int(attach_info or 0) + PAGE
    return listed[end - PAGE : end], str(end) if end < len(listed) else ""


def _album(album: Album) -> Payload:
    return {"album_id": album.album_id, "owner": str(album.owner), "name": album.name, "desc": album.desc}


@action("create_group_album")
def create_group_album(world: World, self_id: int, group_id: int, name: str, desc: str = "") -> Payload:
    """Make an album."""
    return _album(albums.create(world, self_id, group_id, name, desc))


@action("delete_group_album")
def delete_group_album(world: World, self_id: int, group_id: int, album_id: str) -> None:
    """Remove an album."""
    albums.remove(world, self_id, group_id, album_id)


@action("upload_group_album")
def upload_group_album(world: World, self_id: int, group_id: int, album_id: str, files: Any) -> None:
    """Put pictures into an album."""
    albums.add(world, self_id, group_id, album_id, _names("files", files))


@action("upload_image_to_qun_album")
def upload_image_to_qun_album(world: World, self_id: int, group_id: int, album_id: str, file: str) -> None:
    """Put a picture into an album (NapCat)."""
    albums.add(world, self_id, group_id, album_id, [file])


def _names(key: str, given: Any) -> list[str]:
    names = [given] if isinstance(given, str) else given
    if not isinstance(names, list) or not names or not all(isinstance(one, str) and one for one in names):
        raise Refused(f"{key}: paths or addresses are needed", 1400)
    return names


@action("get_group_album_media_list")
def get_group_album_media_list(world: World, self_id: int, group_id: int, album_id: str, attach_info: str) -> Payload:
    """The pictures of an album, a page of them."""
    album = albums.album(world, self_id, group_id, album_id)
    listed, after = _page([_picture(world, one) for one in album.pictures.values()], attach_info)
    more = {"next_attach_info": after, "next_has_more": bool(after)}
    return {"album": _album(album), "media_list": listed, **more}


def _picture(world: World, one: Picture) -> Payload:
    return {
        "lloc": one.lloc,
        "batch_id": one.batch_id,
        "url": world.store.url(one.source),
        "uploader": str(one.uploader),
        "upload_time": one.time,
        "like_num": len(one.likes),
        "comments": [{"user_id": user_id, "content": content} for user_id, content in one.comments],
    }


@action("del_group_album_media")
def del_group_album_media(world: World, self_id: int, group_id: int, album_id: str, lloc: str) -> None:
    """Remove a picture from an album."""
    albums.take_out(world, self_id, group_id, album_id, lloc)


@action("do_group_album_comment")
def do_group_album_comment(world: World, self_id: int, group_id: int, album_id: str, lloc: str, content: str) -> None:
    """Comment on a picture in an album."""
    one = albums.picture(albums.album(world, self_id, group_id, album_id), lloc)
    one.comments.append((self_id, content))


@action("set_group_album_media_like")
def set_group_album_media_like(
    world: World, self_id: int, group_id: int, album_id: str, batch_id: str, lloc: str = ""
) -> None:
    """Like a picture in an album, or a whole upload."""
    albums.like(albums.album(world, self_id, group_id, album_id), self_id, batch_id, lloc, True)


@action("cancel_group_album_media_like")
def cancel_group_album_media_like(
    world: World, self_id: int, group_id: int, album_id: str, batch_id: str, lloc: str = ""
) -> None:
    """Take such a like back."""
    albums.like(albums.album(world, self_id, group_id, album_id), self_id, batch_id, lloc, False)


# -- flash files


@action("upload_flash_file")
def upload_flash_file(world: World, self_id: int, paths: Any, title: str = "") -> Payload:
    """Share files as flash files."""
    return _shared(_share(world, self_id, _names("paths", paths), title))


@action("create_flash_task")
def create_flash_task(world: World, self_id: int, files: Any, name: str = "") -> Payload:
    """Share files as flash files (NapCat)."""
    return {"fileset_id": _share(world, self_id, _names("files", files), name).file_set_id}


def _share(world: World, self_id: int, paths: list[str], title: str) -> Flash:
    return flash.share(world, self_id, paths, title)


def _shared(one: Flash) -> Payload:
    return {"file_set_id": one.file_set_id, "share_link": one.links[-1], "expire_time": one.expires}


@action("reshare_flash_file")
def reshare_flash_file(world: World, self_id: int, share_link: str = "", file_set_id: str = "") -> Payload:
    """Share the same files again, by a new link."""
    return _shared(flash.share_again(world, flash.found(world, file_set_id, share_link)))


@action("get_flash_file_info")
def get_flash_file_info(world: World, self_id: int, share_link: str = "", file_set_id: str = "") -> Payload:
    """What is in a flash share."""
    one = flash.found(world, file_set_id, share_link)
    about = {"file_set_id": one.file_set_id, "title": one.title, "share_link": one.links[-1]}
    files = _files(world, one)
    return {**about, "total_file_size": sum(file["size"] for file in files), "files": files}


def _files(world: World, one: Flash) -> list[Payload]:
    sizes = (world.store.about(source).size for source in one.sources)
    return [{"name": name, "size": size} for name, size in zip(one.files, sizes, strict=True)]


@action("get_flash_file_download_urls")
def get_flash_file_download_urls(world: World, self_id: int, share_link: str = "", file_set_id: str = "") -> Payload:
    """Where the files of a flash share can be downloaded."""
    one = flash.found(world, file_set_id, share_link)
    expire = one.expires - world.now()
    urls = [{"url": world.store.url(source), "expire": expire} for source in one.sources]
    files = [file | url for file, url in zip(_files(world, one), urls, strict=True)]
    return {"file_set_id": one.file_set_id, "share_link": one.links[-1], "files": files}


@action("get_flash_file_url")
def get_flash_file_url(
    world: World, self_id: int, fileset_id: str, file_name: str = "", file_index: int | None = None
) -> Payload:
    """Where a file of a flash share can be downloaded (NapCat): by name, else by place, else the first."""
    one = flash.found(world, fileset_id)
    place = (one.files.index(file_name) if file_name in one.files else -1) if file_name else file_index or 0
    if not 0 <= place < len(one.sources):
        raise Refused(f"no such file in {fileset_id}")
    return {"url": world.store.url(one.sources[place])}


@action("get_fileset_info")
def get_fileset_info(world: World, self_id: int, fileset_id: str) -> Payload:
    """What is in a flash share (NapCat)."""
    return get_flash_file_info(world, self_id, file_set_id=fileset_id)


@action("get_flash_file_list")
def get_flash_file_list(world: World, self_id: int, fileset_id: str) -> list[Payload]:
    """The files of a flash share (NapCat)."""
    return _files(world, flash.found(world, fileset_id))


@action("download_flash_file")
def download_flash_file(world: World, self_id: int, share_link: str = "", file_set_id: str = "") -> None:
    """Download a flash share to where QQ's side runs."""
    flash.download(world, self_id, flash.found(world, file_set_id, share_link))


@action("download_fileset")
def download_fileset(world: World, self_id: int, fileset_id: str) -> None:
    """Download a flash share to where QQ's side runs (NapCat)."""
    flash.download(world, self_id, flash.found(world, fileset_id))


@action("get_share_link")
def get_share_link(world: World, self_id: int, fileset_id: str) -> str:
    """The link of a flash share."""
    return flash.found(world, fileset_id).links[-1]


@action("get_fileset_id")
def get_fileset_id(world: World, self_id: int, share_code: str) -> Payload:
    """The flash share behind a link, or behind the code in it."""
    return {"fileset_id": flash.found(world, link=share_code).file_set_id}


@action("send_flash_msg")
def send_flash_msg(world: World, self_id: int, fileset_id: str, user_id: int = 0, group_id: int = 0) -> Payload:
    """Send a flash share to somebody or a group."""
    if not (user_id or group_id):
        raise Refused("user_id or group_id is needed", 1400)
    place = {"group_id": group_id} if group_id else {"to": user_id}
    return {"message_id": flash.send(world, self_id, flash.found(world, fileset_id), **place)}
