"""`/bound`: who is who, asked and said in QQ."""

import re
from collections.abc import Sequence

from qq_chat.commands.asked import Asked, Command
from qq_chat.commands.binding.claims import Claims
from qq_chat.commands.binding.common import Who
from qq_chat.commands.feature import Feature
from qq_chat.commands.parse import user_id_of
from qq_chat.people.bound import Bound, Refusal
from qq_chat.people.codes import LOOK
from qq_chat.people.rights import Level
from qq_chat.text.words import name_for_game

PAGE = 20
"""People on a page of the list."""


class BindingInQQ(Feature):
    """The commands in QQ.

    Args:
        who: who is who.
        claims: lets in whoever has to prove something in the game.
    """

    def __init__(self, who: Who, claims: Claims) -> None:
        self._who, self._claims, self._common, self._texts = who, claims, who.common, who.common.texts
        self._bindings, self._settings = who.common.bindings, who.common.config.binding

    def commands(self) -> Sequence[Command]:
        """All of them."""
        on, admin = self._common.config.commands.bound, Level.ADMIN
        undoes = Level.EVERYONE if self._settings.members_unbind else admin
        unbound = ("解绑", "解除绑定", "绑定 解绑", "unbound", "unbind", "bound unbind")
        found = ("绑定 查询", "绑定查询", "查询绑定", "bind check")
        return [
            Command("bound", self._bound, args="<ID>", aliases=("绑定", "bind"), enabled=on, bare=LOOK),
            Command("bound list", self._list, admin, aliases=("绑定 列表", "绑定列表"), args="[page]", enabled=on),
            Command("bound check", self._check, admin, aliases=found, args="<QQ|@|ID>", enabled=on),
            Command("bound unbound", self._unbound, undoes, aliases=unbound, args="[QQ|@|ID]", enabled=on),
        ]

    # -- binding

    def _bound(self, asked: Asked) -> str:
        words = asked.words
        if not words or words == ["help"]:
            return self._about(asked)
        if len(words) == 1 and user_id_of(words[0]) is not None and words[0].startswith("@"):
            return self._texts("bound.usage", usage=asked.usage)
        if len(words) == 1:
            return self._bind_self(asked, words[0])
        user_id = user_id_of(words[0])
        if len(words) > 2 or user_id is None:
            return self._texts("bound.usage", usage=asked.usage)
        if asked.person.level < Level.ADMIN:
            return self._texts("commands.denied")
        return self._bind_other(asked, user_id, words[1])

    def _about(self, asked: Asked) -> str:
        every = self._bindings.all_of(asked.person.user_id)
        own = self._texts("bound.own", players=self._names(every)) if every else self._texts("bound.not_yet")
        if asked.person.level >= Level.ADMIN:
            for_others = asked.usage.replace("<ID>", "<QQ|@> <ID>")
            return "\n".join([own, asked.help, self._texts("bound.for_others", usage=for_others)])
        needs_code = all(one.is_claim for one in every) and self._settings.proof == "code"
        how = [self._texts("bound.how", command=self._common.config.typed("bound"))] if needs_code else []
        return "\n".join([own, *how, asked.help])

    def _bind_self(self, asked: Asked, word: str) -> str:
        user_id = asked.person.user_id
        if not self._is_ours(asked):
            return self._texts("bound.stranger")
        if re.fullmatch(LOOK, word):
            return self._sent(asked, word)
        if asked.person.level >= Level.ADMIN:
            return self._bind_other(asked, user_id, word)
        if self._settings.proof == "none":
            uuid = self._who.uuids.of(word)
            return self._who.in_qq(self._bindings.bind(user_id, word, str(user_id), False, uuid))
        return self._code_for(user_id, word)

    def _sent(self, asked: Asked, code: str) -> str:
        became = self._who.proof.sent(asked.person.user_id, code)
        if isinstance(became, Bound) and became.player in self._common.online.players:
            name = name_for_game(asked.person.name)
            told = self._texts("bound.done_in_game", user=f"{asked.person.user_id} ({name})")
            self._common.server.tell(became.player, told)
        return self._who.in_qq(became)

    def _code_for(self, user_id: int, player: str) -> str:
        refusal = self._bindings.would(user_id, player, proved=True)
        command, hours = self._common.config.typed("bound"), f"{self._claims.hours:g}"
        if refusal is None and self._claims.claim(user_id, player):
            return self._common.tagged(self._texts("bound.claimed", player=player, hours=hours, command=command))
        if refusal is None and self._settings.required.enabled:
            return self._common.tagged(self._texts("bound.join", player=player, command=command))
        code = self._who.proof.for_person(user_id, player)
        if not isinstance(code, str):
            return self._who.refused(code)
        words = self._texts("bound.type_in_game", player=player, code=code, minutes=self._settings.code.minutes)
        return self._common.tagged(words)

    def _is_ours(self, asked: Asked) -> bool:
        """In private chats only members of our groups bind themselves: anybody may write to the bot there."""
        if asked.person.group_id is not None or asked.person.level >= Level.HELPER:
            return True
        ours = self._common.config.all_groups()
        return any(group_id in ours for group_id in self._common.members.groups_of(asked.person.user_id))

    def _bind_other(self, asked: Asked, user_id: int, player: str) -> str:
        owner = self._bindings.owner_of(player)
        by, uuid = str(asked.person.user_id), self._who.uuids.of(player)
        became = self._bindings.bind(user_id, player, by, True, uuid, instead=True)
        if became is Refusal.TAKEN and owner is not None:
            return self._texts("bound.taken_by", player=owner.player, user=owner.user_id)
        return self._who.in_qq(became)

    # -- asking

    def _list(self, asked: Asked) -> str:
        every = list(dict.fromkeys(bound.user_id for bound in self._bindings.everybody()))
        if not every:
            return self._texts("bound.nobody")
        pages = -(-len(every) // PAGE)
        asked_for = asked.words[0] if asked.words else "1"
        page = min(max(1, int(asked_for)), pages) if re.fullmatch("[0-9]{1,6}", asked_for) else 1
        first = (page - 1) * PAGE
        rows = [
            f"{first + place}. {user_id} - {self._names(self._bindings.all_of(user_id))}"
            for place, user_id in enumerate(every[first : first + PAGE], 1)
        ]
        title = self._texts("bound.list" if pages == 1 else "bound.list_page", page=page, pages=pages, count=len(every))
        return "\n".join([title, *rows])

    def _check(self, asked: Asked) -> str:
        if len(asked.words) != 1:
            return self._texts("bound.whom", usage=asked.usage)
        user_id, every = self._meant(asked.words[0])
        if not every:
            return self._texts("bound.is_nobody", user=user_id or asked.words[0])
        named = (one.player if one.proved else self._texts("bound.unproved", player=one.player) for one in every)
        return self._texts("bound.is", user=user_id, players=", ".join(named))

    def _meant(self, word: str) -> tuple[int | None, list[Bound]]:
        """A QQ number, a mention or a player: the QQ number, and the players meant of it."""
        user_id = user_id_of(word)
        every = self._bindings.all_of(user_id) if user_id is not None else []
        owner = self._bindings.owner_of(word)
        return (owner.user_id, [owner]) if not every and owner is not None else (user_id, every)

    # -- undoing

    def _unbound(self, asked: Asked) -> str:
        me, words = asked.person.user_id, asked.words
        user_id, every = self._meant(words[0]) if words else (me, self._bindings.all_of(me))
        is_admin = asked.person.level >= Level.ADMIN
        if len(words) > 1 or (is_admin and not words and not every):
            return self._texts("bound.whom", usage=asked.usage)
        if not is_admin and user_id != me:
            return self._texts("bound.ask_admin")
        gone = [one for bound in every for one in self._bindings.unbind(bound.user_id, bound.player, str(me))]
        if not gone:
            return self._texts("bound.is_nobody", user=user_id or words[0])
        return self._texts("bound.gone", user=user_id, players=self._names(gone))

    def _names(self, every: Sequence[Bound]) -> str:
        named = (self._texts("bound.unproved", player=one.player) if one.is_claim else one.player for one in every)
        return ", ".join(named)
