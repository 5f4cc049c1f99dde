"""What all of binding needs, and the words that it shares."""

from dataclasses import dataclass

from qq_chat.people.bound import BindingChanged, Bound, Refusal
from qq_chat.people.codes import MINUTE, Wait
from qq_chat.people.proof import Proof, Proved
from qq_chat.people.uuids import Uuids
from qq_chat.relay.common import Common


@dataclass(frozen=True)
class Who:
    """Who is who, and how it is proved.

    Attributes:
        common: the relay.
        uuids: of players.
        proof: codes, both ways.
    """

    common: Common
    uuids: Uuids
    proof: Proof

    def refused(self, why: "Refusal | Wait | None") -> str:
        """Why nobody was bound; None stands for a wrong code."""
        texts = self.common.texts
        if why is None:
            return texts("bound.wrong")
        if isinstance(why, Wait):
            return texts("bound.wait", minutes=int(why.seconds // MINUTE) + 1)
        return texts(why.value)

    def in_qq(self, became: Proved) -> str:
        """What became of a binding, told in QQ."""
        if isinstance(became, Bound):
            return self.common.tagged(self.common.texts("bound.done", player=became.player))
        return self.refused(became)

    def in_game(self, became: Proved) -> str:
        """What became of a binding, told in the game."""
        if isinstance(became, Bound):
            return self.common.texts("bound.done_in_game", user=became.user_id)
        if became is None:
            return self.common.texts("bound.wrong_in_game", command=self.common.config.typed("bound"))
        return self.refused(became)

    def log(self, change: BindingChanged) -> None:
        """Write a change into the server's log."""
        texts, one = self.common.texts, change.after or change.before
        if one is None:
            return
        key = "bound.log.gone" if change.after is None else "bound.log.new"
        if change.before is not None and change.after is not None:
            key = "bound.log.other" if change.before.player != change.after.player else "bound.log.proved"
        old = change.before.player if change.before is not None else ""
        self.common.server.logger.info(texts(key, user=one.user_id, player=one.player, old=old, by=change.by))
