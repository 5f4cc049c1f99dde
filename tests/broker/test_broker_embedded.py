"""A broker of our own: it comes, stays, takes new keys, and goes with us."""

import asyncio
import json
import logging
import os
import signal
import socket
import sys
from importlib import metadata
from pathlib import Path

import pytest
import trustme
from pydantic import ValidationError

from qq_api import Texts
from qq_api.broker.client import connected
from qq_api.broker.embedded import embedded
from qq_api.broker.keyring import Keyring
from qq_api.broker.layout import Layout
from qq_api.broker.program import greeting, program
from qq_api.broker.settings import Embedded
from qq_api.config import BrokerAddress
from qq_api.errors import FatalError
from support import free_port, is_open, until

TEXTS = Texts.load("qq_api", "en_us")
ROOT = Path(__file__).resolve().parent.parent.parent


def own(**more: object) -> Embedded:
    return Embedded.model_validate({"port": free_port(), **more})


def pid_of(folder: Path) -> int:
    return int(json.loads((folder / "broker" / "running.json").read_text())["pid"])


async def test_it_runs_with_the_block_keeps_its_data_and_goes(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    folder, settings = tmp_path / "我的 桥", own()
    folder.mkdir()
    async with embedded(folder, settings, TEXTS) as url:
        assert url == f"nats://127.0.0.1:{settings.port}"
        async with connected(settings.address(folder), "bridge", TEXTS) as client:
            await client.jetstream().add_stream(name="KEPT", subjects=["kept"])
            await client.jetstream().publish("kept", b"1")
            assert client.max_payload == 8 << 20
    assert not is_open(settings.port)
    async with embedded(folder, settings, TEXTS), connected(settings.address(folder), "bridge", TEXTS) as client:
        assert (await client.jetstream().stream_info("KEPT")).state.messages == 1
    assert "nats-server 2." in caplog.text
    assert (folder / "broker" / "nats-server.log").stat().st_size
    if os.name == "posix":
        assert (folder / "broker" / "bridge.nk").stat().st_mode & 0o777 == 0o600


async def test_one_that_dies_is_started_again_and_we_come_back(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings, returned = own(), asyncio.Event()
    async with (
        embedded(tmp_path, settings, TEXTS),
        connected(settings.address(tmp_path), "bridge", TEXTS, on_return=returned.set),
    ):
        first = pid_of(tmp_path)
        os.kill(first, getattr(signal, "SIGKILL", signal.SIGTERM))
        await asyncio.wait_for(returned.wait(), 20)
        assert pid_of(tmp_path) != first
    assert "ended unexpectedly" in caplog.text


@pytest.mark.filterwarnings("ignore:unclosed <StreamWriter:ResourceWarning")  # nats-py, where it is refused
async def test_a_new_key_counts_at_once_and_an_old_one_no_more(tmp_path: Path) -> None:
    settings = own()
    keyring = Keyring(settings.home(tmp_path), Layout(), TEXTS)
    first = keyring.add("first")
    async with (
        embedded(tmp_path, settings, TEXTS),
        connected(settings.address(tmp_path), "bridge", TEXTS) as bridge,
        connected(at(settings, first), "first", TEXTS) as server,
    ):
        await bridge.jetstream().add_stream(name=Layout().events, subjects=["qq.v1.ev.>"])
        await bridge.jetstream().publish("qq.v1.ev.1.group.2.message", b"1")
        async with connected(at(settings, keyring.add("second")), "second", TEXTS) as other:
            assert (await other.jetstream().stream_info(Layout().events)).state.messages == 1
        await until(lambda: server.is_connected and bridge.is_connected, 20)
        assert (await server.jetstream().stream_info(Layout().events)).state.messages == 1
        keyring.add("first")
        await until(lambda: not server.is_connected, 20)
        await until(lambda: bridge.is_connected, 20)
        assert not server.is_connected
        await server.close()


def at(settings: Embedded, seed: Path) -> BrokerAddress:
    return BrokerAddress(url=settings.url(), nkey_file=str(seed), ca_file=settings.ca_file)


async def test_over_tls_by_an_authority_of_our_own(tmp_path: Path) -> None:
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost")
    certificate.private_key_pem.write_to_path(str(tmp_path / "key.pem"))
    certificate.cert_chain_pems[0].write_to_path(str(tmp_path / "cert.pem"))
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    files = {"cert_file": "cert.pem", "key_file": "key.pem", "ca_file": str(tmp_path / "ca.pem")}
    settings = own(public="localhost", **files)
    async with embedded(tmp_path, settings, TEXTS) as url:
        assert url.startswith("tls://localhost:")
        assert ((await greeting("localhost", settings.port)) or {})["tls_required"]
        async with connected(settings.address(tmp_path), "bridge", TEXTS) as client:
            await client.flush()


async def test_a_stranger_over_tls_is_told_so(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    certificate = trustme.CA().issue_cert("localhost")
    certificate.private_key_pem.write_to_path(str(tmp_path / "key.pem"))
    certificate.cert_chain_pems[0].write_to_path(str(tmp_path / "cert.pem"))
    settings = own(public="localhost", cert_file="cert.pem", key_file="key.pem")
    async with embedded(tmp_path, settings, TEXTS):
        trying = asyncio.create_task(_enter(settings.address(tmp_path)))
        await until(lambda: "CERTIFICATE_VERIFY_FAILED" in caplog.text, 20, lambda: caplog.text)
        trying.cancel()
        await asyncio.gather(trying, return_exceptions=True)


async def _enter(address: BrokerAddress) -> None:
    async with connected(address, "bridge", TEXTS):
        raise AssertionError("came in")


async def test_a_busy_port_and_a_second_bridge_are_clear_lines(tmp_path: Path) -> None:
    settings = own()
    with (
        socket.create_server(("127.0.0.1", settings.port)),
        pytest.raises(FatalError, match="another program listens there"),
    ):
        async with embedded(tmp_path, settings, TEXTS):
            pass
    async with embedded(tmp_path, settings, TEXTS):
        with pytest.raises(FatalError, match="Another bridge uses"):
            async with embedded(tmp_path, own(), TEXTS):
                pass
        assert await greeting("127.0.0.1", settings.port)


async def test_what_it_cannot_use_is_said_in_its_own_words(tmp_path: Path) -> None:
    (tmp_path / "cert.pem").write_text("nonsense")
    with pytest.raises(FatalError, match=r"did not start: .*cert"):
        async with embedded(tmp_path, own(public="localhost", cert_file="cert.pem", key_file="cert.pem"), TEXTS):
            pass
    (tmp_path / "broker" / "keys.json").write_text("[]")
    with pytest.raises(FatalError, match=r"keys\.json"):
        async with embedded(tmp_path, own(), TEXTS):
            pass
    assert (tmp_path / "broker" / "keys.json").read_text() == "[]"


CHILD = """
import asyncio, sys
from pathlib import Path
from qq_api import Texts
from qq_api.broker import embedded as ours
from qq_api.broker.settings import Embedded
if sys.argv[3] == "alone":
    ours.spawn.__globals__["sys"] = type("sys", (), {"platform": "other"})

async def main():
    settings = Embedded(port=int(sys.argv[2]))
    async with ours.embedded(Path(sys.argv[1]), settings, Texts.load("qq_api", "en_us")):
        print("up", flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


async def killed_bridge(folder: Path, port: int, how: str) -> None:
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CHILD, str(folder), str(port), how, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert child.stdout is not None
    assert await asyncio.wait_for(child.stdout.readline(), 20)
    child.kill()
    await child.communicate()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
async def test_it_goes_with_a_bridge_that_is_killed(tmp_path: Path) -> None:
    port = free_port()
    await killed_bridge(tmp_path, port, "bound")
    await until(lambda: not is_open(port), 20)


async def test_what_a_killed_bridge_left_is_ended_by_the_next(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    port, moved = free_port(), free_port()
    await killed_bridge(tmp_path, port, "alone")
    assert is_open(port)
    async with embedded(tmp_path, own(port=moved), TEXTS):
        assert not is_open(port)
        assert is_open(moved)
    assert "of an earlier run is still there" in caplog.text


def test_without_the_program_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    assert program(TEXTS).name.startswith("nats-server")

    def none(_name: str) -> None:
        raise metadata.PackageNotFoundError

    monkeypatch.setattr(metadata, "files", none)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(FatalError, match="pip install"):
        program(TEXTS)


def test_settings_are_checked() -> None:
    with pytest.raises(ValidationError, match="both or none"):
        own(cert_file="a")
    with pytest.raises(ValidationError, match="public is needed"):
        own(cert_file="a", key_file="b")
    with pytest.raises(ValidationError):
        own(max_file="4 apples")
    assert own(host="::").url().startswith("nats://[::1]:")
    assert own(host="0.0.0.0", port=5).url() == "nats://127.0.0.1:5"
