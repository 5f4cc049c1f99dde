"""What players see of QQ.

| | |
|---|---|
| `line` | `render`: a message's segments -> an RText component |
| `segments`, `media`, `rich`, `cards` | how each kind of segment looks; the one table is in `segments` |
| `notices`, `pages` | recalls, pokes and the like as sentences; a merged forward, page by page |
| `wanted`, `lookups` | what has to be asked of QQ before a message can be shown well; asking it |
| `in_order` | lines come out in the order they came, though some have to wait for an answer |
| `pictures` | fresh links and thumbnails; `download` is guarded, `store` keeps within bounds, `thumbnail` draws |
| `said`, `known`, `pieces`, `fields` | a message; what was looked up; a part of a line; reading what nobody may trust |
| `settings` | the owner's wishes |

Everything but `lookups`, `in_order`, `pictures`, `download` and `store` computes only.
"""
