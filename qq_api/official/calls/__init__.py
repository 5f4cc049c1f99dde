"""The platform's own calls by name: `bot.call_action("official.get_guild", guild_id=…)`, or typed, `Official(bot)`."""
