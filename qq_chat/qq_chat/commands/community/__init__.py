"""How the group and the server belong together: whitelist, leaving, newcomers, requests, bans, audits."""
