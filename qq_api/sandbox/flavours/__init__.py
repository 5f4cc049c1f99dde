"""Whose shapes and manners the sandbox has. Computes only; no I/O.

The World tells and does everything in one way. On the way out, and only there (`sandbox.transport`, and `onebot.peers`
for what concerns the wire), a flavour gives it the form of one implementation; what is not known of one is as in
LLOneBot. Sources: each implementation's own, at the versions that their modules name.
"""

from qq_api.onebot.peers.manners import Manners
from qq_api.sandbox.flavours.flavour import Flavour, Format
from qq_api.sandbox.flavours.gocqhttp import GOCQHTTP
from qq_api.sandbox.flavours.llonebot import LLONEBOT
from qq_api.sandbox.flavours.napcat import NAPCAT
from qq_api.sandbox.flavours.standard import STANDARD

__all__ = ["FLAVOURS", "PLAIN", "Flavour", "Format"]

PLAIN = Flavour("", Manners())
"""As the World itself tells and answers; it has every action."""

FLAVOURS = {one.name: one for one in (LLONEBOT, NAPCAT, GOCQHTTP, STANDARD)}
