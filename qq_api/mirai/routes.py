"""Where a command goes over HTTP (mirai-api-http, docs/adapter/HttpAdapter.md). Computes only."""

from typing import NamedTuple

_READS = frozenset(
    {
        *("about", "sessionInfo", "messageFromId", "file_list", "file_info", "anno_list"),
        *("countMessage", "fetchMessage", "fetchLatestMessage", "peekMessage", "peekLatestMessage"),
    }
)


class Route(NamedTuple):
    """How a command is asked for."""

    method: str
    path: str


def route(command: str, sub: str = "") -> Route:
    """The HTTP method and path of a command; `sub` says which of two, where there are two.

    >>> route("file_list"), route("resp_newFriendRequestEvent").path
    (Route(method='GET', path='/file/list'), '/resp/newFriendRequestEvent')
    >>> route("groupConfig", "get").method, route("groupConfig", "update").method
    ('GET', 'POST')
    """
    reads = sub == "get" or (not sub and (command in _READS or command.endswith(("List", "Profile"))))
    return Route("GET" if reads else "POST", "/" + command.replace("_", "/"))
