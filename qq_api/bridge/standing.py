"""The command `bridge status`: how the fleet does, asked of the broker; no bridge need run here."""

import argparse
import asyncio
import json
import logging
import sys
from pathlib import Path

from qq_api.bridge.config import BridgeConfig, FleetBroker
from qq_api.bridge.fleet import Fleet
from qq_api.broker.overview import Overview, words
from qq_api.config import load_config
from qq_api.errors import ConfigError, FatalError
from qq_api.texts import Texts

SECONDS = 10.0
"""How long a broker may take, the way to it included."""

LOOK_SECONDS = 3.0
"""The same where the connection is there already."""

_log = logging.getLogger(__name__)


def main(argv: list[str], texts: Texts) -> int:
    """Print how it does; 1 when the broker is not there."""
    given = _parser(texts).parse_args(argv)
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    try:
        settings = load_config(given.config, BridgeConfig, texts.language).broker
        if settings is None:
            raise FatalError(texts("new_server.no_broker", path=given.config))
        print(asyncio.run(standing(settings.reached(given.config.parent), texts, as_json=given.json)))
    except (ConfigError, FatalError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


async def standing(settings: FleetBroker, texts: Texts, *, as_json: bool = False) -> str:
    """How the fleet does, in words or as JSON.

    Args:
        settings: where the broker is.
        texts: for the words.
        as_json: plain data instead of words.

    Raises:
        FatalError: the broker cannot be reached, or a package is missing.
    """
    try:
        import nats.errors  # noqa: PLC0415  (optional)

        from qq_api.broker.client import connected  # noqa: PLC0415  (optional)
        from qq_api.broker.layout import Layout  # noqa: PLC0415  (optional)
        from qq_api.broker.look import look  # noqa: PLC0415  (optional)
    except ImportError:
        raise FatalError(texts("broker.not_installed")) from None

    async def ask() -> str:
        async with connected(settings, "status", texts) as client:
            overview = await look(client, Layout(settings.prefix))
        return json.dumps(overview.as_json(), ensure_ascii=False) if as_json else words(overview, texts)

    try:
        return await asyncio.wait_for(ask(), SECONDS)
    except (asyncio.TimeoutError, OSError, nats.errors.Error) as error:
        reason = f"{type(error).__name__} {error}".strip()
        raise FatalError(texts("overview.no_answer", where=settings.shown(), reason=reason)) from None


async def overview_of(fleet: Fleet, texts: Texts) -> Overview | None:
    """What the broker knows of the whole fleet; None where there is none, or it does not answer."""
    member = fleet.member
    if member is None or member.client is None or not member.client.is_connected:
        return None
    from qq_api.broker.look import look  # noqa: PLC0415  (optional)
    from qq_api.broker.streams import TROUBLE  # noqa: PLC0415  (optional)

    try:
        return await asyncio.wait_for(look(member.client, member.layout), LOOK_SECONDS)
    except TROUBLE as error:
        _log.warning(texts("overview.no_answer", where=member.name, reason=type(error).__name__))
        return None


def _parser(texts: Texts) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("bridge status", description=texts("cli.status"))
    parser.add_argument("--config", type=Path, default=Path("bridge.yml"), help=texts("cli.help.bridge_config"))
    parser.add_argument("--json", action="store_true", help=texts("cli.help.json"))
    return parser
