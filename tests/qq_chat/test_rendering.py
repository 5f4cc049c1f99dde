"""What players see of messages from QQ, in the shapes in which each implementation sends them."""

import json
from pathlib import Path
from typing import Any

import pytest
from mcdreforged.api.rtext import RTextList

from qq_api import MessageEvent, Section, Texts, save_config
from qq_chat.config.rendering import Pictures, Rendering
from qq_chat.relay import to_game
from qq_chat.relay.rendering import clicks
from qq_chat.relay.rendering.faces import names, reaction
from qq_chat.relay.rendering.fields import link_of, number_of
from qq_chat.relay.rendering.known import Found, Known, View
from qq_chat.relay.rendering.line import render
from qq_chat.relay.rendering.media import size_words
from qq_chat.relay.rendering.pages import LINES, page, picture_lines
from qq_chat.relay.rendering.said import Said, forwarded, said_of
from qq_chat.relay.rendering.segments import TABLE, short
from support import DATA, IMPLEMENTATIONS, who_is_who

LINK = "https://a.cn/x.png"


def shapes(implementation: str) -> list[dict[str, Any]]:
    lines = (DATA / "messages" / f"{implementation}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def everything_known() -> Known:
    tree = json.loads((DATA / "messages" / "known.json").read_text("utf-8"))
    return Known(
        names={int(user_id): name for user_id, name in tree["names"].items()},
        quotes={key: Said(**said) for key, said in tree["quotes"].items()},
        forwards={key: [Said(**one) for one in said] for key, said in tree["forwards"].items()},
    )


@pytest.fixture(scope="module")
def words() -> Texts:
    import qq_chat

    assert qq_chat
    return Texts.load("qq_chat", "zh_cn")


@pytest.fixture
def view(words: Texts) -> View:
    return View(words, message_id="77")


def segment(kind: str, /, **data: Any) -> dict[str, Any]:
    return {"type": kind, "data": data}


def shown(message: Any, view: View) -> str:
    return render(message, view).to_plain_text()


def parts(message: Any, view: View) -> list[Any]:
    return list(render(message, view).to_json_object())[1:]


@pytest.mark.parametrize("implementation", IMPLEMENTATIONS)
def test_what_each_implementation_sends_is_shown_so(implementation: str, words: Texts) -> None:
    view = View(words, known=everything_known(), message_id="77")
    rows = shapes(implementation)
    assert len(rows) >= 14
    for row in rows:
        assert shown(row["message"], view) == row["shown"]
        assert parts(row["message"], view) == row["component"]


def test_every_kind_in_the_table_comes_from_somebody_or_has_a_test_here() -> None:
    seen = {one["type"] for name in IMPLEMENTATIONS for row in shapes(name) for one in said_of(row).segments}
    untold = {"bface", "new_dice", "new_rps", "basketball", "cardimage", "marketface", "miniapp", "lightapp"}
    assert TABLE.keys() - seen - untold == {"inline_keyboard", "node"}


@pytest.mark.parametrize(
    ("message", "text"),
    [
        (segment("bface", id="1", text="喵"), "[喵]"),
        (segment("face", id="99999"), "[表情 99999]"),
        (segment("face"), "[表情]"),
        (segment("new_dice", result="9"), "[骰子]"),
        (segment("new_rps", result="2"), "[猜拳 剪刀]"),
        (segment("rps", value="2"), "[猜拳 布]"),
        (segment("basketball"), "[篮球]"),
        (segment("cardimage", file=LINK), "[图片]"),
        (segment("marketface", summary="喵"), "[喵]"),
        (segment("miniapp", data='{"app": "x", "prompt": "[应用]画板"}'), "[应用] 画板"),
        (segment("lightapp", content='{"app": "x", "prompt": "画板"}'), "[卡片消息] 画板"),
        (segment("json", data="no card"), "[卡片消息]"),
        (segment("json", data='{"meta": {"a": {"title": "Tom &amp; &lt;Jerry&gt;"}}}'), "[卡片消息] Tom & <Jerry>"),
        (segment("json", data='{"app": "com.tencent.mannounce", "meta": {"a": {"text": "***"}}}'), "[群公告] ***"),
        (segment("json", data={"app": "x", "meta": {"a": {"title": "t"}}}), "[卡片消息] t"),
        (segment("inline_keyboard", content={"rows": []}), "[按钮]"),
        (segment("node", user_id="1", nickname="a", content=[segment("text", text="hi")]), "[聊天记录]"),
        (segment("poke", qq="5"), "戳了戳 5"),
        (segment("record", duration=65), "[语音 1:05]"),
        (segment("video", duration="9"), "[视频 0:09]"),
        (segment("at", qq="10003"), "@10003"),
        (segment("brand_new", x=1), "[brand_new]"),
        (segment("music", type="custom"), "[音乐]"),
        (segment("location", lat="1.5", lon="2"), "[位置] 1.5, 2"),
        (segment("location", lat="x", lon="999"), "[位置] x, 999"),
        (segment("xml", data="<msg brief='[聊天记录]'><broken"), "[聊天记录]"),
        (segment("xml", data='{"app": "x", "prompt": "[应用]画板"}'), "[应用] 画板"),
        (segment("markdown", content="**a** ![i](http://a.cn) <b>c</b>\n> q"), "a [i] c ⏎ q"),
        ([segment("at", qq="5"), segment("text", text="hi")], "@5 hi"),
        ([segment("at", qq="5"), segment("text", text=" hi")], "@5 hi"),
        ([segment("text", text="  \n ")], ""),
        ([], ""),
        (None, ""),
    ],
)
def test_anything_else_is_shown_so(message: Any, text: str, words: Texts) -> None:
    assert shown(message, View(words)) == text


def test_in_english_it_is_english() -> None:
    view = View(Texts.load("qq_chat", "en_us"))
    assert shown("[CQ:image,file=a][CQ:dice,value=2][CQ:at,qq=all]", view) == "[picture][dice 2]@everybody"


def test_a_click_on_text_answers_the_very_message_unless_the_owner_says_no(words: Texts) -> None:
    assert parts("hi", View(words, message_id="-7"))[0]["clickEvent"]["value"] == "!!qq reply -7 "
    assert "clickEvent" not in parts("hi", View(words))[0]
    assert "clickEvent" not in parts("hi", View(words, Rendering(click_to_answer=False), message_id="7"))[0]
    assert "clickEvent" not in parts("hi", View(words, message_id="7; stop"))[0]


def test_links_in_text_can_be_clicked_unless_the_owner_says_no(words: Texts) -> None:
    (before, link, after) = parts("看 https://a.cn/b?c=[d].  好", View(words))
    assert (before["text"], link["text"], after["text"]) == ("看 ", "https://a.cn/b?c=[d", "].  好")
    assert link["clickEvent"] == {"action": "open_url", "value": "https://a.cn/b?c=%5Bd"}
    assert len(parts("看 https://a.cn", View(words, Rendering(clickable_links=False)))) == 1


def test_a_long_message_is_cut(words: Texts) -> None:
    line = shown([segment("text", text="x" * 30), segment("dice", result=1)], View(words, Rendering(longest=20)))
    assert line == "x" * 19 + "…"


def test_a_quote_is_as_long_as_the_owner_wants(words: Texts) -> None:
    known = Known(quotes={"1": Said("1", 5, "Alice", [segment("text", text="0123456789")])})
    for length, text in ((0, "[回复 Alice]"), (5, "[回复 Alice: 0123…]"), (50, "[回复 Alice: 0123456789]")):
        assert shown(segment("reply", id=1), View(words, Rendering(quote=length), known)) == text


def test_a_picture_is_shown_as_the_owners_clients_can_show_it(words: Texts) -> None:
    picture = segment("image", file="f", url="https://a.cn/?a=1,2]&b", summary="[赞,=]", file_size=2048)

    def of(wishes: Pictures) -> Any:
        return parts(picture, View(words, Rendering(pictures=wishes), message_id="7"))[0]

    assert of(Pictures(show="chatimage"))["text"] == "[[CICode,url=https://a.cn/?a=1%2C2%5D&b,name=赞]]"
    preview = of(Pictures(show="imagepreviewer"))["clickEvent"]
    assert preview == {"action": "run_command", "value": "/imagepreview preview https://a.cn/?a=1,2%5D&b"}
    asking = of(Pictures(click="ask"))["clickEvent"]
    assert asking == {"action": "suggest_command", "value": "!!qq picture 7"}
    for wishes in (Pictures(show="chatimage"), Pictures(show="imagepreviewer")):
        assert shown(segment("image", file="f"), View(words, Rendering(pictures=wishes))) == "[图片]"


def test_a_picture_that_came_late_opens_by_its_fresh_link(words: Texts) -> None:
    known = Known(links={"f": "https://a.cn/new", "bad": "file:///x"})
    pictures = [segment("image", file=file, url="https://a.cn/old") for file in ("f", "bad")]
    links = [part["clickEvent"]["value"] for part in parts(pictures, View(words, known=known))]
    assert links == ["https://a.cn/new", "https://a.cn/old"]


def test_a_code_for_chatimage_that_somebody_typed_stays_text(words: Texts) -> None:
    for typed in ("[[CICode,url=http://evil.cn]]", "[cicode,url=file:///etc/passwd]"):
        line = shown([segment("text", text=typed)], View(words, Rendering(pictures=Pictures(show="chatimage"))))
        assert "[cicode" not in line.lower()


def test_a_thumbnail_is_drawn_with_blocks_and_alike_neighbours_are_one(words: Texts) -> None:
    known = Known(thumbnails={"f": [[0xFF0000, 0xFF0000, 0x00FF00], [0, 0, 0]]})
    (picture,) = parts(segment("image", file="f", file_size=2048), View(words, known=known))
    hover = picture["hoverEvent"]["value"]
    drawn = [(part["text"], part.get("color", "").lower()) for part in hover[1:]]
    assert drawn[:2] == [("2.0 KB", ""), ("\n", "")]
    assert drawn[2:] == [("██", "#ff0000"), ("█", "#00ff00"), ("\n", ""), ("███", "#000000")]


def test_forwards_within_forwards_end(words: Texts) -> None:
    again = Said("", 1, "a", [segment("forward", id="x")])
    itself = Said("1", 1, "a", [segment("reply", id=1)])
    view = View(words, known=Known(forwards={"x": [again] * 20}, quotes={"1": itself}))
    assert shown(segment("forward", id="x"), view) == "[聊天记录 · 20 条]"
    hover = parts(segment("forward", id="x"), view)[0]["hoverEvent"]["value"]["text"].splitlines()
    assert hover == ["a: [聊天记录 · 20 条]"] * 8 + ["…", "点击后发送，查看全部内容"]
    assert shown(segment("reply", id=1), view) == "[回复 a]"


def test_a_merged_forward_is_read_page_by_page(view: View) -> None:
    said = [Said("", 10002, "Alice", [segment("text", text=f"line {number}")]) for number in range(LINES * 2 + 1)]
    first, middle, last = (page("id+/=", said, number, view) for number in (1, 2, 99))
    assert [line.to_plain_text() for line in last] == ["聊天记录 · 第 3/3 页", "[Alice] line 16", "« 上一页"]
    assert first[0].to_plain_text() == "聊天记录 · 第 1/3 页"
    assert middle[-1].to_plain_text() == "« 上一页  下一页 »"
    assert "!!qq read id+/= 3" in json.dumps(middle[-1].to_json_object())
    assert "!!qq reply" not in json.dumps([line.to_json_object() for line in first])
    assert [line.to_plain_text() for line in page("x", [], 1, view)] == ["聊天记录 · 第 1/1 页"]


SENDER = {"nickname": "a", "user_id": 5}
HI = [{"type": "text", "data": {"text": "hi"}}]


@pytest.mark.parametrize(
    "answer",
    [
        {"messages": [{"content": "hi", "sender": SENDER, "time": 7}]},
        {"messages": [{"message": HI, "sender": SENDER | {"user_id": "5"}, "time": 7}]},
        {"message": [{"type": "node", "data": {"user_id": "5", "nickname": "a", "content": "hi", "time": 7}}]},
        {"message": [{"type": "node", "data": {"uin": "5", "name": "a", "content": HI, "time": "7"}}]},
        [{"content": HI, "sender": SENDER, "time": 7}],
    ],
)
def test_a_merged_forward_is_the_same_from_everybody(answer: Any) -> None:
    assert forwarded(answer) == [Said("", 5, "a", [segment("text", text="hi")], 7.0)]


def test_fresh_links_are_lines_that_can_be_clicked(view: View) -> None:
    said = Said("7", 5, "Alice", [])
    head, line = picture_lines(said, [Found(LINK)], view)
    assert (head.to_plain_text(), line.to_plain_text()) == ("Alice 的消息中的图片", f"[图片] {LINK}")
    assert json.dumps(line.to_json_object()).count("open_url") == 2
    assert [one.to_plain_text() for one in picture_lines(said, [], view)] == ["QQ 上已找不到这条消息的图片"]


def test_a_picture_that_qq_has_no_more_is_drawn_into_the_chat(view: View) -> None:
    small = [[0xFF0000, 0xFF0000], [0x0000F8, 0xFF0000]]
    drawn = picture_lines(Said("7", 5, "Alice", []), [Found(small=small), Found(LINK, small)], view)
    gone = "[图片] QQ 上已失效，以下是服务器缓存的副本："
    assert [one.to_plain_text() for one in drawn] == ["Alice 的消息中的图片", gone, "██", "██", f"[图片] {LINK}"]
    assert [one["color"] for one in drawn[3].to_json_object()[1:]] == ["#0000F8", "#FF0000"]
    assert "hoverEvent" in json.dumps(drawn[4].to_json_object())


@pytest.mark.parametrize("language", ["en_us", "zh_cn"])
def test_every_wish_is_explained_in_the_file(language: str, tmp_path: Path) -> None:
    class Whole(Section):
        config_version: int = 1
        rendering: Rendering = Rendering()

    save_config(tmp_path / "config.yml", Whole(), Texts.load("qq_chat", language))
    lines = (tmp_path / "config.yml").read_text("utf-8").splitlines()
    settings = [number for number, line in enumerate(lines) if line.strip() and not line.lstrip().startswith("#")]
    assert len(settings) == 23
    assert all(lines[number - 1].lstrip().startswith("#") for number in settings)


@pytest.mark.parametrize(
    ("link", "opens"),
    [
        ("https://a.cn/中 文?q=%2F%zz|{}", "https://a.cn/%E4%B8%AD%20%E6%96%87?q=%2F%25zz%7C%7B%7D"),
        ("http://例子.cn:81/", "http://xn--fsqu00a.cn:81/"),
        ("https://a.cn/#a#b", "https://a.cn/#a%23b"),
        ("HTTPS://A.cn", "https://A.cn"),
        ("file:///etc/passwd", ""),
        ("javascript:alert(1)", ""),
        ("mqqapi://card/show", ""),
        ("https://qq.com@evil.cn/", ""),
        ("https://[::1]/", ""),
        ("https://a.cn:99999/", ""),
        ("https:///x", ""),
        ("https://a cn/", ""),
        ("/data/a.png", ""),
        ("https://a.cn/" + "x" * 3000, ""),
        (None, ""),
        (["https://a.cn"], ""),
    ],
)
def test_a_click_opens_only_what_minecraft_can_read_as_a_link(link: Any, opens: str) -> None:
    assert link_of(link) == opens


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, ""), (1, "1 B"), ("1023", "1023 B"), (1024, "1.0 KB"), (10_239, "10 KB"), (2**30 * 3, "3.0 GB"), ("x", "")],
)
def test_sizes_are_read_at_a_glance(size: Any, text: str) -> None:
    assert size_words({"file_size": size}) == text


def test_numbers_are_read_from_whatever_they_came_as() -> None:
    odd = ["3", 3.9, 3, True, None, "nan", "inf", -3, "1e400", [3], "9" * 5000]
    assert [number_of({"x": one}, "x") for one in odd[:9]] == [3, 3, 3, 0, 0, 0, 0, 0, 0]
    assert number_of({"x": odd[9]}, "x") == 0
    assert number_of(None, "x") == 0


def test_faces_have_names_and_reactions_are_faces_or_emoji() -> None:
    assert len(names()) > 250
    emoji = [reaction(one) for one in ("66", "128077", "", "x", "55296", "9999999999999")]
    assert emoji == ["[爱心]", "👍", "", "", "", ""]


def test_a_click_never_types_what_is_no_id() -> None:
    assert [clicks.answer(one) for one in ("", "1 stop", "1\n/op me", "a")] == [""] * 4
    assert [clicks.read(one) for one in ("", "a b", "x" * 200, "a\n")] == [""] * 4


def test_a_short_text_of_a_message_has_one_line(view: View) -> None:
    said = [segment("reply", id=1), segment("text", text="a\nb"), segment("image"), segment("forward", id="x")]
    assert short(said, view) == "a ⏎ b[图片][聊天记录]"
    assert short([segment("text", text="0123456789")], view, 5) == "0123…"
    assert short(said, view, 0) == ""


def event(message: Any, **fields: Any) -> MessageEvent:
    head = {"user_id": 5, "self_id": 1, "group_id": 2, "message_id": 77, "sender": {"card": "c"}}
    return MessageEvent({**head, "message": message, **fields})


def usual_line(event: MessageEvent, view: View, *, admin: bool = False) -> RTextList | None:
    shown = to_game.shown(event, said_of(event).segments, view, who_is_who(), admin=admin, always={})
    return to_game.worded(shown, to_game.USUAL) if shown else None


def test_a_line_looks_as_it_always_did(view: View) -> None:
    line = usual_line(event([segment("text", text="x\n§4y")]), view, admin=True)
    assert line is not None
    tag, name, blank, text = line.to_json_object()[1:]
    assert [part["text"] for part in (tag, name, blank, text)] == ["[QQ] ", "[c]", " ", "x ⏎ 4y"]
    assert [part["color"] for part in (tag, name, blank, text)] == ["gray", "green", "gray", "gray"]
    assert name["clickEvent"]["value"] == "@c "
    assert "QQ 5" in json.dumps(name)


def test_a_message_of_which_nothing_can_be_seen_is_no_line(view: View) -> None:
    for nothing in ([], None, "\u200b\n", [segment("text", text="")]):
        assert usual_line(event(nothing, raw_message=""), view) is None  # every event has it
    raw = event(None, raw_message="hi")
    assert usual_line(raw, view) is not None
