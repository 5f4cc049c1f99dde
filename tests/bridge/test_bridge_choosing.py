"""`/server` chooses where commands go; the configuration, and the console."""

import json
import logging
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from fleet import OTHER, fleet, raw, reverse
from neighbours import A, B, servers

from our_bot import ALICE, BOB, GROUP, SELF
from qq_api import Texts, at, text
from qq_api.bridge.config import BridgeConfig
from qq_api.bridge.run import Office, obtain
from qq_api.bridge.together.choice import Choices
from qq_api.config import save_config
from support import until

# -- /server


async def test_server_lists_and_chooses_and_is_answered_by_the_bridge_alone() -> None:
    async with servers(A, B, more=[reverse("Away", 1)]) as two:
        mention = [at(SELF), text(" /服务器")]
        for words in ("/server", "/server CREATIVE", mention, "/server creativ", "/server nonsense", "/server away"):
            await two.asks(words)
        await two.asks("over")
        await two.heard(A, "over")
        await two.heard(B, "over")
        await until(lambda: len(two.said()) == 6)
        listed = f"{A}\n{B}\nAway (not connected)"
        assert two.said() == [
            f"You speak to [{A}]. There are:\n{listed}",
            f"You speak to [{B}] now",
            f"You speak to [{B}]. There are:\n{listed}",
            f"There is no server creativ; did you mean {B}? There are:\n{listed}",
            f"There is no server nonsense. There are:\n{listed}",
            "You speak to [Away] now; it is not connected at the moment",
        ]
        assert two[A].lines == two[B].lines == ["over"]


async def test_what_is_for_one_server_reaches_the_one_that_was_chosen_and_every_other_bot() -> None:
    async with servers(A, B, "bot", rights={"bot": {"game": False}}) as two:
        await two.asks("/server creative", by=BOB)
        await two.asks("/mc from bob", by=BOB)
        await two.asks("/执行 from alice", by=ALICE)
        await two.asks("hello")
        for name in (A, B, "bot"):
            await two.heard(name, "hello")
        assert two[A].lines == ["/执行 from alice", "hello"]
        assert two[B].lines == ["/mc from bob", "hello"]
        assert two["bot"].lines == ["/server creative", "/mc from bob", "/执行 from alice", "hello"]


async def test_who_chose_none_speaks_to_the_first_that_is_there() -> None:
    async with AsyncExitStack() as stack:
        one = await stack.enter_async_context(raw())
        two = await stack.enter_async_context(raw())
        net = await stack.enter_async_context(fleet(reverse("away", 1), reverse(A, one.port), reverse(B, two.port)))
        await net.there(A, B)
        await net.qq.group(GROUP).say(BOB, "/mc hi")
        await until(lambda: one.lines == ["/mc hi"])
        assert net.delivered() == [] and two.lines == []


async def test_when_the_chosen_server_is_away_the_bridge_says_so_and_nothing_waits_for_it() -> None:
    async with servers(A, B, accounts=(SELF, OTHER)) as two:
        await two.asks("/server creative")
        await until(lambda: two.said())
        await two.end(B)
        await two.asks("/command stop")
        await until(lambda: len(two.said()) == 2)
        assert two.said()[1] == f"[{B}], which you chose, is not connected, so nothing was done. Connected: {A}"
        async with raw(two[B].port) as again:
            await two.net.there(B)
            await two.asks("hello")
            await until(lambda: "hello" in again.lines)
            assert again.lines == ["hello"] and two[A].lines == ["hello"]


async def test_a_choice_outlives_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "bridge.choices.json"
    async with servers(A, B, choices=file) as two:
        await two.asks("/server creative")
        await until(lambda: two.said())
        assert two.net.bridge.together.chosen() == {B: 1}
    assert json.loads(file.read_text("utf-8")) == {str(BOB): B}
    async with servers(A, B, choices=file) as two:
        await two.asks("/mc hi")
        await two.heard(B, "/mc hi")
        assert two[A].lines == []


def test_a_file_of_choices_that_cannot_be_read_is_set_aside(
    tmp_path: Path, texts: Texts, caplog: pytest.LogCaptureFixture
) -> None:
    for number, broken in enumerate(("{", "[]", '{"1": 2}', "\udcff")):
        file = tmp_path / f"{number}.json"
        file.write_text(broken, "utf-8", "surrogateescape")
        choices = Choices(file, texts)
        assert choices.of(1) is None and not file.exists()
        assert (tmp_path / f"{number}.json.broken").read_text("utf-8", "surrogateescape") == broken
        choices.choose(1, A)
        assert Choices(file, texts).of(1) == A
    assert "broken" in caplog.text


def test_a_choice_that_cannot_be_written_holds_for_now(
    tmp_path: Path, texts: Texts, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    choices = Choices(tmp_path / "file" / "choices.json", texts)
    choices.choose(1, A)
    assert choices.of(1) == A and "choices.json" in caplog.text


# -- the configuration, and the console


def test_a_fresh_configuration_does_all_that_and_an_old_one_of_qqbridge_nothing(
    tmp_path: Path, texts: Texts, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "qq_api")
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "config.yml").write_text("server_list: {a: {port: 1}}")
    assert obtain(tmp_path / "bridge.yml", texts)[1].together.enabled and "together" not in caplog.text
    assert not obtain(tmp_path / "old" / "bridge.yml", texts)[1].together.enabled
    assert "together: {enabled: true}" in caplog.text


def test_words_are_the_same_in_any_case_and_blanks_are_none() -> None:
    together = BridgeConfig.model_validate({"together": {"merged": ["List", " list ", ""], "prefix": [" "]}}).together
    assert (together.merged, together.prefix) == (["list"], [])


async def test_it_is_switched_by_a_reload_and_status_says_who_chose_what(tmp_path: Path, texts: Texts) -> None:
    async with servers(A, B) as two:
        office = Office(tmp_path / "bridge.yml", two.net.bot, two.net.runtime, two.net.bridge, texts)
        assert "/server" not in await office.status()
        await two.asks("/server creative")
        await until(lambda: two.said())
        assert f"Chosen by /server: {B} 1" in await office.status()
        config = BridgeConfig(peers=[one.settings for one in two.net.bridge.served], together={"enabled": False})
        config.connections = [held.connection for held in two.net.runtime.held]
        save_config(tmp_path / "bridge.yml", config, texts)
        await office.reload()
        await two.asks("/mc hi")
        assert await two.heard(A, "/mc hi") and await two.heard(B, "/mc hi")
