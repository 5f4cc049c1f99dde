"""The QQ beside the game: what of the World a page is shown, and what a page may do in it. Computes only; no I/O.

`qq` is the whole of it; `shapes` is how a page gets things, `deeds` what it may do, `media` what messages hold in
bytes, `traffic` the log of what passed between the World and bots.
"""

from qq_api.sandbox.view.qq import SHOWN, QQView

__all__ = ["SHOWN", "QQView"]
