"""The make-believe official platform, on the wire: a group's people, and files."""

import hashlib
from base64 import b64encode
from io import BytesIO
from typing import Any

import pytest
from official_client import ALICE, BOLD, CHANNEL, NOTCH, WANG, Client, bot, code_of
from PIL import Image

from qq_api import message
from qq_api.sandbox.official.calls import media
from qq_api.sandbox.run import GROUP_ID, SELF_ID
from qq_api.sandbox.world import groups, requests


def red_dot() -> bytes:
    with BytesIO() as content:
        Image.new("RGB", (2, 2), "red").save(content, "PNG")
        return content.getvalue()


def in_base64(content: bytes) -> str:
    return b64encode(content).decode()


# -- people


async def test_a_group_tells_who_is_in_it() -> None:
    async with bot() as client:
        path = f"/v2/groups/{client.group}"
        about = await client.ok("GET", f"{path}/info")
        assert (about["group_name"], about["group_member_num"]) == ("生存服 Survival", 5)
        state = await client.ok("GET", f"{path}/bot_state")
        assert (state["allow_proactive_msg"], state["recv_msg_setting"]) == (True, "only_mention")
        wang = await client.ok("GET", f"{path}/members/{client.ids.of('user', WANG)}")
        assert (wang["username"], wang["member_role"]) == ("老王 [腐竹]", "admin")
        assert await client.code("GET", f"{path}/members/{'F' * 32}") == 301006
        old = await client.ok("POST", f"{path}/members", {"limit": 2, "start_index": 0})
        assert len(old["members"]) == 2 and old["next_index"] == 2


async def test_members_come_page_by_page() -> None:
    async with bot() as client:
        for number in range(100, 170):
            client.world.add_person(number, str(number))
            groups.join(client.world, GROUP_ID, number, ALICE)
        pages, cursor = [], ""
        while not pages or cursor:
            page = await client.ok("GET", f"/v2/groups/{client.group}/members", params={"cursor": cursor})
            pages.append(len(page["members"]))
            cursor = page["next_cursor"]
        assert pages == [30, 30, 15]


async def test_only_an_admin_has_power() -> None:
    async with bot() as client:
        path, notch = f"/v2/groups/{client.group}", client.ids.of("user", NOTCH)
        until = client.official.clock.iso(client.official.clock.now() + 600)
        mute = {"members": [{"op": "add", "member_openid": notch, "mute_expire_at": until}]}
        kick = {"member_openids": [notch], "add_to_member_blacklist": True}
        assert await client.code("POST", f"{path}/restrict_chat_setting", mute) == 11282
        assert await client.code("POST", f"{path}/batch_remove_members", kick) == 11282
        client.world.groups[GROUP_ID].members[SELF_ID].role = "admin"
        await client.ok("POST", f"{path}/restrict_chat_setting", mute)
        (muted,) = (await client.ok("GET", f"{path}/restrict_chat_setting"))["members"]
        assert (muted["member_openid"], muted["mute_expire_at"]) == (notch, until)
        await client.ok("POST", f"{path}/restrict_chat_setting", {"members": [{"op": "del", "member_openid": notch}]})
        assert client.world.member(GROUP_ID, NOTCH).muted_until == 0
        await client.ok("POST", f"{path}/batch_remove_members", kick)
        assert NOTCH not in client.world.members_of(GROUP_ID)
        (blocked,) = (await client.ok("GET", f"{path}/member_blacklist"))["users"]
        assert blocked["member_openid"] == notch
        await client.ok("POST", f"{path}/member_blacklist", {"op": "del", "member_openids": [notch]})
        assert (await client.ok("GET", f"{path}/member_blacklist"))["users"] == []


async def test_what_is_asked_of_admins_must_make_sense() -> None:
    async with bot() as client:
        client.world.groups[GROUP_ID].members[SELF_ID].role = "admin"
        path = f"/v2/groups/{client.group}/restrict_chat_setting"
        notch, clock = client.ids.of("user", NOTCH), client.official.clock
        for wrong, code in (
            ({"op": "add", "member_openid": notch, "mute_expire_at": "tomorrow"}, 502005),
            ({"op": "add", "member_openid": notch, "mute_expire_at": clock.iso(clock.now() - 5)}, 502005),
            ({"op": "add", "member_openid": notch, "mute_expire_at": clock.iso(clock.now() + 31 * 86_400)}, 502005),
            ({"op": "mute", "member_openid": notch}, 12002),
            ({"op": "del", "member_openid": "F" * 32}, 301006),
            ({"op": "del", "member_openid": client.alice}, 11282),
            (7, 12002),
        ):
            assert await client.code("POST", path, {"members": [wrong]}) == code, wrong
        many = [{"op": "del", "member_openid": notch}] * 21
        assert await client.code("POST", path, {"members": many}) == 12002


async def test_who_asks_to_join_is_let_in_or_not() -> None:
    async with bot() as client:
        world, path = client.world, f"/v2/groups/{client.group}"
        world.groups[GROUP_ID].members[SELF_ID].role = "admin"
        for number in (7, 8, 9):
            world.add_person(number, str(number))
            requests.ask_to_join(world, number, GROUP_ID)
        asked = (await client.ok("GET", f"{path}/join_request_list"))["list"]
        seven, eight, nine = (one["member_openid"] for one in asked)
        answer = {"op": "approve", "join_request_id": asked[0]["join_request_id"]}
        await client.ok("POST", f"{path}/approval_join_request/{seven}", answer)
        no = {"op": "decline", "add_to_member_blacklist": True}
        await client.ok("POST", f"{path}/approval_join_request/{eight}", no)
        assert 7 in world.members_of(GROUP_ID) and 8 in world.groups[GROUP_ID].blocked
        assert await client.code("POST", f"{path}/approval_join_request/{nine}", {"op": "perhaps"}) == 12002
        assert await client.code("POST", f"{path}/approval_join_request/{seven}", answer) == 12002
        assert len((await client.ok("GET", f"{path}/join_request_list"))["list"]) == 1


# -- files


async def upload(client: Client, whose: str, **body: Any) -> Any:
    return await client.ok("POST", f"{whose}/files", {"file_type": 1, "srv_send_msg": False, **body})


async def test_a_picture_is_uploaded_and_said_with_a_text() -> None:
    async with bot() as client:
        group, user = f"/v2/groups/{client.group}", f"/v2/users/{client.alice}"
        given = await upload(client, group, file_data=in_base64(red_dot()))
        assert (given["ttl"], client.said()) == (media.TTL, [])
        media_of = {"msg_type": 7, "media": {"file_info": given["file_info"]}}
        assert code_of(await client.to_user("", **media_of)) == 40034004
        assert code_of(await client.to_group("look", **media_of)) == 0
        text, image = client.said()[0]
        assert text == message.text("look")
        assert client.world.store.about(image["data"]["file"]).mime == "image/png"
        shown = await client.http.get(image["data"]["url"])
        assert shown.content == red_dot()
        client.official.clock.move(media.TTL)
        assert code_of(await client.to_group("", **media_of)) == 40034004
        assert code_of(await client.to_group("", msg_type=7)) == 22006
        given = await upload(client, user, url=image["data"]["url"])
        assert code_of(await client.to_user("", msg_type=7, media={"file_info": given["file_info"]})) == 0


async def test_a_file_can_be_said_as_it_is_uploaded() -> None:
    async with bot() as client:
        given = await upload(client, f"/v2/groups/{client.group}", file_data=in_base64(red_dot()), srv_send_msg=True)
        assert given["id"].startswith("ROBOT1.0_") and len(client.said()) == 1


async def test_files_that_cannot_be_had_are_refused() -> None:
    async with bot() as client:
        path = f"/v2/groups/{client.group}/files"
        for wrong, code in (
            ({"file_type": 1}, 12002),
            ({"file_type": 9, "file_data": in_base64(red_dot())}, 12002),
            ({"file_type": 2, "file_data": in_base64(red_dot())}, 850019),
            ({"file_type": 1, "file_data": in_base64(b"text")}, 850019),
            ({"file_type": 1, "file_data": "?"}, 850026),
            ({"file_type": 1, "url": f"{client.official.url}/nothing"}, 850026),
            ({"file_type": 1, "url": "file:///etc/passwd"}, 12002),
            ({"upload_id": "nonsense"}, 12002),
        ):
            assert await client.code("POST", path, wrong) == code, wrong
        groups.mute(client.world, ALICE, GROUP_ID, SELF_ID, 60)
        assert await client.code("POST", path, {"file_type": 1, "file_data": in_base64(red_dot())}) == 850018


async def test_a_file_comes_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(media, "BLOCK", 1000)
    content = red_dot() + bytes(2000)
    async with bot() as client:
        path = f"/v2/groups/{client.group}"
        md5 = hashlib.md5(content).hexdigest()
        about = {"file_type": 1, "file_size": str(len(content)), "file_name": "dot.png", "md5": md5}
        prepared = await client.ok("POST", f"{path}/upload_prepare", about)
        upload_id = prepared["upload_id"]
        assert [part["index"] for part in prepared["parts"]] == [1, 2, 3] and prepared["block_size"] == "1000"
        for part in prepared["parts"]:
            piece = content[(part["index"] - 1) * 1000 :][:1000]
            assert int(part["block_size"]) == len(piece)
            assert (await client.http.put(part["presigned_url"], content=piece)).status_code == 200
            done = {"upload_id": upload_id, "part_index": part["index"], "block_size": len(piece)}
            assert await client.code("POST", f"{path}/upload_part_finish", {**done, "md5": "0" * 32}) == 40093001
            await client.ok("POST", f"{path}/upload_part_finish", {**done, "md5": hashlib.md5(piece).hexdigest()})
        given = await client.ok("POST", f"{path}/files", {"upload_id": upload_id})
        assert code_of(await client.to_group("", msg_type=7, media={"file_info": given["file_info"]})) == 0
        assert await client.official.store.read(client.said()[0][0]["data"]["file"]) == content
        assert await client.code("POST", f"{path}/files", {"upload_id": upload_id}) == 12002


async def test_parts_that_are_missing_make_no_file() -> None:
    async with bot() as client:
        path = f"/v2/groups/{client.group}"
        assert await client.code("POST", f"{path}/upload_prepare", {"file_type": 1}) == 12002
        assert await client.code("POST", f"{path}/upload_prepare", {"file_type": 1, "file_size": 2**30}) == 850031
        prepared = await client.ok("POST", f"{path}/upload_prepare", {"file_type": 1, "file_size": 10})
        assert await client.code("POST", f"{path}/files", {"upload_id": prepared["upload_id"]}) == 40093001
        nowhere = prepared["parts"][0]["presigned_url"].removesuffix("1") + "2"
        assert (await client.http.put(nowhere, content=b"x")).json()["code"] == 40093001


async def test_what_people_send_can_be_downloaded() -> None:
    async with bot() as client, client.listening() as link:
        kept = client.official.store.keep(red_dot(), "dot.png")
        image = {"file": kept.split("/")[0], "url": client.official.store.url(kept)}
        client.world.say(BOLD, [message.at(SELF_ID), {"type": "image", "data": image}], group_id=GROUP_ID)
        (shown,) = (await link.hear("GROUP_AT_MESSAGE_CREATE"))["d"]["attachments"]
        assert (shown["content_type"], shown["size"]) == ("image/png", len(red_dot()))
        assert (await client.http.get(shown["url"])).content == red_dot()
        assert CHANNEL in client.world.groups
