"""OneBot 11 as QQ's side speaks it: those who want an account's events and send it actions."""

from qq_api.onebot.peers.faults import TABLE, Fault, Faults, fault_of
from qq_api.onebot.peers.forwarding import Forwards, Writes, write_all
from qq_api.onebot.peers.http_api import HttpApiPeer
from qq_api.onebot.peers.http_post import HttpPostPeer
from qq_api.onebot.peers.link import OnChange
from qq_api.onebot.peers.manners import Manners
from qq_api.onebot.peers.settings import Way, make_peers
from qq_api.onebot.peers.websocket import ForwardWebSocketPeer, ReverseWebSocketPeer

__all__ = [
    "TABLE",
    "Fault",
    "Faults",
    "ForwardWebSocketPeer",
    "Forwards",
    "HttpApiPeer",
    "HttpPostPeer",
    "Manners",
    "OnChange",
    "ReverseWebSocketPeer",
    "Way",
    "Writes",
    "fault_of",
    "make_peers",
    "write_all",
]
