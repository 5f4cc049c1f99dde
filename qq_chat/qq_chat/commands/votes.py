"""`/vote`: what enough people want is done."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field

from qq_chat.commands.asked import IN_GROUPS, Asked, Command
from qq_chat.commands.feature import Feature
from qq_chat.config.automation import Ballot
from qq_chat.gate import Refused, is_player_name
from qq_chat.people.rights import Level
from qq_chat.relay.common import Common
from qq_chat.relay.outbox import Outbox
from qq_chat.server.audit import Audit
from qq_chat.text.template import Template

FOR, AGAINST = ("yes", "y", "同意", "赞成"), ("no", "n", "反对")


@dataclass
class Vote:
    """One that goes on in a group.

    Attributes:
        shown: what it is about: `kick Steve`.
        command: what is done when it is won.
        ballot: its rules.
        voices: who is for it (True) and against it.
        end: waits for its time to be over.
    """

    shown: str
    command: str
    ballot: Ballot
    voices: dict[int, bool] = field(default_factory=dict)
    end: "Future[None] | None" = None

    @property
    def is_won(self) -> bool:
        """Whether enough are for it, and more than against it."""
        yes = sum(self.voices.values())
        return yes >= self.ballot.needed and yes > len(self.voices) - yes


class Votes(Feature):
    """One vote at a time in a group; each person has one voice, which may change.

    Args:
        common: the relay.
        outbox: tells how they end.
        audit: what was done is written there.
    """

    def __init__(self, common: Common, outbox: Outbox, audit: Audit) -> None:
        self._common, self._texts, self._outbox, self._audit = common, common.texts, outbox, audit
        self._kinds = common.config.votes.kinds
        self._going: dict[int, Vote] = {}

    def commands(self) -> Sequence[Command]:
        """The one."""
        on = self._common.config.votes.enabled
        args = "|".join(("yes", "no", *self._kinds)) + " [ID]"
        return [Command("vote", self._vote, Level.BOUND, IN_GROUPS, ("投票",), args=args, enabled=on)]

    def close(self) -> None:
        """None goes on."""
        for vote in self._going.values():
            _waits_no_more(vote)
        self._going.clear()

    def _vote(self, asked: Asked) -> str:
        what, *rest = [*asked.words, ""]
        going = self._going.get(asked.event["group_id"])
        if what.lower() in (*FOR, *AGAINST):
            return self._voice(asked, going, what.lower() in FOR)
        if going is not None:
            return self._texts("vote.goes_on", shown=going.shown)
        ballot = self._kinds.get(what)
        if ballot is None or ("{player}" in ballot.command and not is_player_name(rest[0])):
            return self._texts("vote.usage", usage=asked.usage)
        return self._begin(asked, what, ballot, rest[0])

    def _begin(self, asked: Asked, kind: str, ballot: Ballot, player: str) -> str:
        command = Template(ballot.command).fill({"player": player})
        named = "{player}" in ballot.command
        vote = Vote(f"{kind} {player}" if named else kind, command, ballot, {asked.person.user_id: True})
        group_id = asked.event["group_id"]
        self._going[group_id] = vote
        if vote.is_won:
            return self._won(asked, group_id, vote)
        vote.end = asyncio.run_coroutine_threadsafe(self._end_later(group_id, vote), self._common.loop)
        return self._texts("vote.begun", shown=vote.shown, needed=ballot.needed, seconds=round(ballot.seconds))

    def _voice(self, asked: Asked, vote: Vote | None, wanted: bool) -> str:
        if vote is None:
            return self._texts("vote.none")
        vote.voices[asked.person.user_id] = wanted
        if vote.is_won:
            return self._won(asked, asked.event["group_id"], vote)
        return self._counted("vote.counted", vote)

    def _won(self, asked: Asked, group_id: int, vote: Vote) -> str:
        _waits_no_more(self._going.pop(group_id))
        self._audit.note(asked.person, vote.command, "voted")
        try:
            self._common.gate.run(vote.command)
        except Refused as refused:
            return self._texts(str(refused))
        return self._counted("vote.won", vote)

    async def _end_later(self, group_id: int, vote: Vote) -> None:
        await asyncio.sleep(vote.ballot.seconds)
        if self._going.get(group_id) is vote:
            del self._going[group_id]
            self._outbox.put(group_id, self._counted("vote.lost", vote), kind="answer")

    def _counted(self, key: str, vote: Vote) -> str:
        yes = sum(vote.voices.values())
        return self._texts(key, shown=vote.shown, yes=yes, no=len(vote.voices) - yes, needed=vote.ballot.needed)


def _waits_no_more(vote: Vote) -> None:
    if vote.end is not None:
        vote.end.cancel()
