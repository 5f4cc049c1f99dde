"""Files: sent whole, by their address, or in parts (富媒体消息). What waits for the store of files waits here."""

import hashlib
from base64 import b64encode
from typing import Any

from qq_api.sandbox.official.calls import saying
from qq_api.sandbox.official.calls.messages import receipt
from qq_api.sandbox.official.calls.model import Call, why
from qq_api.sandbox.official.ids import Place
from qq_api.sandbox.official.office import MOST_PARTS, Office, Parts, Upload, put
from qq_api.sandbox.official.refusals import Refusal, invalid
from qq_api.sandbox.world import Refused
from qq_api.sandbox.world.stored import arrived
from qq_api.types import Payload, Segment

TTL = 3600
"""Seconds that a file can be said in."""

BLOCK = 4 * 2**20
"""Bytes of a part."""

MOST = 200 * 2**20
"""Bytes of a file."""

_KINDS = {1: ("image", ("image/png", "image/jpeg", "image/gif"), 20), 2: ("video", ("video/",), 30)}
_KINDS |= {3: ("record", ("audio/",), 20), 4: ("file", ("",), 200)}
"""`file_type` -> the segment, what the file may be, and how many MiB it may have before it is a mere file."""


def _place(office: Office, call: Call) -> Place:
    if "group_openid" in call.params:
        return Place("group", office.group(call.params["group_openid"]))
    return Place("c2c", office.user(call.params["openid"]))


async def upload(office: Office, call: Call) -> Any:
    """`POST /v2/groups/{group_openid}/files`, `POST /v2/users/{openid}/files`."""
    place = _place(office, call)
    if place.scene == "group":
        _check_voice(office, place)
    if call.given.get("upload_id"):
        kind, reference, name = _whole(office, place, str(call.given["upload_id"]))
    else:
        kind, reference, name = call.number("file_type", 0), _reference(call), str(call.given.get("file_name") or "")
    segment = await _segment(call, kind, reference, name)
    said = _say_at_once(office, call, place, segment)
    file_info = office.new_name("file")
    put(office.desk.uploads, file_info, Upload(place, segment, office.clock.now() + TTL))
    return {"file_uuid": office.new_name("uuid"), "file_info": file_info, "ttl": TTL, **said}


def _check_voice(office: Office, place: Place) -> None:
    try:
        saying.check_voice(office, place)
    except Refusal:
        raise Refusal(850018) from None


def _reference(call: Call) -> str:
    """Where the file is: its address, or its bytes in Base64."""
    url, data = call.given.get("url"), call.given.get("file_data")
    if isinstance(data, str) and data:
        return f"base64://{data}"
    if isinstance(url, str) and url.startswith(("http://", "https://")):
        return url
    raise invalid("url or file_data is needed")


async def _segment(call: Call, kind: int, reference: str, name: str) -> Segment:
    if kind not in _KINDS:
        raise invalid(f"file_type: {kind}")
    source = await fetched(call, reference, name)
    stored = call.files.about(source)
    shown, mimes, mebibytes = _KINDS[kind]
    if stored.size > mebibytes * 2**20:
        shown, mimes = "file", ("",)
    if not stored.mime.startswith(mimes):
        raise Refusal(850019)
    return arrived(shown, {"name": name} if name else {}, stored, call.files.url(source), source)


async def fetched(call: Call, reference: str, name: str = "") -> str:
    """Keep a file; returns its source.

    Raises:
        Refusal: it cannot be had, or is too large.
    """
    try:
        return await call.files.take(reference, name)
    except Refused as refused:
        raise Refusal(850031 if "large" in why(refused) else 850026, why(refused)) from None


def _say_at_once(office: Office, call: Call, place: Place, segment: Segment) -> Payload:
    """`srv_send_msg`: the file is said, too, on what answers nothing."""
    if not call.given.get("srv_send_msg"):
        return {}
    book = saying.alone(office, place)
    said = saying.say(office, place, [segment])
    book()
    return receipt(office, said)


# -- in parts


def prepare(office: Office, call: Call) -> Any:
    """`POST …/upload_prepare`: where the parts of a file go."""
    place, size = _place(office, call), call.number("file_size", 0)
    kind = call.number("file_type", 0)
    if kind not in _KINDS or size < 1:
        raise invalid("file_type and file_size are needed")
    if size > MOST:
        raise Refusal(850031)
    upload_id, name = office.new_name("upload"), str(call.given.get("file_name") or "")
    about = Parts(place, kind, name, size, str(call.given.get("md5") or "").lower())
    put(office.desk.parts, upload_id, about, MOST_PARTS)
    starts = range(0, size, BLOCK)
    parts = [
        {
            "index": index,
            "presigned_url": f"{call.address}/upload/{upload_id}/{index}",
            "block_size": str(min(BLOCK, size - start)),
        }
        for index, start in enumerate(starts, 1)
    ]
    how = {"concurrency": 2, "retry_timeout": 30, "retry_delay": 1}
    return {"upload_id": upload_id, "block_size": str(BLOCK), "parts": parts, "upload_config": how}


def put_part(office: Office, call: Call) -> Any:
    """`PUT` to where a part goes; it needs no token."""
    parts, index = office.desk.parts.get(call.params["upload_id"]), call.number("index", 0, call.params)
    if parts is None or not 1 <= index <= -(-parts.size // BLOCK) or not 0 < len(call.raw) <= BLOCK:
        raise Refusal(40093001)
    parts.parts[index] = call.raw
    return {}


def finish_part(office: Office, call: Call) -> Any:
    """`POST …/upload_part_finish`: a part is there, and has this MD5."""
    parts = _parts(office, _place(office, call), str(call.given.get("upload_id")))
    index = call.number("part_index", 0)
    content = parts.parts.get(index)
    if content is None or _md5(content) != str(call.given.get("md5", "")).lower():
        raise Refusal(40093001)
    parts.finished.add(index)
    return {}


def _parts(office: Office, place: Place, upload_id: str) -> Parts:
    parts = office.desk.parts.get(upload_id)
    if parts is None or parts.place != place:
        raise invalid(f"upload_id: {upload_id}")
    return parts


def _whole(office: Office, place: Place, upload_id: str) -> tuple[int, str, str]:
    """The file of an upload, put together: its type, its content and its name."""
    parts = _parts(office, place, upload_id)
    content = b"".join(parts.parts[index] for index in sorted(parts.finished))
    if len(content) != parts.size or (parts.md5 and _md5(content) != parts.md5):
        raise Refusal(40093001)
    del office.desk.parts[upload_id]
    return parts.kind, f"base64://{b64encode(content).decode()}", parts.name


def _md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
