"""The platform's error codes: what each means for an owner, and whether trying again can help. Computes only.

Source: Tencent's list of error codes (docs v1.28.0, section "openapi/error"), and what bots met in practice.
"""

from typing import Literal, TypeAlias

Retry: TypeAlias = Literal["yes", "once", "no"]
"""Whether the same call may be made again: after a pause, once, or not at all."""

_MEANINGS: dict[str, tuple[int, ...]] = {
    "anchor": (304103, 40034005, 40034128, 304026, 304027, 40034024, 40034025, 40034026, 40034027),
    "repeated": (40054005,),
    "no_active": (40034102, 40034105),
    "active_rate": (40034100, 22009, 20028, 304045, 304047, 304049, 304050),
    "violation": (40034006, 1100100, 1100101, 1100102, 1100103),
    "url": (40054010, 304003),
    "too_long": (40054007, 40054018),
    "empty": (304061, 22006, 50006),
    "not_in_group": (40034101, 40054003),
    "group_gone": (1100104,),
    "muted": (40054002, 850018),
    "no_friend": (40054004, 40054006),
    "refused": (40054013,),
    "peer_offline": (40054016,),
    "banned": (11265,),
    "token": (401, 11241, 11243, 11244),
    "app": (11251, 11261, 11275, 10004, 100007, 100016),
    "ip": (11298,),
    "privilege": (11253,),
    "forbidden": (11254, 403),
    "guild_authorisation": (11264, 11282),
    "gateway": (304018,),
    "media": (304080, 304082, 304083, 40034004, 304010, 304017, 304020, 304021, 10000),
    "media_format": (850019,),
    "media_download": (850026, 850027),
    "media_size": (850031,),
    "media_again": (40093001,),
    "media_quota": (40093002,),
    "recall": (*range(306001, 306010), 40061001, 40061002, 50065001),
    "recall_permission": (40062003,),
    "recall_late": (40064004,),
    "busy": (11242, 11252, 11263, 11281, 50055001, 50055002, 50055006, 500, 502, 503, 504),
    "too_fast": (429, 100001),
    "audit": (304023, 304024),
    "no_api": (404, 405),
    "edit": (3300006,),
}

_OF_CODE = {code: key for key, codes in _MEANINGS.items() for code in codes}

_OF_THOUSAND = {
    301: "channel_permission",
    302: "schedule",
    501: "announce",
    502: "mute",
    503: "forum",
    504: "message_setting",
    610: "api_permission",
    620: "reaction",
    630: "interaction",
}

_RETRIES: dict[str, Retry] = {"busy": "once", "media_again": "once", "token": "once", "too_fast": "yes"}


def meaning_of(code: int) -> str:
    """What a code, or an HTTP status that stands for one, means: the key of its words below `official.code`."""
    return _OF_CODE.get(code) or _OF_THOUSAND.get(code // 1000, "other")


def retry_of(code: int) -> Retry:
    """Whether what failed with a code may be tried again."""
    return _RETRIES.get(meaning_of(code), "no")


def is_known(code: int) -> bool:
    """Whether a code has a meaning of its own."""
    return meaning_of(code) != "other"


CODES = tuple(_OF_CODE)
"""Every code with a meaning of its own."""
