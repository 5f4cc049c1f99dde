"""Our bot and the sandbox, with mirai-api-http between them: as if nothing were there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from mah import ALICE, BOT, GROUP, KEY, NOTCH, OTHER, WANG, Mah, happen, mah
from qq_api import config, message
from qq_api.errors import ActionFailed
from qq_api.sandbox.world import groups
from support import Home, home, until

WAYS = (("websocket", False), ("http", False))
"""The adapter, and whether it is NapCat's plug-in that serves it."""


@asynccontextmanager
async def both(mode: str, napcat: bool) -> AsyncIterator[tuple[Mah, Home]]:
    async with mah(napcat=napcat) as server:
        url = f"{'http' if mode == 'http' else 'ws'}://{server.host}"
        settings = {"type": "mirai", "url": url, "verify_key": KEY, "qq": BOT, "mode": mode, "poll_seconds": 0.1}
        async with home(config.Mirai.model_validate(settings)) as ours:
            await until(lambda: BOT in ours.came)
            yield server, ours


def told(event: Any) -> dict[str, Any]:
    """What both ways have to tell alike."""
    keys = ("post_type", "message_type", "notice_type", "request_type", "sub_type", "user_id", "group_id")
    keys += ("operator_id", "target_id", "duration", "card_new", "card_old", "title", "comment")
    found = {key: event[key] for key in keys if key in event}
    if event.get("message_type") == "private":
        found.pop("target_id", None)
    if event["post_type"] == "request":
        found.pop("group_id", None)  # of a friend, it is 0 here and nothing there
    return found


WITHOUT = ("group_name",)
"""What mirai tells of and OneBot has no event for."""


@pytest.mark.parametrize(("mode", "napcat"), WAYS)
async def test_what_happens_is_heard_as_it_is_without_mirai(mode: str, napcat: bool) -> None:
    async with both(mode, napcat) as (server, ours):
        direct: list[dict[str, Any]] = []
        with server.world.listening(BOT, direct.append):
            happen(server)
        expected = [told(event) for event in direct if event.get("sub_type") not in WITHOUT]
        await until(lambda: len(ours.heard) >= len(expected), what=[told(event) for event in ours.heard])
        assert [told(event) for event in ours.heard] == [{**one, **joined(one)} for one in expected]


def joined(event: dict[str, Any]) -> dict[str, Any]:
    """mirai names who invited, and nobody where nobody did."""
    approved = event.get("notice_type") == "group_increase" and event.get("sub_type") == "approve"
    return {"operator_id": 0} if approved else {}


@pytest.mark.parametrize(("mode", "napcat"), WAYS)
async def test_messages_are_sent_quoted_asked_for_and_taken_back(mode: str, napcat: bool) -> None:
    async with both(mode, napcat) as (server, ours):
        said = [message.text("earlier "), message.at(BOT)]
        first = server.say(WANG, said)
        heard = await until(lambda: next(iter(ours.heard), None))
        assert heard is not None
        segments = [message.reply(heard["message_id"]), message.at(WANG), message.text(" yes "), message.face(178)]
        sent = await ours.bot.send_group_msg(group_id=GROUP, message=segments)
        mine = [one for one in server.world.messages.values() if one.user_id == BOT]
        assert mine[0].segments == [message.reply(first), *segments[1:]]
        assert (await ours.bot.get_msg(message_id=sent["message_id"]))["message"] == segments
        await ours.bot.delete_msg(message_id=sent["message_id"])
        assert mine[0].recalled
        await ours.bot.send_private_msg(user_id=ALICE, message="to a friend")
        await ours.bot.send_private_msg(user_id=WANG, message="to nobody's friend")
        assert [one.via for one in server.world.messages.values() if one.peer_id] == [None, GROUP]
        with pytest.raises(ActionFailed) as failed:
            await ours.bot.send_group_msg(group_id=5, message="x")
        assert failed.value.retcode == (20400 if napcat else 20005)


@pytest.mark.parametrize(("mode", "napcat"), WAYS)
async def test_cards_pictures_and_files_arrive(mode: str, napcat: bool) -> None:
    async with both(mode, napcat) as (server, ours):
        nodes = [message.node(WANG, "王", "one"), message.node(ALICE, "A", [message.image(b"\x89PNG\r\n\x1a\n")])]
        await ours.bot.send_group_forward_msg(group_id=GROUP, messages=nodes)
        (card,) = server.world.cards.values()
        assert [one["sender"]["nickname"] for one in card] == ["王", "A"]
        await ours.bot.upload_group_file(group_id=GROUP, file="base64://aGk=", name="a.txt")
        listed = await ours.bot.get_group_root_files(group_id=GROUP)
        assert [one["file_name"] for one in listed["files"]] == ["a.txt"]
        await server.qq.group(GROUP).say(WANG, [message.image(b"\x89PNG\r\n\x1a\n")])
        picture = (await until(lambda: ours.heard[-1:]))[0]["message"][0]["data"]
        await ours.bot.send_group_msg(group_id=GROUP, message=[{"type": "image", "data": picture}])
        last = [*server.world.messages.values()][-1]
        assert (last.user_id, last.segments[0]["type"]) == (BOT, "image")


@pytest.mark.parametrize(("mode", "napcat"), WAYS)
async def test_groups_are_listed_and_run(mode: str, napcat: bool) -> None:
    async with both(mode, napcat) as (server, ours):
        bot, world = ours.bot, server.world
        assert [one["group_id"] for one in await bot.get_group_list()] == [GROUP, OTHER]
        members = await bot.get_group_member_list(group_id=GROUP)
        roles = {one["user_id"]: one["role"] for one in members}
        assert roles == {BOT: "admin", ALICE: "owner", WANG: "member", NOTCH: "member"}
        await bot.set_group_ban(group_id=GROUP, user_id=WANG, duration=60)
        assert world.member(GROUP, WANG).muted_until
        await bot.set_group_whole_ban(group_id=GROUP)
        await bot.set_group_card(group_id=GROUP, user_id=WANG, card="王")
        await bot.set_group_special_title(group_id=OTHER, user_id=WANG, special_title="大师")
        await bot.set_group_name(group_id=GROUP, group_name="新名")
        await bot.set_group_admin(group_id=OTHER, user_id=WANG)
        group = world.group(GROUP)
        assert (group.muted, group.name, group.members[WANG].card) == (True, "新名", "王")
        assert (world.member(OTHER, WANG).title, world.member(OTHER, WANG).role) == ("大师", "admin")
        await bot.set_group_kick(group_id=GROUP, user_id=NOTCH)
        await bot.set_group_leave(group_id=GROUP)
        assert {*group.members} == {ALICE, WANG}
        with pytest.raises(ActionFailed) as failed:
            await bot.set_group_kick(group_id=OTHER, user_id=5)
        assert failed.value.retcode == (20400 if napcat else 20005)


@pytest.mark.parametrize(("mode", "napcat"), WAYS)
async def test_whoever_is_no_longer_in_the_group_does_not_fail_a_message(mode: str, napcat: bool) -> None:
    async with both(mode, napcat) as (server, ours):
        await ours.bot.get_group_member_list(group_id=GROUP)
        groups.leave(server.world, NOTCH, GROUP)
        await until(lambda: ours.heard)
        await ours.bot.send_group_msg(group_id=GROUP, message=[message.at(NOTCH, name="Notch"), message.text(" bye")])
        (said,) = server.world.messages.values()
        assert [segment["data"]["text"] for segment in said.segments] == ["@Notch", " bye"]
