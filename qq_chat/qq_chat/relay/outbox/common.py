"""What the groups of one outbox share."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from qq_chat.config.outbox import OutboxSettings
from qq_chat.relay.outbox.journal import Journal
from qq_chat.relay.outbox.outside import Outside
from qq_chat.relay.outbox.pace import Bucket
from qq_chat.relay.outbox.sender import Sender
from qq_chat.relay.outbox.stats import Stats
from qq_chat.relay.outbox.tell import Teller


class BucketOf:
    """The bucket of the account that speaks in a group.

    Args:
        account_of: by which account a group is reached.
        settings: the pace.
    """

    def __init__(self, account_of: Callable[[int], int | None], settings: OutboxSettings) -> None:
        self._account_of, self._settings = account_of, settings
        self._buckets: dict[int | None, Bucket] = {}

    def __call__(self, group_id: int) -> Bucket:
        """That bucket, as of now."""
        account = self._account_of(group_id)
        if account not in self._buckets:
            self._buckets[account] = Bucket(self._settings.per_account)
        return self._buckets[account]


@dataclass
class Common:
    """What the groups share.

    Attributes:
        settings: as configured.
        outside: clocks, and chance.
        sender: says messages.
        journal: keeps what waits.
        teller: tells the owner.
        stats: counts.
        log: for errors of ours.
        account_bucket: the pace of the account by which a group is reached.
        closing: set when all has to end.
    """

    settings: OutboxSettings
    outside: Outside
    sender: Sender
    journal: Journal
    teller: Teller
    stats: Stats
    log: logging.Logger
    account_bucket: BucketOf
    closing: asyncio.Event = field(default_factory=asyncio.Event)
