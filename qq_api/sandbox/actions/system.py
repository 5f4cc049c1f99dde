"""The account itself and what runs it."""

from qq_api.sandbox.actions.table import action
from qq_api.sandbox.world import Refused, World
from qq_api.types import Payload

RKEY_SECONDS = 3600
"""For how long QQ says that such a key is good."""


@action("get_login_info")
def get_login_info(world: World, self_id: int) -> Payload:
    """Who the account is."""
    return {"user_id": self_id, "nickname": world.people[self_id].nickname}


@action("get_status")
def get_status(world: World, self_id: int) -> Payload:
    """Whether the account is well, and what it has said and heard, as far as it is remembered."""
    known = [said for said in world.messages.values() if self_id in world.audience(said)]
    sent = sum(said.user_id == self_id for said in known)
    stat = {
        "message_received": len(known) - sent,
        "message_sent": sent,
        "last_message_time": known[-1].time if known else 0,
        "startup_time": world.person(self_id).started or world.started,
    }
    return {"online": True, "good": True, "stat": stat}


@action("get_version_info")
def get_version_info(world: World, self_id: int) -> Payload:
    """What speaks here."""
    return {"app_name": "qq_api sandbox", "app_version": "1.5.0", "protocol_version": "v11"}


@action("set_online_status")
def set_online_status(world: World, self_id: int, status: int, ext_status: int, battery_status: int) -> None:
    """Show the account as online, away, busy …."""
    world.person(self_id).status = (status, ext_status, battery_status)


@action("set_restart")
def set_restart(world: World, self_id: int, delay: int) -> None:
    """Start what runs the account again, after so many milliseconds."""
    if delay < 0:
        raise Refused("delay: 0 or more is needed", 1400)
    world.restart(self_id, delay)


@action("get_config")
def get_config(world: World, self_id: int) -> Payload:
    """What `set_config` has set."""
    return world.person(self_id).settings


@action("set_config")
def set_config(world: World, self_id: int, rest: Payload, ob11: Payload | None = None) -> None:
    """Change settings of what runs the account; parts that are not given stay."""
    settings = world.person(self_id).settings
    settings |= rest
    if ob11 is not None:
        settings["ob11"] = {**settings.get("ob11", {}), **ob11}


@action("clean_cache")
def clean_cache(world: World, self_id: int) -> None:
    """Forget what is cached: here as in LLOneBot, nothing is."""


@action("can_send_image", "can_send_record")
def can_send(world: World, self_id: int) -> Payload:
    """Whether pictures and voice messages can be sent."""
    return {"yes": True}


@action("fetch_custom_face")
def fetch_custom_face(world: World, self_id: int, count: int) -> list[str]:
    """Where the account's favourite pictures are."""
    return world.person(self_id).faces[:count]


@action("get_rkey")
def get_rkey(world: World, self_id: int) -> Payload:
    """The keys with which files can be downloaded: one for all."""
    key, now = f"&rkey={world.store.rkey()}", world.now()
    return {"private_key": key, "group_key": key, "expired_time": now + RKEY_SECONDS, "updated_time": str(now)}


@action("ocr_image", ".ocr_image")
def ocr_image(world: World, self_id: int, image: str) -> Payload:
    """Read the lines in a picture: those that the World says are in it, one below the other."""
    lines = world.pictures.get(image)
    if lines is None:
        raise Refused(f"no picture {image}")
    return {"texts": [_line(text, place) for place, text in enumerate(lines)], "language": ""}


def _line(text: str, place: int) -> Payload:
    """A line of 20 pixels' height, 10 for each character."""
    left, right, top, bottom = 0, 10 * len(text), 20 * place, 20 * place + 20
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    return {"text": text, "confidence": 100, "coordinates": [{"x": x, "y": y} for x, y in corners]}


@action("get_cookies")
def get_cookies(world: World, self_id: int, domain: str) -> Payload:
    """The account's cookies for a host; they open nothing."""
    cookies = f"uin=o{self_id}; skey={_key(self_id)}; domain={domain}"
    return {"cookies": cookies, "bkn": str(_token(_key(self_id)))}


@action("get_csrf_token")
def get_csrf_token(world: World, self_id: int) -> Payload:
    """The account's CSRF token."""
    return {"token": _token(_key(self_id))}


@action("get_credentials")
def get_credentials(world: World, self_id: int, domain: str) -> Payload:
    """Cookies and CSRF token in one."""
    return {"cookies": get_cookies(world, self_id, domain)["cookies"], "csrf_token": _token(_key(self_id))}


def _key(self_id: int) -> str:
    return f"@sandbox{self_id}"


def _token(skey: str) -> int:
    """QQ's `bkn` of a key."""
    token = 5381
    for character in skey:
        token += (token << 5) + ord(character)
    return token & 0x7FFFFFFF
