"""What happens in the game, from the server's console to words for QQ.

From what only computes to what waits:

    events     what can happen                                        (pure)
    clean      colours, codes and tags off a text                     (pure)
    names      which player a shown name means                        (pure)
    lexicon    Minecraft's translation keys, in two languages         (pure)
    deaths     a death message: its key and what it names             (pure)
    reader     a line of the console: what happened                   (pure)
    silence    who is not spoken of: fake and vanished players        (pure)
    life       the server starts, hangs, stops, crashes               (pure)
    newcomers  who is here for the first time                         (pure)
    watch      all of it joined: lines in, events out                 (pure)
    others     events of mg_events and More APIs                      (pure)
    settings   the section of the configuration                       (pure)
    telling    an event: its words, and the groups that hear them     (pure)
    files      language files of the server, its mods and the owner
"""
