"""`!!qq bind`, `unbind` and `who`: who is who, asked and said in the game."""

from collections.abc import Sequence

from mcdreforged.api.command import AbstractNode, CommandContext, Literal, Text
from mcdreforged.api.rtext import RAction, RText
from mcdreforged.api.types import CommandSource, PlayerCommandSource

from qq_chat.commands.binding.common import Who
from qq_chat.commands.feature import Feature
from qq_chat.commands.parse import user_id_of

ADMIN = 3
"""MCDR's permission level from which QQ numbers of others are shown."""


class BindingInGame(Feature):
    """The commands in the game.

    Args:
        who: who is who.
    """

    def __init__(self, who: Who) -> None:
        self._who, self._common, self._texts = who, who.common, who.common.texts

    def nodes(self) -> Sequence[AbstractNode]:
        """All three."""
        if not self._common.config.commands.bound:
            return ()
        whom = Text("whom").suggests(lambda: self._common.online.players).runs(self._whose)
        return [
            Literal("bind").runs(self._show).then(Text("code").runs(self._typed)),
            Literal("unbind").runs(self._unbind),
            Literal("who")
            .requires(lambda source: source.has_permission(ADMIN), lambda: self._texts("commands.denied"))
            .then(whom),
        ]

    def _show(self, source: CommandSource) -> None:
        if not isinstance(source, PlayerCommandSource):
            source.reply(self._texts("bound.players_only"))
            return
        code = self._who.proof.for_player(source.player)
        if not isinstance(code, str):
            source.reply(self._who.refused(code))
            return
        command = f"{self._common.config.typed('bound')} {code}"
        words = self._texts("bound.send_in_qq", command=command, minutes=self._common.config.binding.code.minutes)
        source.reply(RText(words).c(RAction.copy_to_clipboard, command).h(self._texts("bound.copy")))

    def _typed(self, source: CommandSource, context: CommandContext) -> None:
        if isinstance(source, PlayerCommandSource):
            source.reply(self._who.in_game(self._who.proof.typed(source.player, context["code"])))
        else:
            source.reply(self._texts("bound.players_only"))

    def _unbind(self, source: CommandSource) -> None:
        if not isinstance(source, PlayerCommandSource):
            source.reply(self._texts("bound.players_only"))
            return
        bindings, player = self._common.bindings, source.player
        owner = bindings.owner_of(player)
        if owner is None or bindings.is_another(player, self._who.uuids.of(player)):
            source.reply(self._texts("bound.is_nobody", user=player))
        elif not self._common.config.binding.members_unbind:
            source.reply(self._texts("bound.ask_admin"))
        else:
            bindings.unbind(owner.user_id, player, player)
            source.reply(self._texts("bound.gone", user=owner.user_id, players=player))

    def _whose(self, source: CommandSource, context: CommandContext) -> None:
        bindings, whom = self._common.bindings, context["whom"]
        owner, user_id = bindings.owner_of(whom), user_id_of(whom)
        every = [owner] if owner is not None else bindings.all_of(user_id) if user_id is not None else []
        if not every:
            source.reply(self._texts("bound.is_nobody", user=whom))
        for bound in every:
            source.reply(self._texts("bound.is", user=bound.user_id, players=bound.player))
