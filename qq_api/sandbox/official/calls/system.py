"""Who the bot is, where its gateway is, and answers to buttons. Computes only; no I/O."""

from typing import Any

from qq_api.sandbox.official.calls.model import Call
from qq_api.sandbox.official.office import Office
from qq_api.sandbox.official.refusals import Refusal


def gateway_url(call: Call) -> str:
    """`http://127.0.0.1:8710` -> `ws://127.0.0.1:8710/websocket/`."""
    return f"ws{call.address.removeprefix('http')}/websocket/"


def gateway(_office: Office, call: Call) -> Any:
    """`GET /gateway`."""
    return {"url": gateway_url(call)}


def me(office: Office, _call: Call) -> Any:
    """`GET /users/@me`."""
    union = office.ids.of("union", office.bot.self_id)
    return office.bot.user() | {"avatar": "", "union_openid": union, "union_user_account": ""}


def answer_button(office: Office, call: Call) -> Any:
    """`PUT /interactions/{interaction_id}`: 0 ok, 1 failed, 2 too often, 3 again, 4 may not, 5 admins only."""
    name, code = call.params["interaction_id"], call.number("code", 0)
    if name not in office.desk.interactions or not 0 <= code <= 5:
        raise Refusal(630001)
    office.desk.interactions[name] = code
    return {}


STARTS = 1000
"""Sessions that a bot may begin in a day."""


def gateway_bot(office: Office, call: Call) -> Any:
    """`GET /gateway/bot`."""
    left = max(STARTS - office.identified, 0)
    limit = {"total": STARTS, "remaining": left, "reset_after": 14_400_000, "max_concurrency": 1}
    return {"url": gateway_url(call), "shards": 1, "session_start_limit": limit}
