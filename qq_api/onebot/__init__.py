"""OneBot 11 from both ends: `server` and `http` for a bot, `peers` for those who want what a bot has."""
