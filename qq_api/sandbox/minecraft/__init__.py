"""A stand-in Minecraft server: to MCDReforged it is vanilla, to the sandbox's page it is a place to play in.

From what only computes to what waits:

    refused      what the server would not take, as a tree           (pure)
    wording      vanilla's own sentences                             (pure)
    player_list  who is online, who may come in                      (pure)
    syntax       the pieces of a console command                     (pure)
    server       it starts and stops, players act                    (pure)
    commands     what can be typed at its console                    (pure)
    game         both: actions go in, log lines and chat come out    (pure)
    observer     what the lines of a real server tell about it       (pure)
    rcon         the RCON listener
    link         the WebSocket to the sandbox's page
    streams      stdin and stdout, as UTF-8 whatever the locale
    options      the command line
    console      the program, with the stand-in inside
    wrapper      the program, with a real server inside
"""
