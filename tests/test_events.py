"""Events as listeners get them."""

import pytest
from aiocqhttp import Event

from qq_api.events import MessageEvent, from_payload, is_heartbeat


def message(**fields: object) -> dict:
    head = {"post_type": "message", "message_type": "group", "sub_type": "normal", "self_id": 1, "user_id": 2}
    return head | fields


def test_a_message_is_a_message_event_with_content() -> None:
    event = from_payload(message(message=[{"type": "text", "data": {"text": "hi"}}], raw_message="hi"))
    assert isinstance(event, MessageEvent)
    assert isinstance(event, Event)
    assert (event.content, event["content"], event.name) == ("hi", "hi", "message.group.normal")


def test_array_and_string_messages_have_the_same_content() -> None:
    array = from_payload(
        message(message=[{"type": "at", "data": {"qq": "5"}}, {"type": "text", "data": {"text": "[x]"}}])
    )
    string = from_payload(message(message="[CQ:at,qq=5]&#91;x&#93;"))
    assert array is not None and string is not None
    assert array.content == string.content == "[@5][x]"


@pytest.mark.parametrize("raw", [{}, {"raw_message": None}])
def test_a_message_without_raw_message_gets_one(raw: dict) -> None:
    event = from_payload(message(message=[{"type": "face", "data": {"id": "1"}}], **raw))
    assert event is not None
    assert event.raw_message == "[CQ:face,id=1]"


def test_a_message_with_only_raw_message_has_content() -> None:
    event = from_payload(message(raw_message="[CQ:image,file=1]"))
    assert event is not None
    assert event.content == "[图片]"


def test_ids_that_came_as_strings_are_numbers_and_others_stay() -> None:
    event = from_payload(message(message="", user_id="22", group_id="33", message_id="-44", self_id="abc"))
    assert event is not None
    assert (event["user_id"], event["group_id"], event["message_id"], event["self_id"]) == (22, 33, -44, "abc")


@pytest.mark.parametrize("payload", [{}, {"post_type": "message"}, {"post_type": 5}, {"post_type": "notice", "x": 1}])
def test_what_is_no_event_is_none(payload: dict) -> None:
    assert from_payload(payload) is None


def test_the_payload_itself_is_not_changed() -> None:
    payload = message(message="hi", user_id="5")
    from_payload(payload)
    assert payload == message(message="hi", user_id="5")


def test_a_heartbeat_is_told_from_a_lifecycle() -> None:
    kinds = [from_payload({"post_type": "meta_event", "meta_event_type": kind}) for kind in ("heartbeat", "lifecycle")]
    assert [is_heartbeat(event) for event in kinds if event is not None] == [True, False]
