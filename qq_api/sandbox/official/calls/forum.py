"""Threads of a channel (论坛); only for bots of the private kind. Computes only; no I/O."""

import json
from typing import Any

from qq_api.sandbox.official.calls.guild import channel_of
from qq_api.sandbox.official.calls.model import Call
from qq_api.sandbox.official.office import Office, put
from qq_api.sandbox.official.refusals import Refusal, invalid
from qq_api.sandbox.official.shapes import Told
from qq_api.types import Payload


def _channel(office: Office, call: Call) -> int:
    if "FORUMS_EVENT" not in office.settings.intents:
        raise Refusal(11253)
    return channel_of(office, call)


def threads(office: Office, call: Call) -> Any:
    """`GET /channels/{channel_id}/threads`."""
    kept = office.desk.threads.get(_channel(office, call), {})
    return {"threads": [*kept.values()], "is_finish": 1}


def thread(office: Office, call: Call) -> Any:
    """`GET /channels/{channel_id}/threads/{thread_id}`."""
    return {"thread": _thread(office, call)}


def _thread(office: Office, call: Call) -> Payload:
    found = office.desk.threads.get(_channel(office, call), {}).get(call.params["thread_id"])
    if found is None:
        raise Refusal(503012)
    return found


def add(office: Office, call: Call) -> Any:
    """`PUT /channels/{channel_id}/threads`: `format` is 1 text, 2 HTML, 3 Markdown, 4 JSON."""
    group_id, title, content = _channel(office, call), call.want("title", str), call.want("content", str)
    if not title or not content:
        raise Refusal(503006 if title else 503005)
    if call.number("format", 1) not in (1, 2, 3, 4):
        raise invalid("format: 1 to 4 expected")
    text = content if call.number("format", 1) == 4 else _rich(content)
    now = office.clock.iso(office.clock.now())
    info = {"thread_id": office.new_name("thread"), "title": title, "content": text, "date_time": now}
    made = _about(office, call) | {"thread_info": info}
    put(office.desk.threads.setdefault(group_id, {}), info["thread_id"], made)
    _tell(office, "CREATE", made)
    return {"task_id": office.new_name("task"), "create_time": str(office.bot.now())}


def remove(office: Office, call: Call) -> None:
    """`DELETE /channels/{channel_id}/threads/{thread_id}`."""
    gone = _thread(office, call)
    del office.desk.threads[channel_of(office, call)][gone["thread_info"]["thread_id"]]
    _tell(office, "DELETE", gone)


def _about(office: Office, call: Call) -> Payload:
    author = office.ids.of("person", office.bot.self_id)
    return {"guild_id": office.shapes.posts.guild_id(), "channel_id": call.params["channel_id"], "author_id": author}


def _rich(text: str) -> str:
    """A text as the platform keeps it."""
    paragraph = {"elems": [{"text": {"text": text}, "type": 1}], "props": {}}
    return json.dumps({"paragraphs": [paragraph]}, ensure_ascii=False)


def _tell(office: Office, what: str, thread: Payload) -> None:
    """In events the title is rich text, too; public bots hear only that there was something."""
    info = thread["thread_info"] | {"title": _rich(thread["thread_info"]["title"])}
    office.tell(Told(f"FORUM_THREAD_{what}", thread | {"thread_info": info}))
    bare = {key: value for key, value in thread.items() if key != "thread_info"}
    office.tell(Told(f"OPEN_FORUM_THREAD_{what}", bare))
