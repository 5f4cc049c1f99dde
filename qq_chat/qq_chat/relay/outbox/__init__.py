"""How lines leave for QQ: one ordered queue a group, paced, merged, kept over restarts, each line said at most once.

    box = Outbox(bot, accounts, loop, config.outbox, texts, log, file=folder / "outbox.sqlite3")
    box.put(group_id, "<Steve> hi", on_sent=remember)

Pure are `line`, `lane` (what waits), `compose`, `cut`, `links` (what a message says), `pace`, `breaker` and `outcome`
(what an answer means). `store` and `journal` keep what waits, `sender` knows the bot, `worker` is one group, `tell`
speaks to the owner, `box` puts them together.
"""

from qq_chat.config.outbox import OutboxSettings
from qq_chat.relay.outbox.box import Outbox
from qq_chat.relay.outbox.line import Kind, Line, Message
from qq_chat.relay.outbox.stats import Stats

__all__ = ["Kind", "Line", "Message", "Outbox", "OutboxSettings", "Stats"]
