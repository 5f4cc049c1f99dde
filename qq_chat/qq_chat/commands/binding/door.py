"""Who comes in: their UUIDs are learned, and where the owner wants it, nobody plays who is not bound."""

import contextlib
import json
from collections.abc import Callable, Mapping
from pathlib import Path

from mcdreforged.api.types import Info, PluginServerInterface

from qq_chat.commands.binding.common import Who
from qq_chat.commands.feature import Feature
from qq_chat.game.silence import Silence
from qq_chat.gate import Refused, is_player_name
from qq_chat.people import uuids


class Door(Feature):
    """Looks at whoever logs in.

    Args:
        who: who is who.
    """

    def __init__(self, who: Who) -> None:
        self._who, self._common, self._texts = who, who.common, who.common.texts
        self._required = who.common.config.binding.required
        self._free = {player.lower() for player in self._required.exceptions}
        silent = who.common.config.game.silent
        self._silence = Silence(silent.fake, local=silent.carpet)
        self._read_cache()

    def listeners(self) -> Mapping[str, Callable[..., None]]:
        """Logins."""
        return {"mcdr.general_info": self._on_info, "mcdr.player_joined": self._on_joined}

    def _on_info(self, _server: PluginServerInterface, info: Info) -> None:
        found = uuids.told(info.content or "") if info.is_from_server and info.player is None else None
        if found is not None:
            self._logs_in(*found)

    def _logs_in(self, player: str, uuid: str) -> None:
        self._who.uuids.learn(player, uuid)
        self._common.bindings.seen(player, uuid)
        if self._common.bindings.is_another(player, uuid):
            self._common.server.logger.warning(self._texts("bound.another", player=player, uuid=uuid))

    def _on_joined(self, _server: PluginServerInterface, player: str, info: Info) -> None:
        self._silence.read(info.content or "")
        if self.turns_away(player):
            self._send_away(player)
        elif self._required.enabled and not self._may_play(player):
            self._common.server.logger.warning(self._texts("bound.not_sent_away", player=player))

    def turns_away(self, player: str) -> bool:
        """Whether the owner wants players bound, and this one is not."""
        return self._required.enabled and is_player_name(player) and not self._may_play(player)

    def _may_play(self, player: str) -> bool:
        if player.lower() in self._free or self._silence.is_silent(player):
            return True
        owner = self._common.bindings.owner_of(player)
        is_another = self._common.bindings.is_another(player, self._who.uuids.of(player))
        return owner is not None and not owner.is_claim and not is_another

    def _send_away(self, player: str) -> None:
        try:
            self._common.gate.run(f"kick {player} {self._why(player)}")
        except Refused:  # too many groups, or words of the owner's that no command can hold
            self._common.gate.run(f"kick {player}")

    def _why(self, player: str) -> str:
        code = self._who.proof.for_player(player)
        if not isinstance(code, str):
            return self._texts("bound.kicked", reason=self._who.refused(code))
        groups = ", ".join(map(str, self._common.config.told_groups()))
        command = f"{self._common.config.typed('bound')} {code}"
        minutes = self._common.config.binding.code.minutes
        return self._texts("bound.kicked_with_code", groups=groups, command=command, minutes=minutes)

    def _read_cache(self) -> None:
        """Who was here before: only the login itself says that a name changed, so this is for UUIDs alone."""
        folder = Path(self._common.server.get_mcdr_config().get("working_directory") or ".")
        with contextlib.suppress(OSError, ValueError, json.JSONDecodeError):
            known = uuids.cached((folder / "usercache.json").read_text("utf-8"))
            for player, uuid in known.items():
                self._who.uuids.learn(player, uuid)
            self._common.bindings.learn(known)
