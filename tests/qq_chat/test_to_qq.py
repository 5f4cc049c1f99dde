"""What players say becomes segments, and never more than they may."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qq_api import Segment, text
from qq_chat.relay.mentions import with_mentions
from qq_chat.relay.to_qq import joined, segments, worded
from qq_chat.text.template import Template


def said(words: str) -> list[Segment]:
    return with_mentions(words, {"bob": 5})


def shown(parts: list[Segment]) -> list[str]:
    keys = {"text": "text", "at": "qq", "image": "file"}
    return [f"{one['type']}:{one['data'][keys[one['type']]]}" for one in parts]


CICODE = "[[CICode,url=https://x.y/a,name=cat]]"


@pytest.mark.parametrize(
    ("words", "allowed", "refused"),
    [
        ("hi", ["text:hi"], ["text:hi"]),
        (f"see {CICODE} @Bob", ["text:see ", "image:https://x.y/a", "text: ", "at:5"], ["text:see [图片] ", "at:5"]),
        ("https://x.y/a.PNG?b=1", ["image:https://x.y/a.PNG?b=1"], ["text:https://x.y/a.PNG?b=1"]),
        ("https://x.y/a.png.exe", ["text:https://x.y/a.png.exe"], ["text:https://x.y/a.png.exe"]),
        ("[[CICode,name=a,url=http://h/i]]", ["image:http://h/i"], ["text:[图片]"]),
        ("[[CICode,url=file:///etc/passwd]]", ["text:[[CICode,url=file:///etc/passwd]]"], ["text:[图片]"]),
        ("[CQ:image,file=file:///etc/passwd]", ["text:[CQ:image,file=file:///etc/passwd]"], None),
    ],
)
def test_pictures_are_pictures_only_where_that_is_allowed(
    words: str, allowed: list[str], refused: list[str] | None
) -> None:
    assert shown(segments(words, said, pictures=True)) == allowed
    assert shown(segments(words, said, pictures=False)) == (refused or allowed)


def test_a_template_is_filled_with_segments_and_neighbouring_texts_are_one() -> None:
    template = Template("[{server}] <{player}> {text} ({qq})")
    values = {"server": "生存", "player": "Steve", "qq": ""}
    assert shown(worded(template, values, said("hi @Bob!"))) == ["text:[生存] <Steve> hi ", "at:5", "text:! ()"]
    assert joined([text("a"), text("b")]) == [text("ab")]


@given(st.text(max_size=60))
def test_whatever_is_said_is_text_unless_it_is_a_picture_of_the_web(words: str) -> None:
    for one in segments(words, said, pictures=True):
        assert one["type"] in ("text", "at") or one["data"]["file"].startswith(("http://", "https://"))
    plain = segments(words, lambda part: [text(part)], pictures=False)
    assert "[[CICode," in words or "".join(one["data"]["text"] for one in plain) == words
