"""All of binding, put together."""

from qq_chat.commands.binding.claims import Claims
from qq_chat.commands.binding.common import Who
from qq_chat.commands.binding.door import Door
from qq_chat.commands.binding.files import BindingFiles
from qq_chat.commands.binding.in_game import BindingInGame
from qq_chat.commands.binding.in_qq import BindingInQQ
from qq_chat.commands.feature import Feature
from qq_chat.people.proof import Proof
from qq_chat.people.uuids import Uuids
from qq_chat.relay.common import Common


def binding_features(common: Common) -> list[Feature]:
    """Who is who: in QQ, in the game, at the door, in files; every change is written into the log."""
    uuids = Uuids()
    who = Who(common, uuids, Proof(common.bindings, common.config.binding, uuids))
    common.bindings.listeners.append(who.log)
    claims = Claims(who)
    return [BindingInQQ(who, claims), BindingFiles(who), BindingInGame(who), Door(who), claims]
