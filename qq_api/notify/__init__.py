"""Tell the owner what went wrong, by DingTalk, mail or whatever else Apprise knows.

    async with notifying(bot, watch, texts) as notifications:
        notifications.apply(config.notify)

`desk` (when) and `words` only compute; `services` knows Apprise; `outbox` sends and tries again; `life` puts them
together; `sources` are what is told about.
"""

from qq_api.notify.desk import Notice
from qq_api.notify.life import Notifications
from qq_api.notify.sources import notifying, server_ended

__all__ = ["Notice", "Notifications", "notifying", "server_ended"]
