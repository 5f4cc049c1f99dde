"""What an owner does and sees: a key for a server, the state of the fleet, figures, the log."""

import asyncio
import json
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from member_house import LAYOUT, Bridge, Server, Talk, bridge, said_by_us, world
from prometheus_client.parser import text_string_to_metric_families
from ruamel.yaml import YAML

from our_bot import GROUP, SELF, Counts
from qq_api import ConfigError, Texts
from qq_api.bridge import commands, standing
from qq_api.bridge.bridge import bridging
from qq_api.bridge.config import BridgeConfig, TogetherSettings
from qq_api.bridge.figures import figures
from qq_api.bridge.log import JsonLines
from qq_api.bridge.new_server import add
from qq_api.broker.client import connected
from qq_api.broker.keys import Keys
from qq_api.broker.metrics import Family, app, exposition, metering
from qq_api.broker.overview import Overview, Stream, words
from qq_api.broker.settings import Metrics
from qq_api.config import BrokerAddress, load_config
from qq_api.errors import FatalError
from qq_api.web import bind, port_of, serving
from support import child, free_port, is_open, until

ROOT = Path(__file__).resolve().parent.parent.parent
TEXTS = Texts.load("qq_api", "en_us")

OWN = """\
# the bridge at home
config_version: 1
connections: []
broker:
  url: embedded
  embedded: {{port: {port}}}
  lease_seconds: 2
peers:
  # the old one
  - name: old   # it stays
    type: websocket_reverse
    url: ws://127.0.0.1:5999/ws
  # below it
log: json
"""


def written(folder: Path, text: str = OWN) -> tuple[Path, int]:
    port, path = free_port(), folder / "bridge.yml"
    path.write_text(text.format(port=port), "utf-8")
    return path, port


def entry_of(said: str) -> dict[str, Any]:
    """The connection that a server is to have, out of what was printed."""
    lines = said[said.index("connections:") :].splitlines()
    block = [lines[0], *(line for line in lines[1:5])]
    return dict(YAML(typ="safe").load("\n".join([block[0], *block[1:]]))["connections"][0])


# -- bridge new-server


def test_a_server_gets_a_key_a_place_among_the_peers_and_instructions(tmp_path: Path) -> None:
    path, port = written(tmp_path)
    said = add(path, "生存 1", TEXTS)
    seed = tmp_path / "broker" / "servers" / "=e7=94=9f=e5=ad=98=201.nk"
    assert seed.read_text().startswith("SU")
    assert entry_of(said) == {
        "type": "broker",
        "url": f"nats://127.0.0.1:{port}",
        "server": "生存 1",
        "nkey_file": f"config/qq_api/{seed.name}",
    }
    lines = path.read_text("utf-8").splitlines()
    assert lines[lines.index("  # below it") + 1] == "  - {name: 生存 1, type: broker}"
    assert "\n".join(line for line in lines if "生存" not in line) + "\n" == OWN.format(port=port)
    peers = load_config(path, BridgeConfig, "en_us").peers
    assert [(peer.name, peer.type) for peer in peers] == [("old", "websocket_reverse"), ("生存 1", "broker")]


def test_a_name_that_has_a_key_keeps_it_until_it_is_renewed(tmp_path: Path) -> None:
    path, _ = written(tmp_path)
    add(path, "survival", TEXTS)
    seed = tmp_path / "broker" / "servers" / "survival.nk"
    first, text = seed.read_text(), path.read_text()
    with pytest.raises(FatalError, match="--renew"):
        add(path, "survival", TEXTS)
    assert seed.read_text() == first
    add(path, "survival", TEXTS, renew=True)
    assert seed.read_text() != first
    assert path.read_text() == text
    told = (tmp_path / "broker" / "accounts.conf").read_text()
    assert told.count("srv-survival") == 2  # its account, and what the bridges import of it


@pytest.mark.parametrize("peers", ["", "peers: []\n", "peers: [{{name: a, type: broker}}]\n"])
def test_peers_are_added_however_the_file_says_them(tmp_path: Path, peers: str) -> None:
    path, _ = written(tmp_path, "broker: embedded  # mine\n" + peers)
    add(path, "survival", TEXTS)
    names = [peer.name for peer in load_config(path, BridgeConfig, "en_us").peers]
    assert names == (["a"] if "name: a" in peers else []) + ["survival"]
    assert "broker: embedded  # mine" in path.read_text()


def test_for_a_broker_elsewhere_it_says_what_to_put_there(tmp_path: Path) -> None:
    path, _ = written(tmp_path, "broker: {{url: 'tls://a:1,tls://b:2', ca_file: ca.pem, prefix: my.net}}\npeers: []\n")
    said = add(path, "survival", TEXTS)
    assert "include accounts.conf" in said and "nkey_file" in said
    assert "url: tls://a:1,tls://b:2" in said and "prefix: my.net" in said and "ca_file: ca.pem" in said
    assert "my.net.act.survival.*" in (tmp_path / "broker" / "accounts.conf").read_text()


def test_one_more_bridge_gets_a_key_for_everything(tmp_path: Path) -> None:
    path, _ = written(tmp_path)
    said = add(path, "second", TEXTS, bridge=True)
    told = json.loads((tmp_path / "broker" / "accounts.conf").read_text())["accounts"]
    assert len(told["QQ"]["users"]) == 2
    assert [*told] == ["QQ"]
    assert "broker:" in said and (tmp_path / "broker" / "bridges" / "second.nk").exists()


def test_without_a_broker_or_with_a_broken_file_it_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, _ = written(tmp_path, "connections: []\n")
    assert commands.main(["new-server", "survival", "--config", str(path)], TEXTS) == 1
    assert commands.main(["status", "--config", str(path)], TEXTS) == 1
    assert capsys.readouterr().err.count("has no broker") == 2
    path.write_text("broker: {url: gopher://a}\n")
    with pytest.raises(ConfigError):
        add(path, "survival", TEXTS)
    assert not (tmp_path / "broker").exists()


def test_it_is_a_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, _ = written(tmp_path)
    assert commands.main(["new-server", "survival", "--config", str(path)], TEXTS) == 0
    assert "nkey_file: config/qq_api/survival.nk" in capsys.readouterr().out


# -- a fleet with a broker of its own


@asynccontextmanager
async def home(folder: Path) -> AsyncIterator[tuple[Any, Bridge, Server]]:
    """A bridge that runs its broker, and a server with the key that it was given."""
    path, port = written(folder)
    add(path, "生存", TEXTS)
    seed, url = folder / "broker" / "servers" / "生存.nk", f"nats://127.0.0.1:{port}"
    peers, qq = [{"name": "生存", "type": "broker"}], world()
    async with (
        bridge(qq, "embedded", folder, peers=peers, embedded={"port": port}) as here,
        connected(BrokerAddress(url=url, nkey_file=str(seed)), "生存", TEXTS) as client,
    ):
        await here.has_the_account()
        yield qq, here, Server(client, "生存")


async def test_with_its_key_a_server_hears_and_speaks_by_way_of_the_bridge(tmp_path: Path) -> None:
    async with home(tmp_path) as (qq, _here, server):
        talk = Talk(qq)
        await talk.say(5)
        await server.stored(5)
        assert [one["raw_message"] for one in await server.events()] == talk.said
        assert (await server.send("hello"))["status"] == "ok"
        await server.leave("later")
        await until(lambda: said_by_us(qq) == ["hello", "later"], 20)
        refused = await server.call("set_group_whole_ban", group_id=GROUP, enable=True)
        assert refused["retcode"] == 1403


async def test_a_broker_of_our_own_that_dies_under_traffic_costs_nothing(tmp_path: Path) -> None:
    async with home(tmp_path) as (qq, _here, server):
        talk = Talk(qq)
        for number in range(30):
            await talk.say(5)
            await asyncio.sleep(0.02)
            if number == 10:
                note = json.loads((tmp_path / "broker" / "running.json").read_text())
                os.kill(note["pid"], getattr(signal, "SIGKILL", signal.SIGTERM))
        await until(lambda: server.client.is_connected, 20)
        assert await server.hears(talk.said) == Counts(150, 150)


async def test_status_shows_streams_lag_and_who_acts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with home(tmp_path) as (qq, here, server):
        await Talk(qq).say(5)
        await Keys(server.stream, LAYOUT.presence).put("srv.生存", b'{"lag": 3}', ttl=15)
        await until(lambda: here.member.publisher.published >= 5, 20)
        given = ["status", "--config", str(tmp_path / "bridge.yml")]
        assert await asyncio.to_thread(commands.main, [*given, "--json"], TEXTS) == 0
        told = json.loads(capsys.readouterr().out)
        assert told["streams"]["events"]["messages"] == 5
        assert 0 <= told["streams"]["events"]["age_seconds"] < 600
        assert told["servers"] == {"生存": {"lag": 3}}
        assert told["leases"] == {str(SELF): here.member.name}
        assert here.member.name in told["bridges"]
        assert await asyncio.to_thread(commands.main, given, TEXTS) == 0
        said = capsys.readouterr().out
        assert "Events: 5 kept" in said and "生存: there, 3 events behind" in said
        assert f"Bridge {here.member.name}: acts for QQ {SELF}" in said
        found = await standing.overview_of(here.fleet, TEXTS)
        assert found is not None and found.lag("生存") == 3


async def test_figures_say_all_of_it(tmp_path: Path) -> None:
    async with home(tmp_path) as (qq, here, server), bridging(here.bot, [], TEXTS, TogetherSettings()) as direct:
        await Talk(qq).say(5)
        await server.send("hello")
        await Keys(server.stream, LAYOUT.presence).put("srv.生存", b'{"lag": 3}', ttl=15)
        await until(lambda: here.member.publisher.published >= 5, 20)
        text = exposition(await figures(here.bot, direct, here.fleet, TEXTS))
        found = samples(text)
        assert found["qqapi_server_lag", "生存"] == 3
        assert found["qqapi_events_total", "message"] >= 5
        assert found["qqapi_stream_messages", "events"] >= 5
        assert found["qqapi_lease_held", str(SELF)] == found["qqapi_broker_connected", ""] == 1
        assert found["qqapi_calls_executed_total", ""] == 1
        assert found["qqapi_spool", ""] == 0


def samples(text: str) -> dict[tuple[str, str], float]:
    """By name and first label, as Prometheus' own parser reads them."""
    families = text_string_to_metric_families(text)
    return {(one.name, next(iter(one.labels.values()), "")): one.value for each in families for one in each.samples}


async def test_a_bridge_with_a_broker_that_cannot_start_goes_on_without(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with bind("127.0.0.1", 0) as taken:
        async with bridge(world(), "embedded", tmp_path, embedded={"port": port_of(taken)}) as here:
            assert here.fleet.member is None
            assert here.fleet.status() == []
            assert await standing.overview_of(here.fleet, TEXTS) is None
    assert "another program listens there" in caplog.text


async def test_a_folder_that_cannot_be_written_costs_the_broker_only(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "broker").write_text("in the way")
    async with bridge(world(), "embedded", tmp_path, embedded={"port": free_port()}) as here:
        assert here.fleet.member is None
    assert "broker" in caplog.text


async def test_the_whole_bridge_as_a_program(tmp_path: Path) -> None:
    metrics = free_port()
    path, port = written(tmp_path, OWN + f"metrics: {{{{port: {metrics}}}}}\n")
    async with child(sys.executable, ROOT / "__main__.py", "bridge", "--config", path, "--until-eof") as one:
        await one.says(level="INFO", logger="qq_api.broker.embedded")
        await one.says(level="INFO", logger="qq_api.broker.client")
        async with httpx.AsyncClient(trust_env=False) as web:
            found = samples((await web.get(f"http://127.0.0.1:{metrics}/metrics")).text)
        assert found["qqapi_accounts", ""] == 0
    assert not is_open(port)
    assert [line for line in one.log if "Traceback" in line] == []


# -- words, figures and lines by themselves


def test_words_are_for_people() -> None:
    streams = [Stream("events", 12, 1536, 7260), Stream("outbox", 0, 0, None)]
    there = Overview(streams, {"a": {"lag": 0}, "b": {}, "c": {"lag": "?"}}, {}, {"10001": {}}, {})
    assert words(there, TEXTS).splitlines() == [
        "Broker",
        "  Events: 12 kept, 1.54 KB, the oldest from 2 h ago",
        "  Lines that wait for QQ: 0, 0 B, empty",
        "  Server a: there, up to date",
        "  Server b: there",
        "  Server c: there",
        "  QQ 10001: connected, but no bridge acts for it yet",
    ]
    assert "No server is there" in words(Overview(), TEXTS)


def test_figures_are_read_by_prometheus_whatever_names_are_given() -> None:
    odd = 'a"b\\c\nd 生存'
    text = exposition([Family("qqapi_x", "gauge", "x", [({"server": odd}, 1.5)]), Family("qqapi_y", "gauge", "y", [])])
    assert samples(text) == {("qqapi_x", odd): 1.5}


async def test_figures_are_for_those_who_know_the_token() -> None:
    async def none() -> list[Family]:
        return [Family("qqapi_x", "counter", "x", [({}, 1)])]

    sock = bind("127.0.0.1", 0)
    url = f"http://127.0.0.1:{port_of(sock)}"
    async with serving(app(none, "secret"), sock), httpx.AsyncClient(trust_env=False) as web:
        assert (await web.get(f"{url}/metrics")).status_code == 401
        assert (await web.get(f"{url}/metrics", headers={"Authorization": "Bearer nö".encode()})).status_code == 401
        assert (await web.get(f"{url}/")).status_code == 404
        answer = await web.get(f"{url}/metrics", headers={"Authorization": "Bearer secret"})
        assert (answer.status_code, answer.text.splitlines()[-1]) == (200, "qqapi_x 1")
    with pytest.raises(ValueError, match="needs a token"):
        Metrics(host="0.0.0.0")


async def test_a_busy_port_costs_the_figures_only(caplog: pytest.LogCaptureFixture) -> None:
    async def none() -> list[Family]:
        return []

    with bind("127.0.0.1", 0) as taken:
        async with metering(Metrics(port=port_of(taken)), none, TEXTS):
            assert "cannot listen" in caplog.text


def test_a_line_of_the_log_is_one_object() -> None:
    record = logging.LogRecord("qq_api.x", logging.WARNING, "", 1, "%s\nis 生存", ("this",), None)
    record.server = "survival"
    try:
        raise ValueError("on purpose")
    except ValueError:
        record.exc_info = sys.exc_info()
    line = JsonLines().format(record)
    said = json.loads(line)
    assert "\n" not in line and "生存" in line
    assert {key: said[key] for key in ("level", "logger", "message", "server")} == {
        "level": "WARNING",
        "logger": "qq_api.x",
        "message": "this\nis 生存",
        "server": "survival",
    }
    assert said["time"].endswith("Z") and "on purpose" in said["exception"]
