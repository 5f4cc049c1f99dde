"""The account itself and what runs it."""

from qq_api.sandbox.actions.table import action
from qq_api.sandbox.world import World
from qq_api.types import Payload


@action("get_login_info")
def get_login_info(world: World, self_id: int) -> Payload:
    """Who the account is."""
    return {"user_id": self_id, "nickname": world.people[self_id].nickname}


@action("get_status")
def get_status(world: World, self_id: int) -> Payload:
    """Whether the account is well."""
    return {"online": True, "good": True}


@action("get_version_info")
def get_version_info(world: World, self_id: int) -> Payload:
    """What speaks here."""
    return {"app_name": "qq_api sandbox", "app_version": "1.5.0", "protocol_version": "v11"}


@action("set_online_status")
def set_online_status(world: World, self_id: int, status: int, ext_status: int, battery_status: int) -> None:
    """Show the account as online, away, busy …."""
    world.person(self_id).status = (status, ext_status, battery_status)


@action("clean_cache")
def clean_cache(world: World, self_id: int) -> None:
    """Forget what is cached: here as in LLOneBot, nothing is."""


@action("can_send_image", "can_send_record")
def can_send(world: World, self_id: int) -> Payload:
    """Whether pictures and voice messages can be sent."""
    return {"yes": True}
