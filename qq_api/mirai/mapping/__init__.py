"""mirai-api-http's packets, messages and commands as OneBot 11's events, segments and actions, both ways.

Computes only; no I/O. Facts: mirai-api-http 2.10.0, its source where source and documentation differ.

| module | what it maps |
|---|---|
| `segments` | chain and segments (`elements`: chains that came; `sending`: chains that go; `pokes`, `codes`: tables) |
| `events` | packets to events; `packets`: events to packets, for the sandbox |
| `actions` | an action to commands, and their answers to its data; `serving`: commands to actions, for the sandbox |
| `context` | what the above ask and remember |
| `lossy` | what does not come back as it went: one table for the tests and the documentation |
"""
