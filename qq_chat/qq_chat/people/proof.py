"""How somebody proves which player they are: by a code that the game shows and QQ is sent, or the other way round."""

import time
from collections.abc import Callable
from typing import TypeAlias

from qq_chat.config.binding import Binding
from qq_chat.people.bindings import Bindings
from qq_chat.people.bound import Bound, Refusal
from qq_chat.people.codes import Claim, Codes, Wait
from qq_chat.people.uuids import Uuids

Proved: TypeAlias = "Bound | Refusal | Wait | None"
"""What became of a code: a binding, or why there is none; None for a code that is wrong."""


class Proof:
    """Both ways.

    Args:
        bindings: what is proved is bound there.
        settings: how codes are.
        uuids: of players.
        clock: seconds that only grow.
    """

    def __init__(
        self, bindings: Bindings, settings: Binding, uuids: Uuids, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._bindings, self._uuids = bindings, uuids
        self._from_game, self._from_qq = Codes(settings.code, clock), Codes(settings.code, clock)

    def for_player(self, player: str) -> str | Wait | Refusal:
        """A code for somebody in the game, to be sent in QQ."""
        owner = self._bindings.owner_of(player)
        if not self._bindings.is_name(player):
            return Refusal.NAME
        if self._bindings.is_another(player, self._uuids.of(player)):
            return Refusal.TAKEN
        if owner is not None and owner.proved:
            return Refusal.KNOWN
        return self._from_game.give(player.lower(), Claim(player))

    def for_person(self, user_id: int, player: str) -> str | Wait | Refusal:
        """A code for somebody in QQ, to be typed in the game by the player who they say they are."""
        refusal, owner = self._bindings.would(user_id, player, proved=True), self._bindings.owner_of(player)
        can_prove = refusal is Refusal.KNOWN and owner is not None and not owner.proved
        if refusal is not None and not can_prove:
            return refusal
        return self._from_qq.give(str(user_id), Claim(player, user_id))

    def sent(self, user_id: int, code: str) -> Proved:
        """Somebody in QQ sent a code."""
        return self._bound(self._from_game.take(code, str(user_id)), user_id)

    def typed(self, player: str, code: str) -> Proved:
        """A player typed a code."""
        claim = self._from_qq.take(code, player.lower(), lambda claim: claim.player.lower() == player.lower())
        if isinstance(claim, Claim) and claim.user_id is not None:
            return self._bound(Claim(player, claim.user_id), claim.user_id)
        return claim if isinstance(claim, Wait) else None

    def _bound(self, claim: Claim | Wait | None, user_id: int) -> Proved:
        if not isinstance(claim, Claim):
            return claim
        uuid = self._uuids.of(claim.player)
        return self._bindings.bind(user_id, claim.player, str(user_id), True, uuid)
