"""The make-believe official platform, on the wire: its guild."""

import time

from official_client import ALICE, BOLD, CHANNEL, NOTCH, WANG, Client, bot, code_of
from test_official_platform_group import red_dot

from qq_api import message
from qq_api.sandbox.run import SELF_ID
from qq_api.sandbox.world import boards, friends, groups

GUILD = 1 << 0 | 1 << 1 | 1 << 10 | 1 << 12 | 1 << 27 | 1 << 30


def person(client: Client, user_id: int) -> str:
    return client.ids.of("person", user_id)


async def test_a_guild_its_channels_and_people_can_be_read() -> None:
    async with bot(guild_name="服务器") as client:
        (guild,) = await client.ok("GET", "/users/@me/guilds")
        assert guild == await client.ok("GET", f"/guilds/{client.guild}")
        assert (guild["name"], guild["member_count"], guild["owner_id"]) == ("服务器", 4, person(client, ALICE))
        (channel,) = await client.ok("GET", f"/guilds/{client.guild}/channels")
        assert channel == await client.ok("GET", f"/channels/{client.channel}")
        assert (channel["id"], channel["name"], channel["type"]) == (client.channel, "大厅", 0)
        assert await client.ok("GET", f"/channels/{client.channel}/online_nums") == {"online_nums": 4}
        everybody = await client.ok("GET", f"/guilds/{client.guild}/members", params={"limit": 400})
        assert {one["user"]["id"] for one in everybody} == {
            person(client, who) for who in (SELF_ID, ALICE, WANG, NOTCH)
        }
        last = {"after": everybody[0]["user"]["id"], "limit": 400}
        assert await client.ok("GET", f"/guilds/{client.guild}/members", params=last) == everybody[1:]
        alice = await client.ok("GET", f"/guilds/{client.guild}/members/{person(client, ALICE)}")
        assert (alice["nick"], alice["roles"]) == ("Alice", ["4", "1"])
        assert await client.code("GET", "/guilds/1") == 10004
        assert await client.code("GET", "/channels/1") == 10003
        assert await client.code("GET", f"/guilds/{client.guild}/members/1") == 502003


async def test_without_channels_there_is_no_guild() -> None:
    async with bot(channels=[]) as client:
        assert await client.ok("GET", "/users/@me/guilds") == []
        assert await client.code("GET", f"/guilds/{client.guild}") == 10004


async def test_channels_are_made_renamed_and_removed() -> None:
    async with bot() as client, client.listening(GUILD) as link:
        made = await client.ok("POST", f"/guilds/{client.guild}/channels", {"name": "建筑", "type": 0, "sub_type": 0})
        assert (await link.hear("CHANNEL_CREATE"))["d"]["name"] == "建筑"
        await client.ok("PATCH", f"/channels/{made['id']}", {"name": "红石"})
        assert (await link.hear("CHANNEL_UPDATE"))["d"]["name"] == "红石"
        assert "红石" in {group.name for group in client.world.groups.values()}
        await client.ok("POST", f"/channels/{made['id']}/messages", {"content": "hi"})
        await client.ok("DELETE", f"/channels/{made['id']}")
        await link.hear("CHANNEL_DELETE")
        assert await client.code("GET", f"/channels/{made['id']}") == 10003
        assert await client.code("DELETE", f"/channels/{client.channel}") == 11282


async def test_roles_are_made_given_and_taken() -> None:
    async with bot() as client:
        path, notch = f"/guilds/{client.guild}", person(client, NOTCH)
        made = await client.ok("POST", f"{path}/roles", {"name": "Builders", "color": 1, "hoist": 1})
        role_id = made["role_id"]
        changed = await client.ok("PATCH", f"{path}/roles/{role_id}", {"name": "Miners"})
        assert changed["role"]["name"] == "Miners"
        await client.ok("PUT", f"{path}/members/{notch}/roles/{role_id}")
        await client.ok("PUT", f"{path}/members/{notch}/roles/2", {"channel": {"id": client.channel}})
        assert client.world.member(CHANNEL, NOTCH).role == "admin"
        (holder,) = (await client.ok("GET", f"{path}/roles/{role_id}/members"))["data"]
        assert holder["roles"] == ["2", "1", role_id]
        counts = {one["id"]: one["number"] for one in (await client.ok("GET", f"{path}/roles"))["roles"]}
        assert counts == {"1": 4, "2": 2, "4": 1, "5": 0, role_id: 1}
        await client.ok("DELETE", f"{path}/members/{notch}/roles/2")
        assert client.world.member(CHANNEL, NOTCH).role == "member"
        await client.ok("DELETE", f"{path}/roles/{role_id}")
        assert await client.code("DELETE", f"{path}/roles/{role_id}") == 12002
        assert await client.code("PUT", f"{path}/members/{notch}/roles/77") == 12002


async def test_people_are_muted_and_removed_by_an_admin() -> None:
    async with bot() as client:
        path, notch, alice = f"/guilds/{client.guild}", person(client, NOTCH), person(client, ALICE)
        assert (await client.call("PATCH", f"{path}/members/{notch}/mute", {"mute_seconds": "60"})).status_code == 204
        assert client.world.member(CHANNEL, NOTCH).muted_until > 0
        end = {"mute_end_timestamp": str(int(client.official.clock.now()) + 60), "user_ids": [notch, alice]}
        assert await client.ok("PATCH", f"{path}/mute", end) == {"user_ids": [notch]}
        assert await client.code("PATCH", f"{path}/members/{alice}/mute", {"mute_seconds": "60"}) == 11282
        assert await client.code("PATCH", f"{path}/members/{notch}/mute", {"mute_end_timestamp": "1"}) == 502005
        assert (await client.call("PATCH", f"{path}/mute", {"mute_seconds": "60"})).status_code == 204
        assert client.world.groups[CHANNEL].muted
        gone = await client.call("DELETE", f"{path}/members/{notch}", {"add_blacklist": True})
        assert gone.status_code == 204 and NOTCH in client.world.groups[CHANNEL].blocked
        client.world.groups[CHANNEL].members[SELF_ID].role = "member"
        assert await client.code("PATCH", f"{path}/mute", {"mute_seconds": "0"}) == 11282


async def test_a_message_in_a_channel_is_said_read_and_taken_back() -> None:
    async with bot() as client, client.listening(GUILD) as link:
        path = f"/channels/{client.channel}/messages"
        client.says("hm", group_id=CHANNEL)
        heard = (await link.hear("AT_MESSAGE_CREATE"))["d"]
        content = f"<@!{person(client, ALICE)}> 1 &lt; 2 <emoji:14>"
        said = await client.ok("POST", path, {"content": content, "msg_id": heard["id"]})
        assert client.said()[0] == [message.at(ALICE), message.text(" 1 < 2 "), message.face(14)]
        assert (said["content"], said["author"]["bot"]) == (content, True)
        assert (await client.ok("GET", f"{path}/{said['id']}"))["message"]["id"] == said["id"]
        quoting = {"content": "two", "message_reference": {"message_id": heard["id"]}}
        quote = await client.ok("POST", path, quoting)
        assert quote["message_reference"]["message_id"] == heard["id"]
        gone = await client.call("DELETE", f"{path}/{said['id']}", params={"hidetip": "true"})
        assert gone.status_code == 204
        assert await client.code("GET", f"{path}/{said['id']}") == 50039
        assert await client.code("DELETE", f"{path}/{said['id']}") == 306002


async def test_what_may_not_be_said_in_a_channel_is_refused() -> None:
    async with bot() as client, client.listening(GUILD) as link:
        path = f"/channels/{client.channel}/messages"
        client.says("hm", group_id=CHANNEL)
        heard = (await link.hear("AT_MESSAGE_CREATE"))["d"]["id"]
        for wrong, code in (
            ({"content": ""}, 50006),
            ({"content": "see mc.example.com"}, 304003),
            ({"ark": {"template_id": 23}}, 304004),
            ({"content": "hi", "msg_id": "nonsense"}, 304026),
            ({"image": "nonsense"}, 304021),
            ({"markdown": {"content": "# Hi"}, "content": "hi"}, 50037),
        ):
            assert await client.code("POST", path, wrong) == code, wrong
        await client.ok("POST", path, {"embed": {"title": "x", "prompt": "y", "fields": []}, "msg_id": heard})
        await client.ok("POST", path, {"markdown": {"content": "# Hi"}, "msg_id": heard})
        client.official.clock.move(301)
        assert await client.code("POST", path, {"content": "late", "msg_id": heard}) == 304027
        now = client.official.clock.now()
        client.official.clock._time, client.official.clock._moved = lambda: now, 0.0  # however slow the machine is
        codes = [code_of(await client.call("POST", path, {"content": "hi"})) for _ in range(6)]
        assert codes == [0] * 5 + [20028]


async def test_a_picture_comes_in_a_form() -> None:
    async with bot() as client:
        path, headers = f"/channels/{client.channel}/messages", {"Authorization": client.token}
        form = {"data": {"content": "look"}, "files": {"file_image": ("dot.png", red_dot())}}
        answer = await client.http.post(path, headers=headers, **form)  # type: ignore[arg-type]
        assert answer.json()["attachments"][0]["content_type"] == "image/png"
        assert [one["type"] for one in client.said()[0]] == ["text", "image"]


async def test_people_of_the_guild_are_talked_to_directly() -> None:
    async with bot() as client, client.listening(GUILD) as link:
        friends.befriend(client.world, SELF_ID, WANG)
        for who in (NOTCH, WANG):
            asked = {"recipient_id": person(client, who), "source_guild_id": client.guild}
            opened = await client.ok("POST", "/users/@me/dms", asked)
            path = f"/dms/{opened['guild_id']}/messages"
            said = await client.ok("POST", path, {"content": "psst"})
            assert said["guild_id"] == said["channel_id"] == opened["guild_id"]
            assert (await client.call("DELETE", f"{path}/{said['id']}")).status_code == 204
        await link.hear("DIRECT_MESSAGE_DELETE")
        asked = {"recipient_id": person(client, BOLD), "source_guild_id": client.guild}
        assert await client.code("POST", "/users/@me/dms", asked) == 502003
        assert await client.code("POST", "/users/@me/dms", {"recipient_id": "1", "source_guild_id": "1"}) == 10004
        assert await client.code("POST", "/dms/1/messages", {"content": "x"}) == 304032
        assert [code_of(await client.call("POST", path, {"content": "x"})) for _ in range(2)] == [0, 304049]


async def test_a_message_waits_for_an_audit() -> None:
    async with bot(audit=True) as client, client.listening(GUILD) as link:
        path = f"/channels/{client.channel}/messages"
        waits = [await client.call("POST", path, {"content": word}) for word in ("yes", "no")]
        assert [(one.status_code, code_of(one)) for one in waits] == [(202, 304023)] * 2
        assert client.said() == []
        yes, no = (one.json()["data"]["message_audit"]["audit_id"] for one in waits)
        name = client.official.audit(yes)
        data = (await link.hear("MESSAGE_AUDIT_PASS"))["d"]
        assert (data["audit_id"], data["message_id"], data["channel_id"]) == (yes, name, client.channel)
        client.official.audit(no, passes=False)
        assert "message_id" not in (await link.hear("MESSAGE_AUDIT_REJECT"))["d"]
        assert client.said() == [[message.text("yes")]]
        client.says("hm", group_id=CHANNEL)
        heard = (await link.hear("AT_MESSAGE_CREATE"))["d"]["id"]
        assert code_of(await client.call("POST", path, {"content": "x", "msg_id": heard})) == 304024


async def test_reactions_pins_and_announcements() -> None:
    async with bot() as client:
        posts = f"/channels/{client.channel}/messages"
        said = (await client.ok("POST", posts, {"content": "hi"}))["id"]
        face = f"{posts}/{said}/reactions/1/14"
        assert (await client.call("PUT", face)).status_code == 204
        assert await client.code("PUT", face) == 620003
        assert (await client.ok("GET", face))["users"][0]["bot"] is True
        assert (await client.call("DELETE", face)).status_code == 204
        assert await client.code("DELETE", face) == 620004
        pins = f"/channels/{client.channel}/pins"
        assert (await client.ok("PUT", f"{pins}/{said}"))["message_ids"] == [said]
        assert (await client.call("DELETE", f"{pins}/all")).status_code == 204
        assert (await client.ok("GET", pins))["message_ids"] == []
        assert await client.code("PUT", f"{pins}/nonsense") == 501008
        announces = f"/guilds/{client.guild}/announces"
        await client.ok("POST", announces, {"channel_id": client.channel, "message_id": said})
        assert [one.text for one in client.world.groups[CHANNEL].announcements.values()] == ["hi"]
        assert await client.code("POST", announces, {}) == 501001
        assert (await client.call("DELETE", f"{announces}/all")).status_code == 204
        assert client.world.groups[CHANNEL].announcements == {}
        boards.mark(client.world, ALICE, [*client.world.messages][-1])
        assert (await client.ok("GET", pins))["message_ids"] == [said]


async def test_schedules_are_made_changed_and_removed() -> None:
    async with bot() as client:
        path, now = f"/channels/{client.channel}/schedules", int(time.time() * 1000)
        times = {"start_timestamp": str(now + 60_000), "end_timestamp": str(now + 120_000)}
        made = await client.ok("POST", path, {"schedule": {"name": "Dragon", **times, "remind_type": "0"}})
        assert await client.ok("GET", path) == [made]
        changed = await client.ok("PATCH", f"{path}/{made['id']}", {"schedule": {"name": "Wither", "id": "x"}})
        assert (changed["name"], changed["id"]) == ("Wither", made["id"])
        assert (await client.call("DELETE", f"{path}/{made['id']}")).status_code == 204
        assert await client.code("GET", f"{path}/{made['id']}") == 302003
        assert await client.code("POST", path, {"schedule": {"name": "x", "start_timestamp": "1"}}) == 302015
        backwards = {"start_timestamp": str(now + 60_000), "end_timestamp": str(now)}
        assert await client.code("POST", path, {"schedule": {"name": "x", **backwards}}) == 302016


async def test_rights_are_read_changed_and_asked_for() -> None:
    async with bot() as client:
        path = f"/channels/{client.channel}/members/{person(client, NOTCH)}/permissions"
        assert (await client.ok("GET", path))["permissions"] == "7"
        await client.ok("PUT", path, {"add": "8", "remove": "3"})
        assert (await client.ok("GET", path))["permissions"] == "12"
        assert (await client.ok("GET", f"/channels/{client.channel}/roles/2/permissions"))["role_id"] == "2"
        client.official.office.withheld.add("GET /guilds/{guild_id}/members/{user_id}")
        apis = (await client.ok("GET", f"/guilds/{client.guild}/api_permission"))["apis"]
        assert [one["auth_status"] for one in apis] == [0, 1]
        asked = {"path": "/guilds/{guild_id}/members/{user_id}", "method": "GET"}
        demand = {"channel_id": client.channel, "api_identify": asked, "desc": "please"}
        told = await client.ok("POST", f"/guilds/{client.guild}/api_permission/demand", demand)
        assert told["title"] == "GET /guilds/{guild_id}/members/{user_id}"
        demand["api_identify"] = {}
        assert await client.code("POST", f"/guilds/{client.guild}/api_permission/demand", demand) == 610008
        assert (await client.ok("GET", f"/guilds/{client.guild}/message/setting"))["channel_ids"] == [client.channel]


async def test_a_bot_that_is_no_longer_there_finds_nothing() -> None:
    async with bot() as client:
        groups.kick(client.world, ALICE, CHANNEL, SELF_ID)
        assert await client.ok("GET", "/users/@me/guilds") == []
        assert await client.code("POST", f"/channels/{client.channel}/messages", {"content": "x"}) == 10003


async def test_threads_are_for_private_bots_and_told_of() -> None:
    async with bot() as client:
        assert await client.code("GET", f"/channels/{client.channel}/threads") == 11253
    async with bot(intents=["FORUMS_EVENT", "OPEN_FORUM_EVENT"]) as client, client.listening(1 << 28 | 1 << 18) as link:
        path = f"/channels/{client.channel}/threads"
        await client.ok("PUT", path, {"title": "红石", "content": "教程", "format": 1})
        told = (await link.hear("FORUM_THREAD_CREATE"))["d"]["thread_info"]
        assert "红石" in told["title"] and "教程" in told["content"]
        assert (await link.hear("OPEN_FORUM_THREAD_CREATE"))["d"].keys() == {"guild_id", "channel_id", "author_id"}
        (thread,) = (await client.ok("GET", path))["threads"]
        assert thread["thread_info"]["title"] == "红石"
        one = f"{path}/{thread['thread_info']['thread_id']}"
        assert (await client.ok("GET", one))["thread"] == thread
        assert (await client.call("DELETE", one)).status_code == 204
        await link.hear("FORUM_THREAD_DELETE")
        assert await client.code("GET", one) == 503012
        assert await client.code("PUT", path, {"title": "", "content": "x"}) == 503005
        assert await client.code("PUT", path, {"title": "x", "content": ""}) == 503006


async def test_sound_and_microphones_are_told_of() -> None:
    async with bot() as client, client.listening(1 << 29) as link:
        path = f"/channels/{client.channel}"
        await client.ok("POST", f"{path}/audio", {"audio_url": "http://x/a.mp3", "text": "C418", "status": 0})
        assert (await link.hear("AUDIO_START"))["d"]["text"] == "C418"
        await client.ok("POST", f"{path}/audio", {"status": 1})
        await client.ok("POST", f"{path}/audio", {"status": 3})
        await link.hear("AUDIO_FINISH")
        await client.ok("PUT", f"{path}/mic")
        await link.hear("AUDIO_ON_MIC")
        await client.ok("DELETE", f"{path}/mic")
        await link.hear("AUDIO_OFF_MIC")
        assert await client.code("POST", f"{path}/audio", {"status": 0}) == 12002
        assert await client.code("POST", f"{path}/audio", {"status": 4, "audio_url": "http://x"}) == 12002


async def test_guides_lead_to_the_settings() -> None:
    async with bot() as client:
        told = await client.ok("POST", f"/channels/{client.channel}/settingguide", {"content": "look here"})
        assert told["channel_id"] == client.channel
        asked = {"recipient_id": person(client, NOTCH), "source_guild_id": client.guild}
        dms = (await client.ok("POST", "/users/@me/dms", asked))["guild_id"]
        await client.ok("POST", f"/dms/{dms}/settingguide", {})
        assert [one[0]["type"] for one in client.said()] == ["json", "json"]
