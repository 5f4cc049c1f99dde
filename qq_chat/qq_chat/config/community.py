"""What of the configuration says how the group and the server belong together: whitelist, leaving, joining, bans."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from qq_api import Section
from qq_chat.config.ids import GroupId, UserId
from qq_chat.config.routing import Pattern
from qq_chat.text.template import Template

Hours = Annotated[float, Field(ge=0, le=24 * 90)]
WELCOME_FIELDS = ("name", "qq", "server", "online")


def _with_player(command: str) -> str:
    if "{player}" not in command:
        raise ValueError("{player}")
    Template(command, ("player",))
    return command


def _welcome(text: str) -> str:
    Template(text, WELCOME_FIELDS)
    return text


PlayerCommand = Annotated[str, AfterValidator(_with_player)]


class Whitelist(Section):
    """The server's whitelist.

    Attributes:
        with_binding: who is bound is on it, whose binding is undone is not.
        add, remove: the commands; one that begins with `!!` is MCDR's.
        dry_run: nothing is done, only written into the journal.
    """

    with_binding: bool = False
    add: PlayerCommand = "whitelist add {player}"
    remove: PlayerCommand = "whitelist remove {player}"
    dry_run: bool = False


class Leaving(Section):
    """Who leaves the group, or is removed from it, leaves the whitelist.

    Attributes:
        enabled: only with `whitelist.with_binding`.
        groups: in which of these one has to be; empty: `main_group` and `message_sync_groups`. One of them is enough.
        grace: hours until it is done; whoever is back by then stays.
        restore: who comes back later is put on the whitelist again.
        unbind: their binding is undone, too.
    """

    enabled: bool = True
    groups: list[GroupId] = []
    grace: Hours = 24.0
    restore: bool = True
    unbind: bool = False


class Bans(Section):
    """Bans, both ways; the bot has to be an admin of the group for the second.

    Attributes:
        from_qq: whoever is removed from the group by an admin is banned in the game.
        from_game: whoever is banned in the game is removed from the groups.
        command: the ban in the game.
    """

    from_qq: bool = False
    from_game: bool = False
    command: PlayerCommand = "ban {player}"


class Newcomers(Section):
    """Whoever joins a group.

    Attributes:
        welcome: what the bot says to them; empty: nothing.
        card: their group card is the name of their player as soon as they are bound; the bot has to be an admin.
    """

    welcome: Annotated[str, AfterValidator(_welcome)] = ""
    card: bool = False


class JoinRequests(Section):
    """Requests to join a group; the bot has to be an admin.

    Attributes:
        enabled: whether the bot decides at all.
        groups: in these; empty: in all of ours.
        approve_pattern: an answer that holds this is right (RE2).
        approve_bound: whoever is bound to a player may come in.
        blacklist: these QQ numbers may not.
        otherwise: what becomes of all others: `ignore` leaves it to people.
        reason: told to those who are refused.
    """

    enabled: bool = False
    groups: list[GroupId] = []
    approve_pattern: Pattern = ""
    approve_bound: bool = True
    blacklist: list[UserId] = []
    otherwise: Literal["ignore", "reject"] = "ignore"
    reason: str = ""


class Community(Section):
    """How group and server belong together.

    Attributes:
        inactive_days: after so many days without a visit `/check inactive` names a player.
    """

    whitelist: Whitelist = Whitelist()
    leaving: Leaving = Leaving()
    newcomers: Newcomers = Newcomers()
    join_requests: JoinRequests = JoinRequests()
    bans: Bans = Bans()
    inactive_days: Annotated[int, Field(ge=1, le=3650)] = 30
