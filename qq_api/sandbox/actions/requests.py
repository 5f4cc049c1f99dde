"""Requests: to be a friend, to join a group, and invitations."""

from qq_api.sandbox.actions.table import action
from qq_api.sandbox.world import Refused, World, requests
from qq_api.sandbox.world.state import Request
from qq_api.types import Payload


@action("set_group_add_request")
def set_group_add_request(world: World, self_id: int, flag: str, approve: bool) -> None:
    """Answer a request to join, or an invitation."""
    requests.answer_group(world, self_id, flag, approve)


@action("set_friend_add_request")
def set_friend_add_request(world: World, self_id: int, flag: str, approve: bool, remark: str = "") -> None:
    """Answer a friend request."""
    requests.answer_friend(world, self_id, flag, approve, remark)


@action("get_doubt_friends_add_request")
def get_doubt_friends_add_request(world: World, self_id: int, count: int) -> list[Payload]:
    """Friend requests that QQ holds back as doubtful and that nobody answered, the newest first."""
    asked = [one for one in world.requests.values() if one.doubt and one.to == self_id and not one.actor]
    return [_doubtful(world, one) for one in reversed(asked)][:count]


def _doubtful(world: World, asked: Request) -> Payload:
    return {
        "flag": asked.flag,
        "uin": str(asked.user_id),
        "nick": world.name(asked.user_id),
        "source": "",
        "reason": asked.doubt,
        "msg": asked.comment,
        "group_code": "0",
        "time": str(asked.time),
        "type": "doubt",
    }


@action("set_doubt_friends_add_request")
def set_doubt_friends_add_request(world: World, self_id: int, flag: str) -> None:
    """Accept a friend request that QQ held back."""
    requests.answer_friend(world, self_id, flag, True)


@action("get_group_ignore_add_request")
def get_group_ignore_add_request(world: World, self_id: int) -> None:
    """Requests to join that QQ has filtered out; LLOneBot 7 never tells."""
    raise Refused("请使用 get_group_system_msg API")


@action("get_group_system_msg")
def get_group_system_msg(world: World, self_id: int) -> Payload:
    """Requests to join the groups that the account runs, and its invitations."""
    asked = [one for one in world.requests.values() if one.group_id in world.groups]
    return {
        "invited_requests": [_invited(world, one) for one in asked if one.kind == "invite" and one.to == self_id],
        "join_requests": [_joining(world, one) for one in asked if one.kind == "add" and _runs(world, self_id, one)],
    }


def _runs(world: World, self_id: int, asked: Request) -> bool:
    member = world.groups[asked.group_id].members.get(self_id)
    return member is not None and member.role != "member"


def _invited(world: World, asked: Request) -> Payload:
    return {"invitor_uin": asked.user_id, "invitor_nick": world.name(asked.user_id), **_asked(world, asked)}


def _joining(world: World, asked: Request) -> Payload:
    who = {"requester_uin": asked.user_id, "requester_nick": world.name(asked.user_id)}
    return {**who, "message": asked.comment, **_asked(world, asked)}


def _asked(world: World, asked: Request) -> Payload:
    return {
        "request_id": asked.number,
        "group_id": asked.group_id,
        "group_name": world.groups[asked.group_id].name,
        "checked": bool(asked.actor),
        "actor": asked.actor,
    }
