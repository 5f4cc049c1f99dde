"""MCDReforged's own vanilla handler reads every kind of line the stand-in prints."""

from mcdreforged.handler.impl.vanilla_handler import VanillaHandler
from mcdreforged.info_reactor.info import Info
from mcdreforged.info_reactor.server_information import ServerInformation
from mcdreforged.minecraft.rtext.text import RText

from qq_api.sandbox.minecraft.game import Game

HANDLER = VanillaHandler()


class Parsed:
    """A game whose log lines MCDReforged reads."""

    def __init__(self) -> None:
        self.infos: list[Info] = []
        self.seen: list[object] = []
        self.game = Game(
            lambda line: self.infos.append(HANDLER.parse_server_stdout(line)),
            lambda _target, component: self.seen.append(component),
        )


def server(version: str) -> ServerInformation:
    information = ServerInformation()
    information.version = version
    return information


def test_the_version_and_the_address_are_read() -> None:
    parsed = Parsed()
    parsed.game.start("1.21.4", 25566)
    assert [HANDLER.parse_server_version(info) for info in parsed.infos].count("1.21.4") == 1
    assert ("*", 25566) in [HANDLER.parse_server_address(info) for info in parsed.infos]


def test_the_version_comes_before_done_which_comes_last() -> None:
    parsed = Parsed()
    parsed.game.start()
    parsed.game.open(0.123)
    assert HANDLER.parse_server_version(parsed.infos[0]) == "1.21.4"
    assert [HANDLER.test_server_startup_done(info) for info in parsed.infos].index(True) == len(parsed.infos) - 1


def test_the_start_of_rcon_is_read() -> None:
    parsed = Parsed()
    parsed.game.note("RCON running on 127.0.0.1:25575")
    assert HANDLER.test_rcon_started(parsed.infos[0])


def test_joins_and_leaves_are_read() -> None:
    parsed = Parsed()
    parsed.game.join("Steve")
    parsed.game.leave("Steve")
    assert [name for info in parsed.infos if (name := HANDLER.parse_player_joined(info))] == ["Steve"]
    assert [name for info in parsed.infos if (name := HANDLER.parse_player_left(info))] == ["Steve"]
    assert not any(info.is_player for info in parsed.infos)


def test_chat_is_read_as_the_players() -> None:
    parsed = Parsed()
    parsed.game.join("Steve")
    parsed.game.chat("Steve", "!!qq 你好 😀 <x>")
    assert (parsed.infos[-1].player, parsed.infos[-1].content) == ("Steve", "!!qq 你好 😀 <x>")
    assert parsed.infos[-1].is_user


def test_nothing_else_is_read_as_chat() -> None:
    parsed = Parsed()
    parsed.game.start()
    parsed.game.open()
    parsed.game.join("Steve")
    parsed.game.die("Steve")
    parsed.game.advance("Steve")
    for line in ("say <Steve> hi", "list", "help", "foo", "kick Steve", "stop"):
        parsed.game.console(line)
    parsed.game.close()
    assert not any(info.is_player for info in parsed.infos)


def test_the_stop_is_read_once() -> None:
    parsed = Parsed()
    parsed.game.console(HANDLER.get_stop_command())
    parsed.game.close()
    assert [HANDLER.test_server_stopping(info) for info in parsed.infos].count(True) == 1


def test_what_mcdreforged_broadcasts_is_seen() -> None:
    parsed = Parsed()
    parsed.game.join("Steve")
    parsed.seen.clear()
    command = HANDLER.get_broadcast_message_command(RText("a\n\"b' 你好 \u2028 \x85"), server("1.21.4"))
    assert command
    assert parsed.game.console(command) == ""
    assert parsed.seen == [{"text": "a\n\"b' 你好 \u2028 \x85"}]


def test_what_mcdreforged_tells_one_player_is_seen() -> None:
    parsed = Parsed()
    parsed.game.join("Steve")
    parsed.seen.clear()
    command = HANDLER.get_send_message_command("Steve", "hi", server("1.12.2"))
    assert command
    parsed.game.console(command)
    assert parsed.seen == ["hi"]
