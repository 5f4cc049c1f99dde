"""Vanilla's own sentences, as a server whose language is en_us writes them; keys are Minecraft's."""

from typing import Final

DEATHS: Final[dict[str, str]] = {
    "generic": "{player} died",
    "mob": "{player} was slain by {killer}",
    "mob.item": "{player} was slain by {killer} using [{weapon}]",
    "player": "{player} was slain by {killer}",
    "player.item": "{player} was slain by {killer} using [{weapon}]",
    "arrow": "{player} was shot by {killer}",
    "arrow.item": "{player} was shot by {killer} using [{weapon}]",
    "fireball": "{player} was fireballed by {killer}",
    "trident": "{player} was impaled by {killer}",
    "explosion": "{player} blew up",
    "explosion.player": "{player} was blown up by {killer}",
    "badRespawnPoint": "{player} was killed by [Intentional Game Design]",
    "fall": "{player} hit the ground too hard",
    "fell.accident": "{player} fell from a high place",
    "flyIntoWall": "{player} experienced kinetic energy",
    "anvil": "{player} was squashed by a falling anvil",
    "inWall": "{player} suffocated in a wall",
    "cramming": "{player} was squished too much",
    "drown": "{player} drowned",
    "drown.player": "{player} drowned while trying to escape {killer}",
    "inFire": "{player} went up in flames",
    "onFire": "{player} burned to death",
    "lava": "{player} tried to swim in lava",
    "hotFloor": "{player} discovered the floor was lava",
    "freeze": "{player} froze to death",
    "lightningBolt": "{player} was struck by lightning",
    "cactus": "{player} was pricked to death",
    "sweetBerryBush": "{player} was poked to death by a sweet berry bush",
    "starve": "{player} starved to death",
    "magic": "{player} was killed by magic",
    "wither": "{player} withered away",
    "outOfWorld": "{player} fell out of the world",
    "genericKill": "{player} was killed",
}
"""Death messages, by the last part of their key in Minecraft's language file (`death.attack.…`)."""

ADVANCEMENTS: Final[dict[str, str]] = {
    "task": "{player} has made the advancement [{title}]",
    "challenge": "{player} has completed the challenge [{title}]",
    "goal": "{player} has reached the goal [{title}]",
}
"""Advancement messages, by the kind of frame the advancement has."""

TITLES: Final[dict[str, tuple[str, str]]] = {
    "story/root": ("task", "Minecraft"),
    "story/mine_stone": ("task", "Stone Age"),
    "story/smelt_iron": ("task", "Acquire Hardware"),
    "story/mine_diamond": ("task", "Diamonds!"),
    "story/enter_the_nether": ("task", "We Need to Go Deeper"),
    "nether/all_effects": ("challenge", "How Did We Get Here?"),
    "nether/create_full_beacon": ("goal", "Beaconator"),
    "end/kill_dragon": ("task", "Free the End"),
    "adventure/kill_a_mob": ("task", "Monster Hunter"),
    "adventure/adventuring_time": ("challenge", "Adventuring Time"),
    "husbandry/balanced_diet": ("challenge", "A Balanced Diet"),
}
"""Some advancements, by their id without `minecraft:`: the kind of frame, and the title."""

HELP: Final = (
    "/advancement (grant|revoke)",
    "/ban <targets> [<reason>]",
    "/execute (run|if|unless|as|at|store|positioned|rotated|facing|align|anchored|in|summon|on)",
    "/help [<command>]",
    "/kick <targets> [<reason>]",
    "/kill [<targets>]",
    "/list [uuids]",
    "/me <action>",
    "/playsound <sound> [<source>] [<targets>]",
    "/say <message>",
    "/stop",
    "/tellraw <targets> <message>",
    "/tick query",
    "/title <targets> (clear|reset|title|subtitle|actionbar|times)",
    "/whitelist (on|off|list|add|remove|reload)",
)
"""What `help` answers, one command a line."""

SAVING: Final = (
    "Saving worlds",
    "Saving chunks for level 'ServerLevel[world]'/minecraft:overworld",
    "Saving chunks for level 'ServerLevel[world]'/minecraft:the_end",
    "Saving chunks for level 'ServerLevel[world]'/minecraft:the_nether",
    "ThreadedAnvilChunkStorage (world): All chunks are saved",
    "ThreadedAnvilChunkStorage (DIM1): All chunks are saved",
    "ThreadedAnvilChunkStorage (DIM-1): All chunks are saved",
    "ThreadedAnvilChunkStorage: All dimensions are saved",
)
"""The last lines of an orderly stop."""

HANGING: Final = (
    "A single server tick took {seconds:.2f} seconds (should be max 0.05)",
    "Considering it to be crashed, server will forcibly shutdown.",
    "This crash report has been saved to: ./crash-reports/crash-2025-01-01_12.00.00-server.txt",
)
"""What vanilla's watchdog says before it ends the server."""

LAGGING: Final = "Can't keep up! Is the server overloaded? Running {milliseconds}ms or {ticks} ticks behind"

UNKNOWN: Final = "Unknown or incomplete command, see below for error"
INCORRECT: Final = "Incorrect argument for command, see below for error"
NO_PLAYER: Final = "No player was found"
