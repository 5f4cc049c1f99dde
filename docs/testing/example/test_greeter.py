"""Tests of greeter.py: a real MCDR, and a make-believe QQ. Run: python -m pytest"""

from pathlib import Path

from qq_api import plain

PLUGIN = Path(__file__).parent / "greeter.py"
GROUP, BOB = 20001, 10003


def test_the_game_and_the_group_hear_of_each_other(qq, mcdr):
    mcdr.start(PLUGIN)

    mcdr.chat("Steve", "!!greet")  # a player types a command
    mcdr.game("Greeted the group")  # and sees this
    assert qq.next_action("send_group_msg").params["message"] == "Hello from the game"

    qq.group(GROUP).say(BOB, "hi")  # somebody speaks in the QQ group
    mcdr.game(r"\[QQ\] hi")

    qq.group(GROUP).say(BOB, "!who")
    answer = qq.next_action("send_msg")  # what `bot.send(event, …)` calls
    assert plain(answer.params["message"]) == "In the game: Steve, Alex"


def test_a_greeting_that_qq_does_not_take_is_told(qq, mcdr):
    mcdr.start(PLUGIN)
    qq.faults().rate_limit = 1  # the second message of a minute fails
    for _ in range(2):
        mcdr.console("!!greet")
    mcdr.log("too many messages in a minute")
