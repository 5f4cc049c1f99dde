"""A group's albums: pictures, likes and comments. QQ tells bots nothing of them."""

from qq_api.sandbox.world.core import World
from qq_api.sandbox.world.groups import may
from qq_api.sandbox.world.state import Album, Picture, Refused


def create(world: World, user_id: int, group_id: int, name: str, desc: str = "") -> Album:
    """Make an album."""
    group = may(world, user_id, group_id)
    album = Album(f"album-{world.next_number()}", name, desc, user_id, world.now())
    group.albums[album.album_id] = album
    return album


def album(world: World, user_id: int, group_id: int, album_id: str) -> Album:
    """An album that a member of the group may look at, or `Refused`."""
    albums = may(world, user_id, group_id).albums
    if album_id not in albums:
        raise Refused(f"no album {album_id}")
    return albums[album_id]


def remove(world: World, user_id: int, group_id: int, album_id: str) -> None:
    """Remove an own album, or any as an admin."""
    if album(world, user_id, group_id, album_id).owner != user_id:
        may(world, user_id, group_id, "admin")
    del world.groups[group_id].albums[album_id]


def add(world: World, user_id: int, group_id: int, album_id: str, sources: list[str]) -> list[Picture]:
    """Put pictures into an album, as one upload."""
    into, batch_id = album(world, user_id, group_id, album_id), f"batch-{world.next_number()}"
    lloc = (f"picture-{world.next_number()}" for _ in sources)
    added = [Picture(key, batch_id, source, user_id, world.now()) for key, source in zip(lloc, sources, strict=True)]
    into.pictures.update({one.lloc: one for one in added})
    return added


def take_out(world: World, user_id: int, group_id: int, album_id: str, lloc: str) -> None:
    """Remove an own picture, or any as an admin."""
    one = picture(album(world, user_id, group_id, album_id), lloc)
    if one.uploader != user_id:
        may(world, user_id, group_id, "admin")
    del world.groups[group_id].albums[album_id].pictures[lloc]


def picture(of: Album, lloc: str) -> Picture:
    """A picture of an album, or `Refused`."""
    if lloc not in of.pictures:
        raise Refused(f"no picture {lloc}")
    return of.pictures[lloc]


def like(of: Album, user_id: int, batch_id: str, lloc: str, liked: bool) -> None:
    """Like a picture of an upload, without `lloc` all of it; or take that back."""
    found = [one for one in of.pictures.values() if one.batch_id == batch_id and lloc in ("", one.lloc)]
    if not found:
        raise Refused(f"no upload {batch_id}")
    for one in found:
        one.likes = [who for who in one.likes if who != user_id] + [user_id] * liked
