"""The command `bridge new-server NAME`: a key for a server, and what to put where."""

import argparse
import logging
import sys
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from qq_api.bridge.config import BridgeConfig, FleetBroker
from qq_api.broker.keyring import ACCOUNTS, Keyring
from qq_api.broker.layout import Layout
from qq_api.broker.settings import BRIDGE_KEY, Embedded
from qq_api.config import load_config
from qq_api.config.disk import read_text, write_text
from qq_api.config.rewrite import render, rewrite
from qq_api.errors import ConfigError, FatalError
from qq_api.texts import Texts
from qq_api.web import is_loopback

_log = logging.getLogger(__name__)


def main(argv: list[str], texts: Texts) -> int:
    """Make a key, and say what to do with it; 1 when there is one already, or no broker."""
    given = _parser(texts).parse_args(argv)
    try:
        print(add(given.config, given.name, texts, renew=given.renew, bridge=given.bridge))
    except (ConfigError, FatalError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def add(path: Path, name: str, texts: Texts, *, renew: bool = False, bridge: bool = False) -> str:
    """Give a server (or one more bridge) a key.

    Args:
        path: `bridge.yml`.
        name: of the server; any name will do.
        texts: for the words.
        renew: it may have one already, which is worth nothing from then on.
        bridge: a bridge, which may do everything.

    Returns:
        What to put where, in words.

    Raises:
        ConfigError: `bridge.yml` cannot be used.
        FatalError: there is no broker, the name has a key already, or a package is missing.
    """
    settings = load_config(path, BridgeConfig, texts.language).broker
    if settings is None:
        raise FatalError(texts("new_server.no_broker", path=path))
    keyring = keyring_of(path, settings, texts)
    if not renew and name in (keyring.bridges if bridge else keyring.servers):
        raise FatalError(texts("new_server.exists", name=name))
    seed = keyring.add_bridge(name) if bridge else keyring.add(name)
    said = [texts("new_server.made", name=name, seed=seed)]
    said += [_of_bridge(settings, seed, texts)] if bridge else [_of_server(settings, name, seed, texts)]
    if not bridge:
        said.append(_peer(path, name, texts))
    said.append(_of_broker(settings, keyring, texts))
    return "\n\n".join(said)


def keyring_of(path: Path, settings: FleetBroker, texts: Texts) -> Keyring:
    """The keys of the broker that a `bridge.yml` means."""
    own = settings.own()
    return Keyring((own or Embedded()).home(path.parent), Layout(settings.prefix if own is None else "qq.v1"), texts)


def _of_server(settings: FleetBroker, name: str, seed: Path, texts: Texts) -> str:
    entry = {"type": "broker", **_way(settings, texts), "server": name, "nkey_file": f"config/qq_api/{seed.name}"}
    shown = render({"connections": [entry]}, Texts({}, "")).strip()
    words = texts("new_server.at_server", seed=seed, file=f"config/qq_api/{seed.name}", entry=_indented(shown))
    return "\n".join([words, *_hints(settings, texts)])


def _of_bridge(settings: FleetBroker, seed: Path, texts: Texts) -> str:
    shown = render({"broker": {**_way(settings, texts), "nkey_file": seed.name}}, Texts({}, "")).strip()
    return "\n".join([texts("new_server.at_bridge", seed=seed, entry=_indented(shown)), *_hints(settings, texts)])


def _way(settings: FleetBroker, texts: Texts) -> dict[str, Any]:
    """How others reach the broker."""
    own = settings.own()
    if own is None:
        named = {"prefix": settings.prefix} if settings.prefix != "qq.v1" else {}
        url, ca_file = settings.url, settings.ca_file
        return {"url": url, **({"ca_file": ca_file} if ca_file else {}), **named}
    host = own.public or (own.host if own.host not in ("0.0.0.0", "::") else texts("new_server.here"))  # noqa: S104  (a comparison)
    return {"url": own.url(host), **({"ca_file": f"config/qq_api/{Path(own.ca_file).name}"} if own.ca_file else {})}


def _hints(settings: FleetBroker, texts: Texts) -> list[str]:
    own = settings.own()
    if own is None:
        return []
    hints = [texts("new_server.ca_file", file=own.ca_file)] if own.ca_file else []
    return [*hints, texts("new_server.loopback")] if is_loopback(own.host) else hints


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())


def _of_broker(settings: FleetBroker, keyring: Keyring, texts: Texts) -> str:
    if settings.own() is not None:
        return texts("new_server.taken")
    return texts("new_server.outside", file=keyring.accounts, name=ACCOUNTS, key=keyring.folder / BRIDGE_KEY)


def _peer(path: Path, name: str, texts: Texts) -> str:
    """Put the server among the peers, where it is none."""
    if name in {peer.name for peer in load_config(path, BridgeConfig, texts.language).peers}:
        return texts("new_server.known", path=path, name=name)
    peer = {"name": name, "type": "broker"}
    if _appended(path, peer, texts):
        return texts("new_server.added", path=path, name=name)
    return texts("new_server.to_add", path=path, entry=_indented(render({"peers": [peer]}, Texts({}, "")).strip()))


def _appended(path: Path, peer: dict[str, str], texts: Texts) -> bool:
    """Whether it could be written without touching anything else."""
    text = read_text(path, texts)
    try:
        tree = YAML(typ="safe", pure=True).load(text)
        wanted = {**tree, "peers": [*(tree.get("peers") or []), peer]}
        changed = rewrite(text, wanted, texts)
        if YAML(typ="safe", pure=True).load(changed) != wanted:
            return False
        write_text(path, changed)
    except (YAMLError, LookupError, TypeError, AttributeError, OSError) as error:
        _log.debug("%s is left as it is", path, exc_info=error)
        return False
    return True


def _parser(texts: Texts) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("bridge new-server", description=texts("cli.new_server"))
    parser.add_argument("name", metavar="NAME", help=texts("cli.help.server_name"))
    parser.add_argument("--config", type=Path, default=Path("bridge.yml"), help=texts("cli.help.bridge_config"))
    parser.add_argument("--renew", action="store_true", help=texts("cli.help.renew"))
    parser.add_argument("--bridge", action="store_true", help=texts("cli.help.one_more_bridge"))
    return parser
