"""Who has a key to the broker: the folder that holds what nats-server must know, and the keys that we made."""

import json
import os
import re
import secrets
from pathlib import Path
from typing import Any

from qq_api.broker.access import accounts
from qq_api.broker.layout import Layout, token
from qq_api.broker.settings import BRIDGE_KEY
from qq_api.config.disk import write_text
from qq_api.errors import FatalError
from qq_api.texts import Texts

ACCOUNTS = "accounts.conf"
"""What nats-server includes; made of `keys.json`."""


class Keyring:
    """The folder of a broker.

    Args:
        folder: holds `keys.json` (public keys, by name), `accounts.conf`, `bridge.nk` and `servers/<name>.nk`.
        layout: the names at the broker.
        texts: for the words.
    """

    def __init__(self, folder: Path, layout: Layout, texts: Texts) -> None:
        self.folder, self._layout, self._texts = folder, layout, texts
        self.bridges: dict[str, str] = {}
        self.servers: dict[str, str] = {}
        self._load()

    @property
    def accounts(self) -> Path:
        """What nats-server is to include."""
        return self.folder / ACCOUNTS

    def seed_of(self, server: str) -> Path:
        """Where the seed of a server's key is written."""
        name = server if re.fullmatch(r"[\w-]+", server) else token(server)
        return self.folder / "servers" / f"{name}.nk"

    def prepare(self) -> None:
        """Our own key where there is none yet, and `accounts.conf` as this version wants it."""
        if "bridge" not in self.bridges or not (self.folder / BRIDGE_KEY).exists():
            self.bridges["bridge"] = _pair(self.folder / BRIDGE_KEY, self._texts)
        self._save()

    def add(self, server: str) -> Path:
        """A key for a server; one that it had is worth nothing from now on.

        Returns:
            The file that holds its seed.
        """
        self.servers[server] = _pair(self.seed_of(server), self._texts)
        self.prepare()
        return self.seed_of(server)

    def add_bridge(self, bridge: str) -> Path:
        """A key for one more bridge, which may do everything."""
        seed = self.folder / "bridges" / self.seed_of(bridge).name
        self.bridges[f"bridge {bridge}"] = _pair(seed, self._texts)
        self.prepare()
        return seed

    def _load(self) -> None:
        path = self.folder / "keys.json"
        try:
            told: Any = json.loads(path.read_text("utf-8"))
            self.bridges, self.servers = {**told["bridges"]}, {**told["servers"]}
        except FileNotFoundError:
            return
        except (OSError, ValueError, LookupError, TypeError) as error:
            raise FatalError(self._texts("embedded.bad_keys", path=path, reason=error)) from None

    def _save(self) -> None:
        known = {"bridges": self.bridges, "servers": self.servers}
        write_text(self.folder / "keys.json", json.dumps(known, indent=2, ensure_ascii=False) + "\n")
        write_text(self.accounts, accounts(self._layout, self.bridges, self.servers) + "\n")


def _pair(path: Path, texts: Texts) -> str:
    """A new pair of keys: the seed into a file that only its owner can read; returns the public one."""
    try:
        import nkeys  # noqa: PLC0415  (optional)
    except ImportError:
        raise FatalError(texts("broker.not_installed")) from None
    seed = nkeys.encode_seed(secrets.token_bytes(32), nkeys.PREFIX_BYTE_USER)
    public: str = nkeys.from_seed(bytearray(seed)).public_key.decode()
    write_text(path, seed.decode() + "\n")
    if os.name == "posix":
        path.chmod(0o600)
    return public
