"""All of it, put together."""

from qq_chat.commands.community.bans import Bans
from qq_chat.commands.community.checks import Checks
from qq_chat.commands.community.common import Shared
from qq_chat.commands.community.leaving import Leaving
from qq_chat.commands.community.newcomers import Newcomers
from qq_chat.commands.community.whitelist import WhitelistCommands
from qq_chat.commands.feature import Feature
from qq_chat.relay.common import Common
from qq_chat.relay.outbox import Outbox
from qq_chat.server.runner import Runner


def community_features(common: Common, outbox: Outbox, runner: Runner) -> list[Feature]:
    """Group and server, held together."""
    shared = Shared(common)
    checks, bans = Checks(shared), Bans(shared)
    return [WhitelistCommands(shared, runner), checks, Leaving(shared), Newcomers(shared, outbox), bans]
