"""qq_chat: QQ groups and the game talk to each other. An MCDR plugin on top of `qq_api`."""
