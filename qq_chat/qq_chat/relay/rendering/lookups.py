"""Asks QQ for what a message does not hold: names, quoted messages, merged forwards, small pictures.

Everything here runs on the bot's loop. A line waits for at most `PATIENCE`; what comes later is there for the next one.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Hashable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any, Protocol, TypeVar

from qq_api import Bot, Error
from qq_chat.relay.memory import Memory
from qq_chat.relay.rendering.cache import Cache
from qq_chat.relay.rendering.fields import number_of, text_of
from qq_chat.relay.rendering.known import Known, Thumbnail
from qq_chat.relay.rendering.media import LINK_SECONDS
from qq_chat.relay.rendering.said import Said, forwarded, forwards_in, name_in, pictures_of, said_of
from qq_chat.relay.rendering.wanted import Wanted

Value = TypeVar("Value")

PATIENCE = 1.0
"""Seconds a line waits for what has to be looked up."""

ANSWER_SECONDS = 10.0
"""Seconds after which a question counts as unanswered."""

UNKNOWN_SECONDS = 30.0
"""Seconds for which a question without an answer is not asked again."""

MOST_AT_ONCE = 32
"""Questions that may be under way; beyond, lines are shown with what is known."""

MOST_KEPT = 10
"""Pictures of one message that are kept."""

LIST_FROM = 4
"""So many unknown names in one message, and the whole list of members is asked for instead."""

NAME_SECONDS = 600.0


class PictureSource(Protocol):
    """Where small pictures and fresh links come from (`pictures.Pictures`)."""

    async def thumbnail(self, picture: dict[str, Any]) -> Thumbnail | None:
        """A picture in a message as coloured blocks; None when there is none to be had."""

    async def keep(self, picture: dict[str, Any]) -> bool:
        """Keep a picture, where the owner wants that; whether it is kept."""

    async def link(self, picture: dict[str, Any], message_id: str, self_id: int | None = None) -> str:
        """A link to a picture of a message, made anew; "" when there is none to be had."""


class Lookups:
    """Finds what messages need; many that ask the same share one question.

    Args:
        bot: is asked.
        memory: what was said lately: a quote that is in it needs no question.
        log: hears of what failed, at debug level: a line is shown all the same.
        pictures: makes small pictures and fresh links; None: nobody does.
        clock: seconds that only grow.
    """

    def __init__(
        self,
        bot: Bot,
        memory: Memory,
        log: logging.Logger,
        pictures: PictureSource | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._bot, self._memory, self._log, self._pictures = bot, memory, log, pictures
        self._names: Cache[str] = Cache(5000, NAME_SECONDS, clock)
        self._lists: Cache[bool] = Cache(100, NAME_SECONDS, clock)
        self._quotes: Cache[Said] = Cache(500, 3600, clock)
        self._forwards: Cache[Sequence[Said]] = Cache(50, 3600, clock)
        self._small: Cache[Thumbnail] = Cache(50, 3600, clock)
        self._links: Cache[str] = Cache(200, LINK_SECONDS, clock)
        self._unknown: Cache[bool] = Cache(2000, UNKNOWN_SECONDS, clock)
        self._asking: dict[Hashable, asyncio.Task[None]] = {}

    def learn(self, event: dict[str, Any]) -> None:
        """Take what a message or notice says: most mentions then need no question, and nothing taken back is quoted.

        `sender.card` of a message, `card_new` of a `group_card`, `message_id` of a `group_recall`.
        """
        group_id, user_id, kind = number_of(event, "group_id"), number_of(event, "user_id"), event.get("notice_type")
        name = text_of(event, "card_new") if kind == "group_card" else name_in(event.get("sender"))
        if group_id and user_id and name:
            self._names.put((group_id, user_id), name)
        if kind == "group_recall":
            self._quotes.drop((group_id, text_of(event, "message_id")))

    def keep(self, said: Said) -> None:
        """Take the merged forwards of a message that came with their content, as NapCat sends them."""
        for forward_id, content in forwards_in(said.segments):
            if forward_id and content:
                self._forwards.put(forward_id, content)

    def keep_pictures(self, said: Said) -> None:
        """Fetch the pictures of a message, for when QQ has them no more. On the bot's loop; never waits."""
        if self._pictures is None:
            return
        for picture in islice(pictures_of(said), MOST_KEPT):
            self._once(("kept", _file(picture)), partial(self._pictures.keep, picture))

    def at_hand(self, group_id: int, wanted: Wanted) -> Known:
        """What is known without asking."""
        names = ((one, self._names.get((group_id, one))) for one in wanted.members)
        quotes = ((one, self._quote(group_id, one)) for one in wanted.quotes)
        forwards = ((one, self._forwards.get(one)) for one in wanted.forwards)
        small = ((_file(picture), self._small.get(_file(picture))) for picture in wanted.pictures)
        links = ((_file(picture), self._links.get(_file(picture))) for picture in wanted.ended)
        found = Known(_found(names), _found(quotes), _found(forwards), _found(small), _found(links))
        authors = {said.user_id: said.name for said in found.quotes.values() if said.name}
        return replace(found, names={**authors, **found.names})

    async def known(self, group_id: int, self_id: int | None, wanted: Wanted, patience: float | None = None) -> Known:
        """What a message needs, as far as it could be had in time.

        Args:
            group_id: where it was said.
            self_id: the account that heard it, and is asked.
            wanted: what it needs.
            patience: seconds to wait; `PATIENCE` if none are given.
        """
        tasks = {task for task in self._ask(group_id, self_id, wanted) if task is not None}
        if tasks:
            await asyncio.wait(tasks, timeout=PATIENCE if patience is None else patience)
        return self.at_hand(group_id, wanted)

    async def forward(self, self_id: int | None, forward_id: str) -> Sequence[Said]:
        """Everything in a merged forward, for a player who asked to read it; empty when QQ does not give it."""
        known = self._forwards.get(forward_id)
        if known:
            return known
        task = self._once(("forward", self_id, forward_id), partial(self._fetch_forward, self_id, forward_id))
        if task is not None:
            await asyncio.wait({task})
        return self._forwards.get(forward_id) or ()

    async def close(self) -> None:
        """Nobody needs answers any more."""
        tasks = list(self._asking.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _quote(self, group_id: int, message_id: str) -> Said | None:
        return self._memory.find(group_id, message_id) or self._quotes.get((group_id, message_id))

    def _ask(self, group_id: int, self_id: int | None, wanted: Wanted) -> Iterable[asyncio.Task[None] | None]:
        """A task for each thing that is not known."""
        yield from self._ask_members(group_id, self_id, wanted.members)
        yield from self._ask_pictures(self_id, wanted)
        for quote in wanted.quotes:
            if self._quote(group_id, quote) is None:
                yield self._once(("quote", self_id, quote), partial(self._fetch_quote, group_id, self_id, quote))
        for forward in wanted.forwards:
            if self._forwards.get(forward) is None:
                yield self._once(("forward", self_id, forward), partial(self._fetch_forward, self_id, forward))

    def _ask_pictures(self, self_id: int | None, wanted: Wanted) -> Iterable[asyncio.Task[None] | None]:
        for picture in wanted.pictures:
            if self._small.get(_file(picture)) is None:
                yield self._once(("small", _file(picture)), partial(self._fetch_small, picture))
        for picture in wanted.ended:
            if self._links.get(_file(picture)) is None:
                fetch = partial(self._fetch_link, picture, wanted.message_id, self_id)
                yield self._once(("link", self_id, _file(picture)), fetch)

    def _ask_members(
        self, group_id: int, self_id: int | None, members: Sequence[int]
    ) -> Iterable[asyncio.Task[None] | None]:
        unknown = [one for one in members if self._names.get((group_id, one)) is None]
        if len(unknown) >= LIST_FROM and not self._lists.get((self_id, group_id)):
            yield self._once(("list", self_id, group_id), partial(self._fetch_list, group_id, self_id))
            return
        for user_id in unknown:
            key = ("name", self_id, group_id, user_id)
            yield self._once(key, partial(self._fetch_name, group_id, self_id, user_id))

    def _once(self, key: Hashable, fetch: Callable[[], Awaitable[bool]]) -> asyncio.Task[None] | None:
        """The task that asks, made if nobody asks yet; None when it was asked in vain lately, or too much is asked."""
        if key in self._asking:
            return self._asking[key]
        if self._unknown.get(key) or len(self._asking) >= MOST_AT_ONCE:
            return None
        task = asyncio.ensure_future(self._run(key, fetch))
        self._asking[key] = task
        task.add_done_callback(lambda _task: self._asking.pop(key, None))
        return task

    async def _run(self, key: Hashable, fetch: Callable[[], Awaitable[bool]]) -> None:
        is_found = False
        try:
            is_found = await asyncio.wait_for(fetch(), ANSWER_SECONDS)
        except (Error, asyncio.TimeoutError, OSError) as error:
            self._log.debug("not found: %s (%s: %s)", key, type(error).__name__, error)
        except Exception:  # noqa: BLE001  (whatever QQ's side answered must not cost the line)
            self._log.debug("not found: %s", key, exc_info=True)
        if not is_found:
            self._unknown.put(key, True)

    async def _call(self, action: str, self_id: int | None, **params: Any) -> Any:
        if self_id is not None:
            params["self_id"] = self_id
        return await self._bot.call_action(action, **params)

    async def _fetch_name(self, group_id: int, self_id: int | None, user_id: int) -> bool:
        params = {"group_id": group_id, "user_id": user_id, "no_cache": False}
        name = name_in(await self._call("get_group_member_info", self_id, **params))
        if name:
            self._names.put((group_id, user_id), name)
        return bool(name)

    async def _fetch_list(self, group_id: int, self_id: int | None) -> bool:
        members = await self._call("get_group_member_list", self_id, group_id=group_id)
        self._lists.put((self_id, group_id), True)
        for member in members if isinstance(members, list) else []:
            if number_of(member, "user_id") and name_in(member):
                self._names.put((group_id, number_of(member, "user_id")), name_in(member))
        return True

    async def _fetch_quote(self, group_id: int, self_id: int | None, message_id: str) -> bool:
        number = int(message_id) if message_id.lstrip("-").isdecimal() else message_id
        answer = await self._call("get_msg", self_id, message_id=number)
        if not isinstance(answer, dict) or answer.get("message_type") == "private":
            return False
        if number_of(answer, "group_id") not in (0, group_id):
            return False
        self._quotes.put((group_id, message_id), said_of(answer))
        return True

    async def _fetch_forward(self, self_id: int | None, forward_id: str) -> bool:
        """`id` is OneBot's name of it, `message_id` go-cqhttp's and NapCat's."""
        answer = await self._call("get_forward_msg", self_id, id=forward_id, message_id=forward_id)
        said = forwarded(answer)
        if said:
            self._forwards.put(forward_id, said)
        for one in said:
            self.keep(one)
        return bool(said)

    async def _fetch_small(self, picture: dict[str, Any]) -> bool:
        small = await self._pictures.thumbnail(picture) if self._pictures else None
        if small:
            self._small.put(_file(picture), small)
        return bool(small)

    async def _fetch_link(self, picture: dict[str, Any], message_id: str, self_id: int | None) -> bool:
        link = await self._pictures.link(picture, message_id, self_id) if self._pictures else ""
        if link:
            self._links.put(_file(picture), link)
        return bool(link)


def _file(picture: dict[str, Any]) -> str:
    return text_of(picture, "file")


def _found(pairs: Iterable[tuple[Any, Value | None]]) -> dict[Any, Value]:
    return {key: value for key, value in pairs if value is not None}
