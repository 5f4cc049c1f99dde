"""What a message of OneBot's becomes on the platform."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from official_half import STEVE

from qq_api import message
from qq_api.official import segments
from qq_api.official.mapping import cut, links
from qq_api.official.mapping.bodies import body_of, defanged
from qq_api.official.mapping.faces import names
from qq_api.official.mapping.fields import seconds_of
from qq_api.official.mapping.segments_out import Media, Part, nodes_text, plan
from qq_api.official.scenes import Scene, Target
from support import DATA

SCENES: tuple[Scene, ...] = ("group", "c2c", "channel", "dms")
WHERE = {scene: Target(scene, "X") for scene in SCENES}

TAG = re.compile(r"<\s*/?\s*(@|#|!|qqbot|face|emoji)|@everyone", re.IGNORECASE)


class People:
    """Steve has an openid; everybody else has a name only."""

    def openid(self, user: str) -> str:
        return STEVE if user == "1" else ""

    def name(self, user: str) -> str:
        return f"<@{user}>"


def contents(said: Any, scene: Scene = "group", longest: int = 1500) -> list[str]:
    return [part.content for part in plan(message.parse(said), scene, People(), longest).parts]


def parts(said: Any, scene: Scene = "group") -> tuple[Part, ...]:
    return plan(message.parse(said), scene, People()).parts


# -- text stays text

_text = st.text(alphabet=st.sampled_from('<>@#!qbotfaceiuserv"= /-\n&;1AE') | st.characters(), max_size=60)
_pieces = st.one_of(
    st.builds(message.text, _text),
    st.builds(message.at, st.sampled_from(["2", "77"]), name=st.none() | _text.filter(bool)),
    st.builds(lambda title: {"type": "share", "data": {"title": title}}, _text),
    st.builds(lambda text: {"type": "json", "data": {"data": json.dumps({"prompt": text})}}, _text),
    st.builds(lambda name: message.node("1", name or "x", "hi"), _text),
)


@given(st.lists(_pieces, max_size=6), st.sampled_from(SCENES), st.integers(10, 200))
def test_nothing_that_anybody_writes_becomes_a_mention(said: list[Any], scene: Scene, longest: int) -> None:
    for content in contents(said, scene, longest):
        assert not TAG.search(content.replace("&lt;", "")), content
        assert len(content) <= longest
        content.encode()


@given(_text, _text)
def test_a_real_mention_is_the_only_one(before: str, after: str) -> None:
    said = [message.text(before), message.at("1"), message.text(after)]
    whole = "".join(contents(said))
    assert len(TAG.findall(whole)) == 1
    assert f'<qqbot-at-user id="{STEVE}" />' in whole


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("<Steve> hi", "<Steve> hi"),
        ("1 < 2 && 3 > 2", "1 < 2 && 3 > 2"),
        ('<qqbot-at-user id="A" />', '＜qqbot-at-user id="A" />'),
        ("< qqbot-at-everyone />", "＜ qqbot-at-everyone />"),
        ("<@!A> <#1> <emoji:4>", "＜@!A> ＜#1> ＜emoji:4>"),
        ("@everyone", "＠everyone"),
        ("a\x00b\x1b[0m\u202ec\r\nd", "ab[0mc\nd"),
        ("x\ud83dy", "x?y"),
    ],
)
def test_text_is_only_text(written: str, sent: str) -> None:
    assert cut.only_text(written) == sent


def test_guilds_escape() -> None:
    assert contents("a <b> &amp; c", "channel") == ["a &lt;b&gt; &amp; c"]


# -- mentions and faces


def test_a_mention_is_the_platforms_own_where_it_can_be() -> None:
    assert contents([message.at("1"), message.text(" hi")]) == [f'<qqbot-at-user id="{STEVE}" /> hi']
    assert contents([message.at("2"), message.text("hi")]) == ["@＜@2> hi"]
    assert contents([message.at("1"), message.text("hi")], "c2c") == ["hi"]
    assert contents([message.at_all(), message.text("hi")]) == ["@全体成员 hi"]
    assert contents([message.at_all(), message.text("hi")], "channel") == ["<qqbot-at-everyone />hi"]


def test_a_face_is_its_name_and_never_a_bare_number() -> None:
    assert contents([message.face(14), message.face(99999)]) == ["[微笑][表情]"]
    assert contents([message.face(14)], "channel") == ["<emoji:14>"]


def test_the_list_of_faces_is_qq_chats() -> None:
    theirs = (DATA.parent.parent / "qq_chat" / "qq_chat" / "relay" / "rendering" / "faces.txt").read_text("utf-8")
    rows = dict(line.split(" ", 1) for line in theirs.splitlines() if line and not line.startswith("#"))
    assert names() == rows


# -- links


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("see https://a.example.com/b?c=1.html", "see a。example。com/b?c=1.html"),
        ("加入 mc.example.com:25565 吧", "加入 mc。example。com:25565 吧"),
        ("地址mc.example.cn进服", "地址mc。example。cn进服"),
        ("10.0.0.1", "10。0。0。1"),
        ("a.b:25565 and x.y/", "a。b:25565 and x。y/"),
        ("www.a.b", "www。a。b"),
        ("1.20.4 and 3.14, config.yml, e.g. this. That", "1.20.4 and 3.14, config.yml, e.g. this. That"),
        ("steve@example.com", "steve@example。com"),
        ("ftp://x", "x"),
        ("...", "..."),
    ],
)
def test_a_group_gets_no_links(written: str, sent: str) -> None:
    assert contents([message.text(written)]) == [sent]
    assert contents([message.text(written)], "c2c") == [written]


def test_where_the_platform_still_finds_a_link_no_dot_stays() -> None:
    body = {"content": 'a.b 1.20.4 <qqbot-at-user id="A" />', "msg_type": 0}
    assert defanged(body) == {"content": 'a。b 1。20。4 <qqbot-at-user id="A" />', "msg_type": 0}
    assert defanged({"content": "nothing"}) is None
    assert defanged({"markdown": {"content": "x.y"}}) == {"markdown": {"content": "x。y"}}


@given(st.text(alphabet="ab.:/-1hts", max_size=80))
def test_a_link_once_gone_stays_gone(text: str) -> None:
    assert links.defang(links.defang(text)) == links.defang(text)
    assert links.defang_all(links.defang_all(text)) == links.defang_all(text)


@pytest.mark.parametrize("text", ["a" * 200_000, "a." * 100_000, "https" * 50_000, "<" * 200_000, "a-" * 100_000])
def test_long_texts_take_no_long_time(text: str) -> None:
    assert "".join(contents([message.text(text)], longest=10**6))


# -- cutting


def test_a_long_text_is_cut_at_a_lines_end() -> None:
    lines = "\n".join(f"line {number}" for number in range(500))
    cuts = contents(lines)
    assert all(len(one) <= 1500 for one in cuts) and len(cuts) == 3
    assert "\n".join(cuts) == lines


@given(st.lists(st.text(alphabet="ab \n", max_size=50) | st.just(None), max_size=30), st.integers(60, 100))
def test_a_mention_is_never_cut(texts: list[str | None], longest: int) -> None:
    said = [message.at("1") if one is None else message.text(one) for one in texts]
    tag = f'<qqbot-at-user id="{STEVE}" />'
    cuts = contents(said, longest=longest)
    assert sum(one.count(tag) for one in cuts) == texts.count(None)
    assert all(len(one) <= longest for one in cuts)


@given(st.text(alphabet='ab <>"=/', min_size=2, max_size=300))
def test_halves_are_all_of_a_text(text: str) -> None:
    first, second = cut.halves(text)
    assert (first + second == text and len(second) < len(text)) or first == ""


def test_halves_keep_a_tag_whole() -> None:
    tag = f'<qqbot-at-user id="{STEVE}" />'
    first, second = cut.halves("a" * 30 + tag + "b" * 30)
    assert tag in first or tag in second


# -- files and cards


def test_text_before_a_picture_goes_with_it_and_more_pictures_come_after() -> None:
    said = [message.text("map"), message.image(b"1"), message.image(b"2"), message.text("end")]
    first, second, last = parts(said)
    assert (first.content, first.media.kind) == ("map", "image")  # type: ignore[union-attr]
    assert (second.content, last.content) == ("", "end")
    assert body_of(first, WHERE["group"], "INFO") == {"msg_type": 7, "content": "map", "media": {"file_info": "INFO"}}
    assert body_of(second, WHERE["group"], "INFO")["content"] == " "


@pytest.mark.parametrize("kind", ["record", "video", "file"])
def test_other_files_are_sent_alone(kind: str) -> None:
    text, file = parts([message.text("hi"), {"type": kind, "data": {"file": "https://x.example/a", "name": "a"}}])
    assert text == Part("hi")
    assert file.media == Media(kind, "https://x.example/a", "a")  # type: ignore[arg-type]


def test_markdown_and_buttons_are_one_message() -> None:
    keyboard = {"type": "keyboard", "data": {"content": {"rows": []}}}
    (part,) = parts([message.markdown("# Hi"), keyboard])
    assert body_of(part, WHERE["group"]) == {
        "msg_type": 2,
        "markdown": {"content": "# Hi"},
        "keyboard": {"content": {"rows": []}},
    }
    assert body_of(part, WHERE["channel"]) == {"markdown": {"content": "# Hi"}, "keyboard": {"content": {"rows": []}}}


def test_buttons_below_a_text_make_it_markdown_that_shows_as_it_is() -> None:
    (part,) = parts([message.text("*hi* "), message.at("1"), {"type": "keyboard", "data": {"id": "k"}}])
    assert part.rich == {
        "markdown": {"content": f'\\*hi\\* <qqbot-at-user id="{STEVE}" />'},
        "keyboard": {"id": "k"},
    }


def test_markdown_as_others_write_it() -> None:
    inside = {"markdown": {"custom_template_id": "t", "params": []}, "keyboard": {"id": "k"}}
    for data in (inside, json.dumps(inside), "base64://eyJtYXJrZG93biI6eyJjb250ZW50IjoiaGkifX0="):
        (part,) = parts([{"type": "markdown", "data": {"data": data}}])
        assert part.rich in (inside, {"markdown": {"content": "hi"}})
    (part,) = parts(
        [{"type": "markdown", "data": {"custom_template_id": "t", "params": [{"key": "a", "values": ["b"]}]}}]
    )
    assert part.rich == {"markdown": {"custom_template_id": "t", "params": [{"key": "a", "values": ["b"]}]}}


def test_arks_and_embeds() -> None:
    ark = {"template_id": 23, "kv": [{"key": "#DESC#", "value": "x"}]}
    (part,) = parts([{"type": "ark", "data": ark}])
    assert body_of(part, WHERE["c2c"]) == {"msg_type": 3, "ark": ark}
    embed = {"type": "embed", "data": {"title": "T", "fields": [{"name": "f"}]}}
    assert body_of(parts([embed], "channel")[0], WHERE["channel"]) == {"embed": embed["data"]}
    assert body_of(parts([embed])[0], WHERE["group"]) == {"msg_type": 2, "markdown": {"content": "T\n\nf"}}


@pytest.mark.parametrize(
    ("segment", "words"),
    [
        (message.share("https://a.example.com/b", "Map"), "[分享] Map a。example。com/b"),
        (message.music("163", 1), "[音乐]"),
        (message.location(1, 2, title="Here"), "[位置] Here"),
        (message.contact("group", 5), "[推荐群] 5"),
        (message.poke(), "[戳一戳]"),
        ({"type": "dice", "data": {"result": "4"}}, "🎲 4"),
        (message.rps(), "✊✌✋"),
        (message.json_card({"prompt": "[分享] 地图"}), "[分享] 地图"),
        (message.json_card({"app": "x"}), "[卡片消息]"),
        (message.xml_card("<a/>"), "[卡片消息]"),
        (message.shake(), "[窗口抖动]"),
        (message.forward("F1"), "[聊天记录]"),
        ({"type": "mface", "data": {"summary": "[猫]"}}, "[猫]"),
        ({"type": "redbag", "data": {}}, "[红包]"),
    ],
)
def test_what_the_platform_does_not_have_is_said_in_words(segment: Any, words: str) -> None:
    assert contents([segment]) == [words]


@pytest.mark.parametrize(
    "said", ["", [], [message.text("\n ")], [message.anonymous()], [{"type": "strange", "data": {}}]]
)
def test_nothing_to_say_is_no_part(said: Any) -> None:
    assert parts(said) == ()


def test_a_reply_is_what_is_answered_and_no_part() -> None:
    planned = plan([message.reply(5), message.text("hi")], "group", People())
    assert (planned.quotes, planned.parts) == ("5", (Part("hi"),))


def test_forwarded_messages_are_lines() -> None:
    nodes = [message.node(1, "Steve", "hi"), message.node(2, "Alex", [message.text("ho"), message.image(b"1")])]
    assert nodes_text(nodes) == "Steve: hi\nAlex: ho[图片]"
    assert nodes_text("nonsense") == ""


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("2026-07-21T10:30:00+08:00", 1784601000),
        ("2026-07-21T02:30:00Z", 1784601000),
        (1784601000, 1784601000),
        ("1784601000", 1784601000),
        ("1784601000123", 1784601000),
        ("soon", 0),
        (None, 0),
        (True, 0),
    ],
)
def test_times_in_every_form(written: Any, seconds: int) -> None:
    assert seconds_of({"timestamp": written}) == seconds


# -- builders


def test_buttons_are_made_and_checked() -> None:
    yes = segments.button("Yes", "/yes", who="admins", send=True)
    link = segments.button("Map", "https://x.example", "url", pressed="Seen", filled=False, who=[STEVE], number="7")
    (part,) = parts([message.markdown("**?**"), segments.keyboard([[yes, link]])])
    rows = body_of(part, WHERE["group"])["keyboard"]["content"]["rows"]
    first, second = rows[0]["buttons"]
    assert first["action"] == {
        "type": 2, "data": "/yes", "permission": {"type": 1}, "unsupport_tips": "/yes", "enter": True,
    }  # fmt: skip
    assert (second["id"], second["render_data"]) == ("7", {"label": "Map", "visited_label": "Seen", "style": 0})
    assert second["action"]["permission"] == {"type": 0, "specify_user_ids": [STEVE]}
    for wrong in (lambda: segments.button("", "x"), lambda: segments.button("x" * 11, "x"),
                  lambda: segments.button("x", "x", "jump"),  # type: ignore[arg-type]
                  lambda: segments.keyboard([]), lambda: segments.keyboard([[yes] * 6])):  # fmt: skip
        with pytest.raises(ValueError, match=r"button|keyboard"):
            wrong()


def test_templates_arks_and_embeds_are_made() -> None:
    (part,) = parts([segments.markdown_template("t", {"a": "b", "c": ["d"]}), segments.keyboard_template("k")])
    assert body_of(part, WHERE["c2c"]) == {
        "msg_type": 2,
        "markdown": {
            "custom_template_id": "t",
            "params": [{"key": "a", "values": ["b"]}, {"key": "c", "values": ["d"]}],
        },
        "keyboard": {"id": "k"},
    }
    assert parts([segments.ark(23, {"#DESC#": "x"})])[0].rich == {
        "ark": {"template_id": 23, "kv": [{"key": "#DESC#", "value": "x"}]}
    }
    (embed,) = parts([segments.embed("T", ["a", "b"], thumbnail="https://x.example/t.png")], "channel")
    assert embed.rich is not None and embed.rich["embed"]["fields"] == [{"name": "a"}, {"name": "b"}]
