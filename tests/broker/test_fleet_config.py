"""What `bridge.yml` says of the broker, and what a reload of it does."""

import builtins
import logging
import sys
from pathlib import Path
from typing import Any

import pytest
from member_house import TEXTS, bridge, server, world

from brokers import broker
from our_bot import SELF, read
from qq_api import Bot
from qq_api.bridge.config import BridgeConfig
from qq_api.bridge.fleet import fleet
from qq_api.bridge.run import obtain
from qq_api.config import save_config
from qq_api.errors import ConfigError
from support import free_port, until


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("broker: nats://10.0.0.1:4222", "nats://10.0.0.1:4222"),
        ("broker: {url: 'tls://a:1,tls://b:1', replicas: 3}", "tls://a:1,tls://b:1"),
        ("broker: {name: home}", "nats://127.0.0.1:4222"),
    ],
)
def test_a_broker_is_an_address_or_a_group_of_settings(tmp_path: Path, text: str, url: str) -> None:
    file = tmp_path / "bridge.yml"
    file.write_text(text + "\n")
    _, config = obtain(file, TEXTS)
    assert config.broker is not None
    assert config.broker.url == url
    assert obtain(file, TEXTS)[1] == config  # what was filled in says the same


@pytest.mark.parametrize(
    "value", ["http://a", "{replicas: 2}", "{url: nats}", "{lease_seconds: 0}", "[1]", "{nmae: x}"]
)
def test_what_is_wrong_in_it_is_told(tmp_path: Path, value: str) -> None:
    file = tmp_path / "bridge.yml"
    file.write_text(f"broker: {value}\n")
    with pytest.raises(ConfigError, match="broker"):
        obtain(file, TEXTS)


def test_a_new_file_says_what_there_is(tmp_path: Path) -> None:
    config = BridgeConfig.model_validate({"broker": "nats://a:1", "peers": [{"name": "survival", "type": "broker"}]})
    save_config(tmp_path / "bridge.yml", config, TEXTS)
    text = (tmp_path / "bridge.yml").read_text("utf-8")
    assert "# After so many seconds another bridge takes over" in text
    assert obtain(tmp_path / "bridge.yml", TEXTS)[1] == config


def config_of(url: str | None, *names: str) -> BridgeConfig:
    peers = [{"name": name, "type": "broker"} for name in names]
    section = {"url": url, "lease_seconds": 2} if url else None
    return BridgeConfig.model_validate({"broker": section, "peers": peers})


async def test_a_reload_changes_rights_at_once_and_the_broker_where_it_is_another(tmp_path: Path) -> None:
    async with broker(tmp_path / "nats") as one, bridge(world(), one.url, tmp_path / "a") as here:
        await here.has_the_account()
        first = here.member
        async with server(one.url, "creative") as creative:
            assert (await creative.call("get_status"))["retcode"] == 1403
            same = {"url": one.url, "lease_seconds": 30, "pause_seconds": 0}
            peers = [{"name": "creative", "type": "broker"}]
            await here.fleet.apply(BridgeConfig.model_validate({"broker": same, "peers": peers}))
            assert here.member is first
            assert (await creative.call("get_status"))["status"] == "ok"
        async with broker(tmp_path / "other") as other:
            await here.fleet.apply(config_of(other.url, "creative"))
            assert here.member is not first
            await here.has_the_account()
            async with server(other.url, "creative") as creative:
                assert (await creative.call("get_status"))["status"] == "ok"
            assert f"acts for QQ {SELF}" in here.fleet.status()[0]
        await here.fleet.apply(config_of(None))
        assert here.fleet.member is None
        assert here.fleet.status() == []


async def test_servers_without_a_broker_are_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with fleet(Bot(), config_of(None, "survival"), TEXTS, tmp_path) as one:
        assert one.member is None
    assert "but no broker" in read(caplog)


async def test_without_the_packages_it_says_so_and_the_bridge_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.INFO)
    plain = builtins.__import__

    def without_nats(name: str, *rest: Any, **how: Any) -> Any:
        if name.split(".")[0] == "nats":
            raise ImportError(name)
        return plain(name, *rest, **how)

    for name in [*sys.modules]:
        if name.startswith(("qq_api.bridge.member", "qq_api.bridge.account", "qq_api.broker.")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(builtins, "__import__", without_nats)
    async with fleet(Bot(), config_of("nats://127.0.0.1:1", "survival"), TEXTS, tmp_path) as one:
        assert one.member is None
    assert "nats-py" in read(caplog)


async def test_a_key_file_that_is_missing_is_told_and_the_bridge_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings = {"url": f"nats://127.0.0.1:{free_port()}", "nkey_file": str(tmp_path / "none.nk")}
    config = BridgeConfig.model_validate({"broker": settings, "peers": []})
    async with fleet(Bot(), config, TEXTS, tmp_path):
        await until(lambda: "none.nk" in read(caplog))
