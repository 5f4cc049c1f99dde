"""Several servers as one: one answer for all, a choice of server for each person, chat between servers.

Knows nothing of connections: a `Server` is whoever hears events, its calls come in by `Together.call`. `words` finds
commands, `merge` makes one answer of several, `choice` keeps who chose which server, `chat` is what servers tell each
other, `desk` puts them together.
"""

from qq_api.bridge.together.desk import Together
from qq_api.bridge.together.server import Server

__all__ = ["Server", "Together"]
