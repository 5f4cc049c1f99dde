"""The sandbox's actions about albums, flash files, voices, pictures and what else there is."""

from collections.abc import Iterator
from typing import Any

import pytest
from test_world_actions import ADMIN, BOT, GROUP_ID, IN, MEMBERS, NOTCH, NOW, OUTSIDER, OWNER, House, each, listened

from qq_api import ActionFailed
from qq_api.sandbox.actions import act
from qq_api.sandbox.world import friends, requests


@pytest.fixture
def house() -> Iterator[House]:
    with listened() as house:
        yield house


def album_of(house: House, owner: int = BOT) -> dict[str, Any]:
    made = act(house.world, owner, "create_group_album", {**IN, "name": "风景", "desc": "…"})
    return {**IN, "album_id": made["album_id"]}


def pictures(house: House, album: dict[str, Any]) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = act(house.world, BOT, "get_group_album_media_list", album)["media_list"]
    return listed


def test_albums_are_made_listed_and_removed(house: House) -> None:
    album = album_of(house)
    (listed,) = act(house.world, NOTCH, "get_group_album_list", IN)
    assert listed == {"album_id": album["album_id"], "owner": str(BOT), "name": "风景", "desc": "…"}
    page = act(house.world, NOTCH, "get_qun_album_list", IN)
    assert page == {"album_list": [listed], "attach_info": "", "has_more": False}
    with pytest.raises(ActionFailed, match="permission"):
        act(house.world, NOTCH, "delete_group_album", album)
    act(house.world, ADMIN, "delete_group_album", album)
    assert (house.group.albums, house.told()) == ({}, {})


def test_pictures_come_by_upload_page_by_page_and_go(house: House) -> None:
    album = album_of(house)
    act(house.world, BOT, "upload_group_album", {**album, "files": [f"{number}.png" for number in range(50)]})
    act(house.world, NOTCH, "upload_image_to_qun_album", {**album, "album_name": "风景", "file": "last.png"})
    first = act(house.world, BOT, "get_group_album_media_list", album)
    assert (len(first["media_list"]), first["next_has_more"]) == (50, True)
    rest = act(house.world, BOT, "get_group_album_media_list", {**album, "attach_info": first["next_attach_info"]})
    assert ([one["url"] for one in rest["media_list"]], rest["next_has_more"]) == (["last.png"], False)
    last = {**album, "lloc": rest["media_list"][0]["lloc"]}
    with pytest.raises(ActionFailed, match="permission"):
        act(house.world, BOT, "del_group_album_media", last)
    act(house.world, NOTCH, "del_group_album_media", last)
    assert len(house.group.albums[album["album_id"]].pictures) == 50


def test_pictures_are_liked_and_commented(house: House) -> None:
    album = album_of(house)
    act(house.world, BOT, "upload_group_album", {**album, "files": ["a.png", "b.png"]})
    one, other = pictures(house, album)
    for _ in range(2):
        act(house.world, NOTCH, "set_group_album_media_like", {**album, "batch_id": one["batch_id"]})
    act(
        house.world, NOTCH, "cancel_group_album_media_like", {**album, "batch_id": one["batch_id"], "lloc": one["lloc"]}
    )
    act(house.world, NOTCH, "do_group_album_comment", {**album, "lloc": other["lloc"], "content": "好看"})
    seen = [(one["like_num"], one["comments"]) for one in pictures(house, album)]
    assert seen == [(0, []), (1, [{"user_id": NOTCH, "content": "好看"}])]


def test_flash_files_are_shared_found_sent_and_downloaded(house: House) -> None:
    friends.befriend(house.world, BOT, OUTSIDER)
    house.told()
    shared = act(house.world, BOT, "upload_flash_file", {"paths": ["/tmp/world.zip", "C:\\b.txt"], "title": "存档"})
    by_id = {"fileset_id": shared["file_set_id"]}
    assert house.told() == {BOT: ["notice.flash_file.uploaded"]}
    assert shared["expire_time"] == NOW + 7 * 86400
    info = act(house.world, NOTCH, "get_flash_file_info", {"share_link": shared["share_link"]})
    assert (info["title"], [one["name"] for one in info["files"]]) == ("存档", ["world.zip", "b.txt"])
    assert act(house.world, NOTCH, "get_fileset_info", by_id) == info
    assert act(house.world, NOTCH, "get_flash_file_list", by_id) == info["files"]
    again = act(house.world, BOT, "reshare_flash_file", {"file_set_id": shared["file_set_id"]})
    assert again["share_link"] != shared["share_link"]
    assert act(house.world, BOT, "get_share_link", by_id) == again["share_link"]
    for link in (shared["share_link"], again["share_link"].rpartition("/")[2]):
        assert act(house.world, NOTCH, "get_fileset_id", {"share_code": link}) == by_id
    act(house.world, BOT, "send_flash_msg", {**by_id, **IN})
    act(house.world, BOT, "send_flash_msg", {**by_id, "user_id": OUTSIDER})
    hears = each(MEMBERS - {BOT}, "message.group.normal") | {OUTSIDER: ["message.private.friend"]}
    assert house.told() == hears
    act(house.world, NOTCH, "download_flash_file", {"share_link": shared["share_link"]})
    act(house.world, OWNER, "download_fileset", by_id)
    assert house.told() == each((NOTCH, OWNER), "notice.flash_file.downloaded")
    assert house.world.flash[shared["file_set_id"]].downloaded_by == [NOTCH, OWNER]


def test_a_flash_share_ends_after_a_week(house: House) -> None:
    by_id = act(house.world, BOT, "create_flash_task", {"files": "a.zip", "name": "A"})
    assert house.world.flash[by_id["fileset_id"]].title == "A"
    house.now += 7 * 86400
    with pytest.raises(ActionFailed, match="no flash files"):
        act(house.world, BOT, "get_share_link", by_id)


def test_a_file_for_one_person_is_a_message(house: House) -> None:
    sent = act(
        house.world, BOT, "upload_private_file", {"user_id": OWNER, "file": "base64://aGVsbG8=", "name": "a.txt"}
    )
    (event,) = house.events(OWNER)
    data = {"file": "a.txt", "file_id": sent["file_id"], "file_size": "5"}
    assert event["message"] == [{"type": "file", "data": data}]
    assert house.told() == {OWNER: ["message.private.group"]}


@pytest.mark.parametrize("action", ["voice_msg_to_text", "fetch_ptt_text"])
def test_a_made_voice_is_heard_and_can_be_read(house: House, action: str) -> None:
    (kind,) = act(house.world, BOT, "get_ai_characters", IN)
    character = kind["characters"][0]["character_id"]
    sent = act(house.world, BOT, "send_group_ai_record", {**IN, "character": character, "text": "开服了"})
    assert [one["type"] for one in house.events(NOTCH)[0]["message"]] == ["record"]
    assert house.told() == each(MEMBERS - {BOT}, "message.group.normal")
    assert act(house.world, NOTCH, action, sent) == {"text": "开服了"}
    plain = {"message_id": house.world.say(NOTCH, "text", group_id=GROUP_ID)}
    with pytest.raises(ActionFailed, match="no voice message"):
        act(house.world, BOT, action, plain)


def test_a_doubtful_friend_request_is_held_back_until_accepted(house: House) -> None:
    requests.ask_friend(house.world, OUTSIDER, BOT, "买号吗", doubt="垃圾账号")
    assert house.told() == {}
    (held,) = act(house.world, BOT, "get_doubt_friends_add_request", {})
    assert (held["uin"], held["reason"], held["msg"]) == (str(OUTSIDER), "垃圾账号", "买号吗")
    act(house.world, BOT, "set_doubt_friends_add_request", {"flag": held["flag"]})
    assert house.told() == each((BOT, OUTSIDER), "notice.friend_add")
    assert act(house.world, BOT, "get_doubt_friends_add_request", {}) == []


def test_filtered_requests_are_never_told(house: House) -> None:
    with pytest.raises(ActionFailed, match="get_group_system_msg"):
        act(house.world, BOT, "get_group_ignore_add_request", {})


@pytest.mark.parametrize("action", ["ocr_image", ".ocr_image"])
def test_the_lines_in_a_picture_are_read(house: House, action: str) -> None:
    house.world.pictures["sign.png"] = ["欢迎", "来到生存服"]
    texts = act(house.world, BOT, action, {"image": "sign.png"})["texts"]
    assert [(one["text"], len(one["coordinates"])) for one in texts] == [("欢迎", 4), ("来到生存服", 4)]
    with pytest.raises(ActionFailed, match="no picture"):
        act(house.world, BOT, action, {"image": "other.png"})


def test_pictures_are_suggested_and_kept(house: House) -> None:
    house.world.faces["hi"] = ["https://x.invalid/hi.gif"]
    house.world.people[BOT].faces = ["https://x.invalid/1.gif", "https://x.invalid/2.gif"]
    assert act(house.world, BOT, "get_recommend_face", {"word": "hi"}) == {"url": ["https://x.invalid/hi.gif"]}
    assert act(house.world, BOT, "get_recommend_face", {"word": "no"}) == {"url": []}
    assert act(house.world, BOT, "fetch_custom_face", {"count": 1}) == ["https://x.invalid/1.gif"]


def test_who_types_is_remembered(house: House) -> None:
    assert act(house.world, BOT, "set_input_status", {"user_id": OWNER, "event_type": 1}) is None
    assert (house.world.people[BOT].typing, house.told()) == ({OWNER: 1}, {OWNER: ["notice.notify.input_status"]})


def test_cookies_and_tokens_are_the_accounts_own(house: House) -> None:
    ours, theirs = [act(house.world, who, "get_cookies", {"domain": "qun.qq.com"}) for who in (BOT, OWNER)]
    assert str(BOT) in ours["cookies"]
    assert ours["bkn"] != theirs["bkn"]
    assert act(house.world, BOT, "get_csrf_token", {}) == {"token": int(ours["bkn"])}
    credentials = act(house.world, BOT, "get_credentials", {"domain": "qun.qq.com"})
    assert credentials == {"cookies": ours["cookies"], "csrf_token": int(ours["bkn"])}


@pytest.mark.parametrize(
    ("action", "params", "retcode"),
    [
        ("delete_group_album", {**IN, "album_id": "none"}, 1200),
        ("upload_group_album", {**IN, "album_id": "none", "files": ["a.png"]}, 1200),
        ("upload_group_album", {**IN, "album_id": "none", "files": [1]}, 1400),
        ("get_qun_album_list", {**IN, "attach_info": "x"}, 1400),
        ("upload_flash_file", {"paths": []}, 1400),
        ("get_flash_file_info", {}, 1200),
        ("send_flash_msg", {"fileset_id": "none"}, 1400),
        ("send_group_ai_record", {**IN, "character": "none", "text": "x"}, 1200),
        ("send_group_ai_record", {**IN, "character": "voice-1", "text": ""}, 1400),
        ("set_input_status", {"user_id": 5, "event_type": 1}, 1200),
        ("set_doubt_friends_add_request", {"flag": "none"}, 1200),
        ("no_such_action", {}, 1404),
    ],
)
def test_what_is_wrong_or_not_there_is_refused(house: House, action: str, params: dict[str, Any], retcode: int) -> None:
    with pytest.raises(ActionFailed) as caught:
        act(house.world, BOT, action, params)
    assert (caught.value.retcode, house.told()) == (retcode, {})
