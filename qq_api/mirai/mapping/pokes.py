"""Pokes by name (mirai-api-http: `PokeMap`, docs "Poke") and by OneBot's type and id. Computes only; no I/O."""

POKES = {
    "ChuoYiChuo": (1, -1),
    "BiXin": (2, -1),
    "DianZan": (3, -1),
    "XinSui": (4, -1),
    "LiuLiuLiu": (5, -1),
    "FangDaZhao": (6, -1),
    "BaoBeiQiu": (126, 2011),
    "Rose": (126, 2007),
    "ZhaoHuanShu": (126, 2006),
    "RangNiPi": (126, 2009),
    "JieYin": (126, 2005),
    "ShouLei": (126, 2004),
    "GouYin": (126, 2003),
    "ZhuaYiXia": (126, 2001),
    "SuiPing": (126, 2002),
}
"""The names that 2.10 takes and tells; of others it makes the first."""

ALIASES = {"Poke": "ChuoYiChuo", "ShowLove": "BiXin", "Like": "DianZan", "Heartbroken": "XinSui"}
ALIASES |= {"SixSixSix": "LiuLiuLiu", "JeiYin": "JieYin", "QiaoMen": "SuiPing"}
"""The names of the documentation, of older versions and of clients."""

NAMES = {ids: name for name, ids in POKES.items()}


def ids_of(name: str) -> tuple[int, int]:
    """`BiXin` -> `(2, -1)`."""
    return POKES.get(ALIASES.get(name, name), POKES["ChuoYiChuo"])


def name_of(poke_type: int, poke_id: int) -> str:
    """`(2, -1)` -> `BiXin`."""
    return NAMES.get((poke_type, poke_id)) or NAMES.get((poke_type, -1)) or "ChuoYiChuo"
