"""What players see of QQ.

| | |
|---|---|
| `line` | `render`: a message's segments -> an RText component |
| `segments`, `media`, `rich`, `cards` | how each kind of segment looks; the one table is in `segments` |
| `notices`, `pages` | recalls, pokes and the like as sentences; a merged forward, page by page |
| `wanted`, `lookups` | what has to be asked of QQ before a message can be shown well; asking it |
| `pictures` | fresh links, guarded downloads, the cache, thumbnails |
| `settings` | the owner's wishes |

Everything but `lookups` and `pictures` computes only.
"""
