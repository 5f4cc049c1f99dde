"""Finds the usual first-day faults and says what to change on which side: `!!qqapi doctor`, `… doctor`."""

import argparse
import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from qq_api.bot import Bot
from qq_api.config import Broker, Config, ForwardWebSocket, Mirai, Official, load_config
from qq_api.errors import ConfigError, Error
from qq_api.report import address, why
from qq_api.runtime import Held, Runtime, running
from qq_api.texts import Texts
from qq_api.watch import Watch

WAIT_SECONDS = 12.0
"""How long QQ's side may take to come: implementations knock every 3 to 5 seconds."""


async def examine(bot: Bot, runtime: Runtime, texts: Texts) -> list[str]:
    """What is wrong, a finding each, with what to do; empty when all is well."""
    findings = [finding for held in runtime.held for finding in _connection(held, texts)]
    if not runtime.held:
        findings.append(texts("doctor.no_connection"))
    for held in runtime.held:
        examine_itself = getattr(held.transport, "examine", None)
        if examine_itself is not None:
            findings += [f"{address(held.connection)}: {finding}" for finding in await examine_itself()]
    for account in bot.accounts():
        findings += [finding async for finding in _account(runtime.watch, account, texts)]
    if bot.accounts() and not bot.stats.events_of("message"):
        findings.append(_no_message(runtime, texts))
    return findings


def _no_message(runtime: Runtime, texts: Texts) -> str:
    """On Tencent's platform other things keep messages away."""
    there = [held for held in runtime.held if held.transport is not None and held.transport.accounts()]
    is_official = bool(there) and all(isinstance(held.connection, Official) for held in there)
    return texts("official.doctor.no_message" if is_official else "doctor.no_message")


def _connection(held: Held, texts: Texts) -> Iterator[str]:
    where, transport = address(held.connection), held.transport
    if transport is None:
        yield f"{where}: {held.problem}"
    elif isinstance(held.connection, Official):
        return  # it is asked itself
    elif not transport.accounts():
        problem = getattr(transport, "problem", "")
        if problem:
            yield f"{where}: {problem}"
        elif isinstance(held.connection, ForwardWebSocket):
            yield texts("doctor.unreached", where=where)
        elif isinstance(held.connection, Mirai):
            yield texts("doctor.mirai", where=where)
        elif isinstance(held.connection, Broker):
            yield texts("doctor.broker", where=where)
        else:
            key = f"doctor.nobody.{held.connection.type}"
            yield texts(key, where=where, port=held.connection.port)


async def _account(watch: Watch, account: int, texts: Texts) -> AsyncIterator[str]:
    answers = True
    try:
        await watch.ask(account)
    except (Error, asyncio.TimeoutError):
        answers = False
    state = watch.state(account)
    if state is not None and state.is_dead:
        yield texts("doctor.offline", self_id=account, why=why(state))
    elif not answers:
        yield texts("doctor.silent", self_id=account)


def in_words(findings: list[str], texts: Texts) -> str:
    """The findings as one text."""
    if not findings:
        return texts("doctor.well")
    return "\n".join([texts("doctor.found", count=len(findings)), *(f"- {finding}" for finding in findings)])


def main(argv: list[str], texts: Texts) -> int:
    """The command `doctor`: takes MCDR's place for a moment, waits for QQ, and says what it found.

    Returns:
        0 when all is well, 1 when something was found, 2 when the configuration cannot be used.
    """
    parser = argparse.ArgumentParser("doctor", description=texts("cli.doctor"))
    parser.add_argument("--config", type=Path, default=Path("config/qq_api/config.yml"), help=texts("cli.help.config"))
    parser.add_argument("--seconds", type=float, default=WAIT_SECONDS, help=texts("cli.help.seconds"))
    options = parser.parse_args(argv)
    logging.basicConfig(level=logging.CRITICAL)
    try:
        config = _config(options.config, texts)
    except ConfigError as error:
        print(error, file=sys.stderr)
        return 2
    texts = texts.with_own({"port.in use": texts("cli.in_use")})
    print(texts("doctor.waiting", seconds=round(options.seconds)), flush=True)
    findings = asyncio.run(_look(config, options.seconds, texts))
    print(in_words(findings, texts))
    return 1 if findings else 0


def _config(path: Path, texts: Texts) -> Config:
    """The configuration in a file, or in a folder's `config.yml`."""
    path = path / "config.yml" if path.is_dir() else path
    if not path.exists():
        raise ConfigError(path, texts("cli.no_config"))
    return load_config(path, Config, texts.language)


async def _look(config: Config, seconds: float, texts: Texts) -> list[str]:
    bot = Bot()
    async with running(bot, config, texts) as runtime:
        there = [held for held in runtime.held if held.transport is not None]
        deadline = asyncio.get_running_loop().time() + (seconds if there else 0)
        while asyncio.get_running_loop().time() < deadline:
            if all(held.transport is not None and held.transport.accounts() for held in there):
                break
            await asyncio.sleep(0.1)
        # Without MCDR nobody need have spoken in this short time.
        bot.stats.count("message")
        return await examine(bot, runtime, texts)
