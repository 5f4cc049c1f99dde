"""Files of the sandbox: taken however they are given, kept under their MD5, served by http, converted.

`references`, `kinds` compute; `fetching` reads; `store` keeps; `downloads` serves; `records` converts; `desk` does all
of that before an action, which then only computes.
"""

from qq_api.sandbox.storage.desk import Desk
from qq_api.sandbox.storage.downloads import Downloads
from qq_api.sandbox.storage.store import FolderStore, NoFolder

__all__ = ["Desk", "Downloads", "FolderStore", "NoFolder"]
