"""A sandbox whose bot is not there, or wants a token, says in words what to do."""

import logging

import pytest

from qq_api import Bot, Texts
from qq_api.config import Config, ReverseWebSocket
from qq_api.runtime import running
from qq_api.sandbox.run import Options, sandbox, small_world
from support import free_port, until


@pytest.mark.parametrize("language", ["en_us", "zh_cn"])
async def test_nobody_there_and_a_missing_token_are_told_with_the_cure(
    caplog: pytest.LogCaptureFixture, texts: Texts, language: str
) -> None:
    caplog.set_level(logging.WARNING)
    port, words = free_port(), Texts.load("qq_api", language)
    url = f"ws://127.0.0.1:{port}/ws"
    config = Config(connections=[ReverseWebSocket(port=port, token="secret")])
    async with sandbox(small_world(), Options(url=url), words):
        nobody, _, _ = words("cli.unreached", url=url, reason="\0").partition("\0")
        await until(lambda: nobody in caplog.text, 20, caplog.text)
        async with running(Bot(), config, texts):
            await until(lambda: words("cli.refused", url=url, status=401) in caplog.text, 20, lambda: caplog.text)
    assert "--token" in caplog.text
