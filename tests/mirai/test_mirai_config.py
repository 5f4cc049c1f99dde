"""The connection of the type `mirai` in config.yml, in the status and in the doctor."""

from pathlib import Path

import pytest
from tiny_mah import BOT, KEY, group_message, tiny_mah

from qq_api import Bot, ConfigError, Texts, load_config, save_config
from qq_api.config import Config, Mirai
from qq_api.doctor import examine
from qq_api.report import report
from qq_api.runtime import running
from support import free_port, until

SECTION = """
config_version: 1
connections:
  - type: mirai
    url: {url}
    verify_key: {key}
    qq: {qq}
"""


def written(folder: Path, **values: object) -> Path:
    path = folder / "config.yml"
    path.write_text(SECTION.format(**{"url": "ws://127.0.0.1:8080", "key": KEY, "qq": BOT} | values))
    return path


def test_three_lines_are_enough(tmp_path: Path) -> None:
    (one,) = load_config(written(tmp_path), Config, "en_us").connections
    assert isinstance(one, Mirai)
    assert (one.mode, one.single_mode, one.poll_seconds, one.qq) == ("websocket", False, 0.5, BOT)
    assert KEY not in repr(one)


@pytest.mark.parametrize("language", ["en_us", "zh_cn"])
def test_a_new_file_says_what_each_setting_is_for(tmp_path: Path, language: str) -> None:
    path = tmp_path / "new.yml"
    save_config(path, Config(connections=[Mirai(qq=BOT)]), Texts.load("qq_api", language))
    lines = path.read_text("utf-8").splitlines()
    for name in ("url", "verify_key", "qq", "mode", "single_mode", "poll_seconds", "http_url"):
        place = next(number for number, line in enumerate(lines) if line.strip(" -").startswith(f"{name}:"))
        assert lines[place - 1].strip().startswith("#"), name


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"qq": "abc"}, "qq"),
        ({"qq": 0}, "at least 1"),
        ({"url": "ftp://x"}, "begins with"),
        ({"key": "'with blank'"}, "ASCII"),
        ({"url": "ws://x\n    poll_seconds: 5"}, "at most 1"),
        ({"url": "ws://x\n    mode: telepathy"}, "websocket"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, values: dict[str, object], words: str) -> None:
    with pytest.raises(ConfigError, match=words) as found:
        load_config(written(tmp_path, **values), Config, "en_us")
    assert found.value.line
    assert KEY not in str(found.value)


async def findings(texts: Texts, **keys: object) -> list[str]:
    bot = Bot()
    connection = Mirai.model_validate({"verify_key": KEY, "qq": BOT, **keys})
    async with running(bot, Config(connections=[connection]), texts) as runtime:
        await until(lambda: getattr(runtime.held[0].transport, "problem", "") or bot.accounts())
        return await examine(bot, runtime, texts)


@pytest.mark.parametrize("mode", ["websocket", "http"])
async def test_the_doctor_finds_what_is_wrong_and_where_to_mend_it(texts: Texts, mode: str) -> None:
    async with tiny_mah() as mah:
        url = f"ws://{mah.url}"
        (wrong_key,) = await findings(texts, url=url, mode=mode, verify_key="wrong")
        assert "refuses the verify key" in wrong_key
        (wrong_qq,) = await findings(texts, url=url, mode=mode, qq=99)
        assert "no such account" in wrong_qq
        mah.adapters.clear()
        (off,) = await findings(texts, url=url, mode=mode)
        assert "adapter is off" in off
        (nobody,) = await findings(texts, url=f"ws://127.0.0.1:{free_port()}", mode=mode)
        assert "nobody answers" in nobody
        for finding in (wrong_key, off, nobody):
            assert "setting.yml" in finding


async def test_the_doctor_says_where_to_look_before_anything_is_known(texts: Texts) -> None:
    bot = Bot()
    async with running(bot, Config(connections=[Mirai(qq=BOT)]), texts) as runtime:
        (finding,) = await examine(bot, runtime, texts)
    assert "mirai 127.0.0.1:8080: not connected yet" in finding


async def test_the_status_says_what_keeps_it_out(texts: Texts) -> None:
    connection = Mirai.model_validate({"url": f"ws://127.0.0.1:{free_port()}", "qq": BOT})
    bot = Bot()
    async with running(bot, Config(connections=[connection]), texts) as runtime:
        await until(lambda: getattr(runtime.held[0].transport, "problem", ""))
        assert "nobody answers" in await report(bot, runtime, texts)


async def test_all_is_well_and_the_status_says_who_is_there(texts: Texts) -> None:
    async with tiny_mah() as mah:
        bot = Bot()
        connection = Mirai.model_validate({"url": f"http://{mah.url}", "verify_key": KEY, "qq": BOT})
        async with running(bot, Config(connections=[connection]), texts) as runtime:
            await until(lambda: bot.accounts() == [BOT])
            await mah.links[0].push(group_message("hi"))
            await until(lambda: bot.stats.events_of("message"))
            assert await examine(bot, runtime, texts) == []
            said = await report(bot, runtime, texts)
            assert f"mirai {mah.url}: {BOT} (online)" in said
            assert KEY not in said
