"""The make-believe official platform, on the wire: what bots are told, in each year's shape."""

import json
from typing import Any

from official_client import ALICE, BOLD, CHANNEL, GROUPS, NOTCH, WANG, Client, Link, big_world, bot

from qq_api import message
from qq_api.sandbox.forwarding import with_cards
from qq_api.sandbox.official.office import Office
from qq_api.sandbox.official.settings import OfficialOf
from qq_api.sandbox.run import GROUP_ID, SELF_ID
from qq_api.sandbox.world import friends, groups, requests, talk

MEMBERS, GUILD = 1 << 24, 1 << 0 | 1 << 1 | 1 << 10 | 1 << 12 | 1 << 30


def told(said: list[dict[str, Any]], *, shape: int = 2026, **place: int) -> tuple[str, dict[str, Any]]:
    """What a bot is told of a message in its group: `t` and `d`, without the wire."""
    world, heard = big_world(), []
    office = Office(world, OfficialOf.model_validate({"shape": shape, "all_messages": True}), SELF_ID)
    office.tells = [lambda _event_id, kind, data: heard.append((kind, data))]
    world.pictures["x"] = []
    with world.listening(SELF_ID, office.heard):
        world.say(ALICE, said, **(place or {"group_id": GROUP_ID}))
    (one,) = heard
    return one


def test_each_year_has_what_it_has() -> None:
    ats = [message.at(SELF_ID), message.text(" hi")]
    kind, old = told(ats, shape=2024)
    assert kind == "GROUP_MESSAGE_CREATE"
    assert old.keys() == {"id", "content", "timestamp", "author", "group_openid"}
    assert old["author"] == {"id": old["author"]["id"], "member_openid": old["author"]["id"]}
    assert old["content"].startswith("<@")
    _, middle = told(ats, shape=2025)
    assert middle.keys() - old.keys() == {"group_id", "message_scene"}
    assert middle["author"].keys() - old["author"].keys() == {"union_openid"}
    _, new = told(ats)
    assert new.keys() - middle.keys() == {"mentions", "message_type"}
    assert new["author"].keys() - middle["author"].keys() == {"username", "bot", "member_role"}
    assert new["content"].startswith("<qqbot-at-user id=")


def test_a_private_message_has_no_group_in_it() -> None:
    for shape in (2024, 2025, 2026):
        kind, data = told([message.text("hi")], shape=shape, to=SELF_ID)
        assert kind == "C2C_MESSAGE_CREATE"
        assert data["author"]["user_openid"] == data["author"]["id"]
        assert not {"group_openid", "group_id", "mentions"} & data.keys()


def test_mentions_say_who_and_whether_it_is_you() -> None:
    _, data = told([message.at(SELF_ID), message.at(WANG), message.at_all(), message.at(999)])
    me, wang, everybody = data["mentions"]
    assert (me["is_you"], me["bot"], me["scope"]) == (True, True, "single")
    assert (wang["is_you"], wang["username"]) == (False, "老王")
    assert everybody == {"scope": "all", "is_you": True, "username": "全体成员"}
    assert data["content"].count("<qqbot-at-user") == 3 and "<qqbot-at-everyone />" in data["content"]


def test_faces_files_and_cards_look_as_they_do() -> None:
    _, data = told([message.text("a<b&c "), message.face(14), message.face(1)])
    assert data["content"].startswith('a<b&c <faceType=1,faceId="14",ext="eyJ0ZXh0Ijoi5b6u56yRIn0=">')
    pieces = {"type": "record", "data": {"file": "v.amr", "url": "http://x/v"}}
    _, data = told([{"type": "image", "data": {"file": "a.png", "url": "http://x/a"}}, pieces])
    image, voice = data["attachments"]
    assert (image["content_type"], image["url"]) == ("image/jpeg", "http://x/a")
    assert (voice["content_type"], voice["voice_wav_url"]) == ("voice", "http://x/v")
    _, data = told([message.json_card({"app": "com.x", "prompt": "[天气]"})])
    assert (data["message_type"], data["ark_data"]["prompt"]) == (3, "[天气]")


def test_quotes_and_chat_records_have_what_is_in_them() -> None:
    world, heard = big_world(), []
    office = Office(world, OfficialOf(all_messages=True), SELF_ID)
    office.tells = [lambda _event_id, _kind, data: heard.append(data)]
    with world.listening(SELF_ID, office.heard):
        first = world.say(WANG, "one", group_id=GROUP_ID)
        world.say(ALICE, [message.reply(first), message.text("two")], group_id=GROUP_ID)
        world.say(ALICE, with_cards(world, [message.node(WANG, "老王", "x")]), group_id=GROUP_ID)
    quote, record = heard[1:]
    (element,) = quote["msg_elements"]
    assert (quote["message_type"], element["content"], element["author"]["username"]) == (103, "one", "老王")
    assert f"ref_msg_idx={element['msg_idx']}" in quote["message_scene"]["ext"]
    assert f"msg_idx={element['msg_idx']}" in heard[0]["message_scene"]["ext"]
    assert (record["message_type"], record["msg_elements"]) == (
        102,
        [{"content": "x", "author": {"username": "老王"}}],
    )


# -- on the wire


async def test_a_group_hands_on_mentions_or_all() -> None:
    async with bot(echo=True) as client, client.listening() as link:
        client.says("not to you", at=False)
        await link.nothing()
        client.says("to you")
        data = (await link.hear("GROUP_AT_MESSAGE_CREATE"))["d"]
        assert (data["content"], data["group_id"], data["author"]["member_role"]) == (" to you", client.group, "owner")
        client.official.hear_all(GROUP_ID)
        client.says("not to you", at=False)
        await link.hear("GROUP_MESSAGE_CREATE")
        client.says("to you")
        data = (await link.hear("GROUP_MESSAGE_CREATE"))["d"]
        assert data["mentions"][0]["is_you"] is True
        await client.to_group("mine")
        data = (await link.hear("GROUP_MESSAGE_CREATE"))["d"]
        assert (data["content"], data["author"]["bot"]) == ("mine", True)
        client.official.hear_all(GROUP_ID, False)
        await client.to_group("mine")
        await link.nothing()


async def test_some_bots_get_a_mention_twice() -> None:
    async with bot(all_messages=True, twice=True) as client, client.listening() as link:
        client.says("hm")
        first, second = await link.hear("GROUP_MESSAGE_CREATE"), await link.hear("GROUP_AT_MESSAGE_CREATE")
        assert first["d"]["id"] == second["d"]["id"] and first["id"] != second["id"]


async def test_who_comes_and_goes_is_told() -> None:
    async with bot() as client, client.listening(GROUPS | MEMBERS) as link:
        world = client.world
        groups.kick(world, ALICE, GROUP_ID, BOLD)
        gone = (await link.hear("GROUP_MEMBER_REMOVE"))["d"]
        assert gone["member_openid"] == client.ids.of("user", BOLD) and gone["group_openid"] == client.group
        groups.join(world, GROUP_ID, BOLD, ALICE)
        await link.hear("GROUP_MEMBER_ADD")
        groups.kick(world, ALICE, GROUP_ID, SELF_ID)
        gone = (await link.hear("GROUP_DEL_ROBOT"))["d"]
        assert gone["op_member_openid"] == client.alice and isinstance(gone["timestamp"], int)
        groups.join(world, GROUP_ID, SELF_ID, ALICE, "invite")
        added = await link.hear("GROUP_ADD_ROBOT")
        answer = {"content": "hello", "event_id": added["id"]}
        await client.ok("POST", f"/v2/groups/{client.group}/messages", answer)
        friends.befriend(world, WANG, SELF_ID)
        assert (await link.hear("FRIEND_ADD"))["d"]["openid"] == client.ids.of("user", WANG)
        friends.unfriend(world, WANG, SELF_ID)
        await link.hear("FRIEND_DEL")


async def test_a_request_to_join_is_told_to_admins_alone() -> None:
    async with bot() as client, client.listening(GROUPS | MEMBERS) as link:
        world = client.world
        world.add_person(7, "Newcomer")
        requests.ask_to_join(world, 7, GROUP_ID, "let me in")
        await link.nothing()
        world.groups[GROUP_ID].members[SELF_ID].role = "admin"
        requests.ask_to_join(world, 7, GROUP_ID, "please")
        data = (await link.hear("GROUP_JOIN_REQUEST"))["d"]
        assert (data["username"], data["apply_source"]) == ("Newcomer", "self_apply")
        assert data["verify_info"]["verify_message"] == "please"


async def test_in_groups_nobody_is_told_what_was_taken_back() -> None:
    async with bot() as client, client.listening() as link:
        said = client.says("oops")
        await link.hear("GROUP_AT_MESSAGE_CREATE")
        talk.recall(client.world, ALICE, said)
        talk.react(client.world, ALICE, client.says("hm", at=False), "14", is_add=True)
        await link.nothing()


async def test_the_guild_has_events_of_its_own() -> None:
    async with bot(intents=["GUILD_MESSAGES"]) as client, client.listening(1 << 9) as link:
        client.says("all", at=False, group_id=CHANNEL)
        await link.hear("MESSAGE_CREATE")
    async with bot() as client, client.listening(GUILD) as link:
        await guild_events(client, link)


async def guild_events(client: Client, link: Link) -> None:
    world = client.world
    client.says("not to you", at=False, group_id=CHANNEL)
    said = client.says("1 < 2 & 3", group_id=CHANNEL)
    data = (await link.hear("AT_MESSAGE_CREATE"))["d"]
    assert data["content"] == f"<@!{client.ids.of('person', SELF_ID)}> 1 &lt; 2 &amp; 3"
    assert (data["guild_id"], data["channel_id"]) == (client.guild, client.channel)
    assert (data["member"]["roles"], data["author"]["username"]) == (["4", "1"], "Alice")
    talk.react(world, NOTCH, said, "14", is_add=True)
    data = (await link.hear("MESSAGE_REACTION_ADD"))["d"]
    assert (data["emoji"], data["user_id"]) == ({"id": "14", "type": 1}, client.ids.of("person", NOTCH))
    talk.react(world, NOTCH, said, "14", is_add=False)
    await link.hear("MESSAGE_REACTION_REMOVE")
    talk.recall(world, ALICE, said)
    assert (await link.hear("PUBLIC_MESSAGE_DELETE"))["d"]["message"]["id"] == client.ids.of("post", said)
    groups.join(world, CHANNEL, BOLD, ALICE)
    assert (await link.hear("GUILD_MEMBER_ADD"))["d"]["user"]["username"] == "<b>Bold</b>"
    groups.kick(world, ALICE, CHANNEL, BOLD)
    await link.hear("GUILD_MEMBER_REMOVE")
    said = client.says("psst", who=NOTCH, at=False, to=SELF_ID, via=CHANNEL)
    data = (await link.hear("DIRECT_MESSAGE_CREATE"))["d"]
    assert (data["src_guild_id"], data["direct_message"]) == (client.guild, True)
    assert data["guild_id"] == client.ids.of("dms", NOTCH)
    talk.recall(world, NOTCH, said)
    await link.hear("DIRECT_MESSAGE_DELETE")


async def test_a_button_is_pressed_and_answered() -> None:
    async with bot() as client, client.listening() as link:
        for where in ({"group_id": GROUP_ID}, {"to": ALICE}, {"group_id": CHANNEL}):
            button = {"render_data": {"label": "Yes"}, "action": {"type": 1, "data": "yes!"}}
            board = {"type": "keyboard", "data": {"content": {"rows": [{"buttons": [button]}]}}}
            said = client.world.say(SELF_ID, [message.markdown("?"), board], **where)
            name = client.official.press(ALICE, said, "1")
            frame = await link.hear("INTERACTION_CREATE")
            assert (frame["d"]["id"], frame["d"]["data"]["resolved"]["button_data"]) == (name, "yes!")
            await client.ok("PUT", f"/interactions/{name}", {"code": 2})
            assert await client.official.pressed(name) == 2
        assert await client.code("PUT", "/interactions/nonsense", {"code": 0}) == 630001
        assert await client.code("PUT", f"/interactions/{name}", {"code": 9}) == 630001
        assert json.dumps(frame["d"]["guild_id"]) == json.dumps(client.guild)
