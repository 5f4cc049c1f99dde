"""Both ends for real: a bridge with a broker of its own, and a server's bot that has nothing but its key."""

import asyncio
import json
import os
import signal
from pathlib import Path

from member_house import Talk, bridge, said_by_us, world

from our_bot import GROUP, SELF, Counts
from qq_api import Bot, Texts, plain
from qq_api.bridge.new_server import add
from qq_api.bridge.standing import overview_of
from qq_api.config import Broker, Config
from qq_api.errors import ActionFailed
from qq_api.runtime import running
from support import free_port, until

TEXTS = Texts.load("qq_api", "en_us")


async def test_a_server_with_a_key_hears_speaks_and_is_seen_though_the_broker_dies(tmp_path: Path) -> None:
    port, bot, heard = free_port(), Bot(), list[str]()
    (tmp_path / "bridge.yml").write_text(f"broker: {{url: embedded, embedded: {{port: {port}}}}}\n")
    add(tmp_path / "bridge.yml", "生存", TEXTS)
    seed = tmp_path / "broker" / "servers" / "生存.nk"
    behind = Broker(url=f"nats://127.0.0.1:{port}", server="生存", nkey_file=str(seed))
    bot.listeners.append(lambda event: heard.append(plain(event["message"])) if event.type == "message" else None)
    peers, qq = [{"name": "生存", "type": "broker"}], world()
    async with (
        bridge(qq, "embedded", tmp_path, peers=peers, embedded={"port": port}) as here,
        running(bot, Config(connections=[behind]), TEXTS, folder=tmp_path / "server"),
    ):
        await here.has_the_account()
        await until(lambda: bot.accounts() == [SELF], 20)
        talk = Talk(qq)
        while not heard:  # a first start begins with what is new
            await talk.say(1)
            await asyncio.sleep(0.1)
        for number in range(30):
            await talk.say(5)
            await asyncio.sleep(0.02)
            if number == 10:
                os.kill(json.loads((tmp_path / "broker" / "running.json").read_text())["pid"], signal.SIGTERM)
        await until(lambda: talk.said[-1] in heard, 30)
        new = talk.said[talk.said.index(heard[0]) :]
        assert Counts.of(new, heard) == Counts(len(new), len(new))
        await bot.send_group_msg(group_id=GROUP, message="hello")
        assert said_by_us(qq) == ["hello"]
        try:
            await bot.call_action("set_group_whole_ban", group_id=GROUP, enable=True)
        except ActionFailed as error:
            assert error.retcode == 1403
        found = None
        while found is None or found.lag("生存") is None:
            found = await overview_of(here.fleet, TEXTS)
        assert found.lag("生存") == 0
