"""Bot modules: plain Python files in a folder. What a module imports is here; what runs them is beside.

    from qq_api.modules import every, on_command, on_message

    @on_command("ping")
    async def ping(bot, event):
        \"\"\"Answers pong.\"\"\"
        await bot.send(event, "pong")

    @on_message
    def count(bot, event): ...

    @every("5m")
    def tidy(bot): ...

`declare` holds the decorators; `folder` finds and imports files; `worker` runs one module on a thread of its own;
`host` hands out events, watches the folder and the threads; `menu` answers in QQ; `switches` remembers; `w1ndys`
serves modules written for W1ndys' Module-Loader.
"""

from qq_api.modules.declare import every, on_command, on_message, on_notice, on_request

__all__ = ["every", "on_command", "on_message", "on_notice", "on_request"]
