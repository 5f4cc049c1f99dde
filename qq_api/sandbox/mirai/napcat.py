"""In what NapCat's plug-in differs from mirai-api-http (napcat-plugin-mirai-api-http). Computes only; no I/O.

Besides, it reads the key and the account of a WebSocket only from the query, ends a refused one with 4001, and answers
`/verify` with the session in `data`.
"""

from typing import Any

from qq_api.types import Payload

REFUSED = 4001
"""With what it ends a WebSocket that may not come in."""


def answered(answer: Payload) -> Payload:
    """An answer as it writes it: all data in `data`, and 400 for nearly everything that fails."""
    code = answer.get("code")
    if code is None:
        return {"code": 0, "msg": "success", "data": answer}
    if code:
        return {"code": code if code < 5 else 400, "msg": str(answer.get("msg") or "Error")}
    if "messageId" in answer:
        return {"code": 0, "msg": "success", "data": {"messageId": answer["messageId"]}}
    return answer


def told(packet: Any, self_id: int) -> Any:
    """A packet as it writes it: groups have no name and the bot no rank; who quotes is taken for who is quoted."""
    if isinstance(packet, list):
        return [told(one, self_id) for one in packet]
    if not isinstance(packet, dict):
        return packet
    made = {key: told(value, self_id) for key, value in packet.items()}
    for key in ("group", "subject"):
        if isinstance(made.get(key), dict) and "permission" in made[key] and "memberName" not in made[key]:
            made[key] |= {"name": "", "permission": "MEMBER"}
    if isinstance(made.get("sender"), dict):
        for element in made.get("messageChain", ()):
            if element.get("type") == "Quote":
                text = [{"type": "Plain", "text": "[消息]"}]
                element |= {"senderId": made["sender"].get("id"), "targetId": self_id, "origin": text}
    return made
