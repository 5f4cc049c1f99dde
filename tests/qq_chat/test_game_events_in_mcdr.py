"""What happens in the game reaches the group, in a real MCDR."""

from pathlib import Path

from mcdr import chat, house

LOGIN = "[12:00:00] [Server thread/INFO]: .Bed[/127.0.0.1:1] logged in with entity id 9 at (0.5, 64.0, 0.5)"


async def test_what_happens_in_the_game_is_told_in_chinese(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed, chat_config={**chat(), "language": "zh_cn"}) as house_:
        house_.play(type="die", player="Steve", cause="player.item", killer="Alex", weapon="Diamond Sword")
        await house_.in_group("[survival] Steve 被 Alex 用[钻石剑]杀死了")
        house_.play(type="advance", player="Steve", title="Beaconator", kind="goal")
        await house_.in_group("Steve 达成了目标「信标工程师」")
        house_.play(type="raw", text=LOGIN)
        await house_.in_group(".Bed 首次加入游戏")
        house_.play(type="raw", text="[12:00:00] [Server thread/INFO]: <.Bed> hello")
        await house_.in_group("<.Bed> hello")
        house_.play(type="console", text="say Steve died")
        await house_.in_group("[Server] Steve died")
        house_.play(type="chat", player="Steve", text="Alex drowned")
        await house_.in_group("<Steve> Alex drowned")
        house_.play(type="console", text="kill Alex")
        await house_.in_group("Alex 被杀死了")
        assert not [line for line in house_.group() if "淹死" in line]


async def test_who_was_here_is_known_over_a_reload_and_a_crash_is_told(tmp_path: Path, packed: dict[str, Path]) -> None:
    async with house(tmp_path, packed, chat_config={**chat(), "language": "zh_cn"}) as house_:
        house_.play(type="join", player="Newbie")
        await house_.in_group("Newbie 首次加入游戏")
        await house_.mcdr.command("!!MCDR plugin reload qq_chat", "qq_chat.*(re)?loaded")
        house_.play(type="leave", player="Newbie")
        await house_.in_group("Newbie 离开了游戏")
        house_.play(type="join", player="Newbie")
        await house_.in_group("Newbie 加入了游戏")
        house_.play(type="hang")
        await house_.in_group("服务器已有 60 秒没有响应")
        await house_.in_group("服务器崩溃了（退出码 1）")
        assert not [line for line in house_.mcdr.lines if "Traceback" in line]
