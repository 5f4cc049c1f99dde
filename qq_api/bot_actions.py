# mypy: disable-error-code="override"
# ruff: noqa: N803
"""What editors and mypy see of `bot`, `bot.api` and `bot.sync`: OneBot's actions as methods.

Made by `python scripts/dev.py actions` from the table in `qq_api.actions`; edit that.
At run time the classes are empty, and `qq_api.bot` does not even read this file: aiocqhttp's `__getattr__` calls any
action, listed here or not, and sends exactly the parameters that were given. So a default shown here is what QQ's side
takes, and `**more` is whatever an implementation knows beyond. Two parameters are for the bot itself: `self_id` chooses
the account where it has several, `timeout_seconds` is how long to wait for the answer (60 where it is not given).
"""

from typing import TYPE_CHECKING

from aiocqhttp.api import AsyncApi, SyncApi

if TYPE_CHECKING:
    from typing import Any

    from qq_api.actions.results import (
        Able,
        AiCharacters,
        AlbumMedia,
        Albums,
        AtAllRemain,
        Cookies,
        Count,
        CreatedAlbum,
        CreatedFolder,
        Credentials,
        Done,
        DoubtfulRequest,
        Downloaded,
        EmojiLikes,
        Essence,
        Faces,
        FileSet,
        FileSystem,
        FilteredRequest,
        FlashInfo,
        FlashShare,
        FlashUrls,
        Forward,
        Friend,
        FriendCategory,
        Group,
        GroupFiles,
        History,
        Honors,
        Id,
        Likes,
        Login,
        Member,
        Message,
        MutedMember,
        Notice,
        Ocr,
        ReceivedFile,
        ReceivedMessage,
        Rkey,
        Rkeys,
        Sent,
        SentForward,
        SignedMember,
        Status,
        Stranger,
        SystemMessages,
        Token,
        Transcript,
        UinRange,
        Uploaded,
        Url,
        Version,
    )
    from qq_api.types import Payload, Segment

    class AsyncActions(AsyncApi):
        """OneBot's actions, to be awaited."""

        async def send_like(
            self,
            *,
            user_id: Id,
            times: int = 1,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Like somebody's profile. 点赞。

            Args:
                user_id (Id): the QQ account.
                times (int): how often; 10 a day and person, 20 for VIPs.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp no; OneBot 11 yes.
            """

        async def get_friend_list(
            self,
            *,
            no_cache: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[Friend]:
            """The bot's friends. 好友列表。

            Args:
                no_cache (bool): ask QQ afresh (NapCat).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[Friend] {user_id, nickname, remark, sex?, age?, birthday_year?, birthday_month?,
                birthday_day?, qid?, long_nick?, level?, uid?, phone_num?, email?, category_id?, categoryId?,
                categoryName?, login_days?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (adds phone_num, email, level and the category; no long_nick);
                go-cqhttp yes; OneBot 11 yes.
            """

        async def get_friends_with_category(
            self,
            *,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[FriendCategory]:
            """The bot's friends, by category. 好友列表(带分组)。

            Args:
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[FriendCategory] {categoryId, categorySortId, categoryName, categoryMbCount, onlineCount,
                buddyList}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def delete_friend(
            self,
            *,
            user_id: Id,
            temp_block: bool = False,
            temp_both_del: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Remove a friend. 删除好友。

            Args:
                user_id (Id): the QQ account.
                temp_block (bool): block the account as well (NapCat).
                temp_both_del (bool): remove it on both sides (NapCat).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (also takes friend_id; for somebody who is no friend it succeeds with
                {valid: false, message}); go-cqhttp yes; OneBot 11 no.
            """

        async def set_friend_add_request(
            self,
            *,
            flag: str,
            approve: bool = True,
            remark: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Answer a friend request. 处理好友申请。

            Args:
                flag (str): the request event's flag, as it came.
                approve (bool): accept.
                remark (str): the new friend's remark name, when accepted.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp differs (ignores remark); OneBot 11 yes.
            """

        async def set_friend_remark(
            self,
            *,
            user_id: Id,
            remark: str = "",
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Name a friend for oneself. 设置好友备注。

            Args:
                user_id (Id): the QQ account.
                remark (str): the name that only the bot sees.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (remark is required; fails for somebody who is no friend); go-cqhttp
                no; OneBot 11 no.
            """

        async def get_stranger_info(
            self,
            *,
            user_id: Id,
            no_cache: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Stranger:
            """Who an account is, friend or not. 获取好友或群友信息。

            Args:
                user_id (Id): the QQ account.
                no_cache (bool): ask QQ afresh instead of using what is remembered.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Stranger {user_id, nickname, sex, age, qid?, level?, qqLevel?, login_days?, reg_time?, long_nick?,
                city?, country?, birthday_year?, birthday_month?, birthday_day?, labels?, is_vip?, is_svip?,
                is_years_vip?, vip_level?, remark?, uid?, status?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot differs (ignores no_cache); NapCat differs (qqLevel instead of level, login_days always
                0, and QQ's own fields besides); go-cqhttp yes; OneBot 11 yes.
            """

        async def set_qq_avatar(
            self,
            *,
            file: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Change the bot's picture. 设置个人头像。

            Args:
                file (str): a path, or a file://, http(s):// or base64:// address.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def friend_poke(
            self,
            *,
            user_id: Id,
            target_id: Id = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Poke a friend. 好友戳一戳。

            Args:
                user_id (Id): the QQ account.
                target_id (Id): whom of the two: the friend, or the bot itself.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (with group_id it pokes in the group); go-cqhttp no (send
                [CQ:poke,qq=…]); OneBot 11 no.
            """

        async def get_profile_like(
            self,
            *,
            start: int = 0,
            count: int = 20,
            user_id: Id = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Likes:
            """Whom the bot has liked. 获取我赞过谁列表。

            Args:
                start (int): from which on, from 0; -1: all.
                count (int): how many, 30 at most.
                user_id (Id): whose likes (NapCat).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Likes {users?, nextStart?, uid?, time?, favoriteInfo?, voteInfo?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (10 by default; answers {uid, time, favoriteInfo, voteInfo});
                go-cqhttp no; OneBot 11 no.
            """

        async def get_profile_like_me(
            self,
            *,
            start: int = 0,
            count: int = 20,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Likes:
            """Who has liked the bot. 获取谁赞过我列表。

            Args:
                start (int): from which on, from 0; -1: all.
                count (int): how many, 30 at most.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Likes {users?, nextStart?, uid?, time?, favoriteInfo?, voteInfo?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat no (voteInfo of get_profile_like); go-cqhttp no; OneBot 11 no.
            """

        async def get_robot_uin_range(
            self,
            *,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[UinRange]:
            """The numbers of QQ's own robots. 获取官方机器人QQ号范围。

            Args:
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[UinRange] {minUin, maxUin}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def set_friend_category(
            self,
            *,
            user_id: Id,
            category_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Move a friend to another category. 移动好友分组。

            Args:
                user_id (Id): the QQ account.
                category_id (Id): as in get_friends_with_category.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat no; go-cqhttp no; OneBot 11 no.
            """

        async def get_qq_avatar(
            self,
            *,
            user_id: Id = ...,
            group_id: Id = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Url:
            """Where a picture of an account or a group is. 获取头像地址。

            Args:
                user_id (Id): the account; it or group_id.
                group_id (Id): the group.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Url {url}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat no; go-cqhttp no; OneBot 11 no.
            """

        async def set_qq_profile(
            self,
            *,
            nickname: str = ...,
            personal_note: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Change the bot's profile. 设置个人资料。

            Args:
                nickname (str): the new name.
                personal_note (str): the line below the name.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (nickname is required; also sex (0, 1 male, 2 female); answers QQ's
                result); go-cqhttp differs (also company, email, college); OneBot 11 no.
            """

        async def send_poke(
            self,
            *,
            user_id: Id,
            group_id: Id = ...,
            target_id: Id = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Poke somebody, in a group or in private. 发送戳一戳。

            Args:
                user_id (Id): the QQ account.
                group_id (Id): in which group; else in private.
                target_id (Id): in private: whom of the two.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def set_input_status(
            self,
            *,
            user_id: Id,
            event_type: int,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Show "is typing" to somebody. 设置输入状态。

            Args:
                user_id (Id): the QQ account.
                event_type (int): 0 speaking, 1 typing, others as QQ has them.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def get_profile_like_count(
            self,
            *,
            user_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Count:
            """How many likes somebody has. 获取被赞次数。

            Args:
                user_id (Id): the QQ account.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Count {count}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat no; go-cqhttp no; OneBot 11 no.
            """

        async def get_doubt_friends_add_request(
            self,
            *,
            count: int = 50,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[DoubtfulRequest]:
            """Friend requests that QQ holds back as doubtful. 获取可疑好友申请。

            Args:
                count (int): how many.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[DoubtfulRequest] {flag, uin, nick, source, reason, msg, group_code, time, type}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def set_doubt_friends_add_request(
            self,
            *,
            flag: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Accept a friend request that QQ held back. 处理可疑好友申请。

            Args:
                flag (str): as in get_doubt_friends_add_request.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (also takes approve, which changes nothing: it always accepts);
                go-cqhttp no; OneBot 11 no.
            """

        async def get_group_list(
            self,
            *,
            no_cache: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[Group]:
            """The groups the bot is in. 群列表。

            Args:
                no_cache (bool): ask QQ afresh instead of using what is remembered.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[Group] {group_id, group_name, member_count, max_member_count, group_memo?, group_create_time?,
                group_level?, remark_name?, group_remark?, group_all_shut?, avatar_url?, owner_id?, is_top?,
                shut_up_all_timestamp?, shut_up_me_timestamp?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (adds group_remark and group_all_shut; no description or creation
                time); go-cqhttp differs (adds group_level); OneBot 11 yes.
            """

        async def get_group_info(
            self,
            *,
            group_id: Id,
            no_cache: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Group:
            """What a group is. 群详情。

            Args:
                group_id (Id): the group.
                no_cache (bool): ask QQ afresh instead of using what is remembered.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Group {group_id, group_name, member_count, max_member_count, group_memo?, group_create_time?,
                group_level?, remark_name?, group_remark?, group_all_shut?, avatar_url?, owner_id?, is_top?,
                shut_up_all_timestamp?, shut_up_me_timestamp?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot differs (always asked afresh unless no_cache is false); NapCat differs (as in
                get_group_list; ignores no_cache); go-cqhttp differs (the counts are 0 for a group the bot is not in);
                OneBot 11 yes.
            """

        async def get_group_member_list(
            self,
            *,
            group_id: Id,
            no_cache: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[Member]:
            """Who is in a group. 群成员列表。

            Args:
                group_id (Id): the group.
                no_cache (bool): ask QQ afresh instead of using what is remembered.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[Member] {group_id, user_id, nickname, card, card_or_nickname?, sex, age, area, level,
                qq_level?, join_time, last_sent_time, role, title, title_expire_time, unfriendly, card_changeable,
                shut_up_timestamp?, is_robot?, qage?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (no card_or_nickname; adds qage); go-cqhttp differs (no qq_level,
                is_robot); OneBot 11 yes.
            """

        async def get_group_member_info(
            self,
            *,
            group_id: Id,
            user_id: Id,
            no_cache: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Member:
            """Who somebody is in a group. 获取群成员信息。

            Args:
                group_id (Id): the group.
                user_id (Id): the member's QQ account.
                no_cache (bool): ask QQ afresh instead of using what is remembered.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Member {group_id, user_id, nickname, card, card_or_nickname?, sex, age, area, level, qq_level?,
                join_time, last_sent_time, role, title, title_expire_time, unfriendly, card_changeable,
                shut_up_timestamp?, is_robot?, qage?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (no_cache is true by default; card may be absent); go-cqhttp yes;
                OneBot 11 yes.
            """

        async def group_poke(
            self,
            *,
            group_id: Id,
            user_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Poke a member of a group. 群员戳一戳。

            Args:
                group_id (Id): the group.
                user_id (Id): the member's QQ account.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (also target_id, whom to poke); go-cqhttp no (send [CQ:poke,qq=…]);
                OneBot 11 no.
            """

        async def get_group_system_msg(
            self,
            *,
            count: int = 50,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> SystemMessages:
            """Requests to join, and invitations. 获取群系统消息。

            Args:
                count (int): how many (NapCat).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: SystemMessages {invited_requests, join_requests, InvitedRequest?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (join_requests carry invitor_uin, invitor_nick instead of
                requester_uin); go-cqhttp differs (null lists where there are none); OneBot 11 no.
            """

        async def set_group_add_request(
            self,
            *,
            flag: str,
            sub_type: str = ...,
            approve: bool = True,
            reason: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Answer a request to join, or an invitation. 处理加群请求。

            Args:
                flag (str): the request event's flag, as it came.
                sub_type (str): the event's sub_type: add or invite.
                approve (bool): accept.
                reason (str): why not, when refused.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot differs (ignores sub_type); NapCat differs (ignores sub_type); go-cqhttp differs
                (sub_type is required; also named type); OneBot 11 differs (sub_type is required; also named type).
            """

        async def set_group_leave(
            self,
            *,
            group_id: Id,
            is_dismiss: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Leave a group. 退群。

            Args:
                group_id (Id): the group.
                is_dismiss (bool): dissolve it, if the bot owns it.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot differs (ignores is_dismiss); NapCat differs (ignores is_dismiss); go-cqhttp differs
                (ignores is_dismiss); OneBot 11 yes.
            """

        async def set_group_admin(
            self,
            *,
            group_id: Id,
            user_id: Id,
            enable: bool = True,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Make a member administrator, or no longer. 设置群管理员。

            Args:
                group_id (Id): the group.
                user_id (Id): the member's QQ account.
                enable (bool): make; false: no longer.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (enable is false by default); go-cqhttp yes; OneBot 11 yes.
            """

        async def set_group_card(
            self,
            *,
            group_id: Id,
            user_id: Id,
            card: str = "",
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Change a member's name in a group. 设置群名片。

            Args:
                group_id (Id): the group.
                user_id (Id): the member's QQ account.
                card (str): the name; "" removes it.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (fails unless it has taken effect within 3 s); go-cqhttp yes; OneBot
                11 yes.
            """

        async def set_group_ban(
            self,
            *,
            group_id: Id,
            user_id: Id,
            duration: int = 1800,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Mute a member of a group. 群禁言。

            Args:
                group_id (Id): the group.
                user_id (Id): the member's QQ account.
                duration (int): how long; 0 lifts it (seconds).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (0 by default, which lifts it; not the owner, and an admin only by
                the owner); go-cqhttp yes; OneBot 11 yes.
            """

        async def set_group_whole_ban(
            self,
            *,
            group_id: Id,
            enable: bool = True,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Mute a whole group. 群全体禁言。

            Args:
                group_id (Id): the group.
                enable (bool): mute; false: no longer.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp yes; OneBot 11 yes.
            """

        async def set_group_name(
            self,
            *,
            group_id: Id,
            group_name: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Rename a group. 设置群名。

            Args:
                group_id (Id): the group.
                group_name (str): the new name.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp yes; OneBot 11 yes.
            """

        async def set_group_kick(
            self,
            *,
            group_id: Id,
            user_id: Id,
            reject_add_request: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Remove a member from a group. 群踢人。

            Args:
                group_id (Id): the group.
                user_id (Id): the member's QQ account.
                reject_add_request (bool): never let in again.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp yes; OneBot 11 yes.
            """

        async def set_group_special_title(
            self,
            *,
            group_id: Id,
            user_id: Id,
            special_title: str = "",
            duration: int = -1,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Give a member a title. 设置群头衔。

            Args:
                group_id (Id): the group.
                user_id (Id): the member's QQ account.
                special_title (str): the title; "" removes it.
                duration (int): how long; -1 for ever; nobody heeds it (seconds).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot differs (the bot must own the group); NapCat differs (ignores duration); go-cqhttp
                differs (ignores duration); OneBot 11 yes.
            """

        async def get_group_honor_info(
            self,
            *,
            group_id: Id,
            type: str = "all",
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Honors:
            """Who talks most, and the other honours. 群荣誉。

            Args:
                group_id (Id): the group.
                type (str): talkative, performer, legend, strong_newbie, emotion or all.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Honors {group_id, current_talkative?, talkative_list?, performer_list?, legend_list?,
                strong_newbie_list?, emotion_list?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot differs (older versions: group_id is a string, and desc instead of description); NapCat
                yes; go-cqhttp differs (type is required); OneBot 11 differs (type is required).
            """

        async def get_essence_msg_list(
            self,
            *,
            group_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[Essence]:
            """The messages that a group has marked. 获取群精华消息。

            Args:
                group_id (Id): the group.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[Essence] {message_id, sender_id, sender_nick, sender_time?, operator_id, operator_nick,
                operator_time, msg_seq?, msg_random?, content?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (adds msg_seq, msg_random, content; no sender_time); go-cqhttp yes;
                OneBot 11 no.
            """

        async def set_essence_msg(
            self,
            *,
            message_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Mark a message in its group. 设置群精华消息。

            Args:
                message_id (Id): the message.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (answers QQ's result); go-cqhttp yes; OneBot 11 no.
            """

        async def delete_essence_msg(
            self,
            *,
            message_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Unmark a message. 删除群精华消息。

            Args:
                message_id (Id): the message.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (instead of message_id also msg_seq, msg_random and group_id; answers
                QQ's result); go-cqhttp yes; OneBot 11 no.
            """

        async def get_group_at_all_remain(
            self,
            *,
            group_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> AtAllRemain:
            """How often everybody may still be mentioned today. 获取群 @全体成员 剩余次数。

            Args:
                group_id (Id): the group.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: AtAllRemain {can_at_all, remain_at_all_count_for_group, remain_at_all_count_for_uin}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp yes; OneBot 11 no.
            """

        async def _send_group_notice(
            self,
            *,
            group_id: Id,
            content: str,
            image: str = ...,
            pinned: int = 0,
            confirm_required: int = 1,
            is_show_edit_card: int = 0,
            tip_window: bool = False,
            send_new_member: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Publish a notice. 发送群公告。

            Args:
                group_id (Id): the group.
                content (str): its text.
                image (str): a picture: path or address.
                pinned (int): 1: on top.
                confirm_required (int): 1: members must confirm.
                is_show_edit_card (int): 1: ask members to change their names.
                tip_window (bool): show it in a window (LLOneBot).
                send_new_member (bool): show it to new members (LLOneBot).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (also type (1) and tip_window_type (0) instead of tip_window,
                send_new_member); go-cqhttp differs (content and image only); OneBot 11 no.
            """

        async def _get_group_notice(
            self,
            *,
            group_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[Notice]:
            """A group's notices. 获取群公告。

            Args:
                group_id (Id): the group.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[Notice] {notice_id, sender_id, publish_time, message, settings?, read_num?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (the pictures also as image; adds read_num); go-cqhttp yes; OneBot 11
                no.
            """

        async def send_group_sign(
            self,
            *,
            group_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Sign in to a group for today. 群打卡。

            Args:
                group_id (Id): the group.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp yes; OneBot 11 no.
            """

        async def set_group_msg_mask(
            self,
            *,
            group_id: Id,
            mask: int,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """How the bot's account receives a group's messages. 设置群消息接受方式。

            Args:
                group_id (Id): the group.
                mask (int): 1 receive and notify, 2 into the assistant, 3 block, 4 receive silently.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat no; go-cqhttp no; OneBot 11 no.
            """

        async def set_group_remark(
            self,
            *,
            group_id: Id,
            remark: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Name a group for oneself. 设置群备注。

            Args:
                group_id (Id): the group.
                remark (str): the name; "" removes it.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (remark is required); go-cqhttp no; OneBot 11 no.
            """

        async def get_group_ignore_add_request(
            self,
            *,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[FilteredRequest]:
            """Requests to join that QQ has filtered out. 获取已过滤的加群通知。

            Args:
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[FilteredRequest] {group_id, user_id?, flag?, request_id?, requester_nick?, invitor_uin?,
                invitor_nick?, group_name?, message?, checked?, actor?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot differs (always fails since 7.0.2: use get_group_system_msg); NapCat yes; go-cqhttp no;
                OneBot 11 no.
            """

        async def set_group_anonymous(
            self,
            *,
            group_id: Id,
            enable: bool = True,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Allow anonymous talk. 群组匿名。

            Args:
                group_id (Id): the group.
                enable (bool): allow; false: forbid.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot no; NapCat no; go-cqhttp yes; OneBot 11 yes.
            """

        async def set_group_anonymous_ban(
            self,
            *,
            group_id: Id,
            anonymous: Payload = ...,
            anonymous_flag: str = ...,
            duration: int = 1800,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Mute somebody anonymous. 群组匿名用户禁言。

            Args:
                group_id (Id): the group.
                anonymous (Payload): the message event's anonymous; it or the flag.
                anonymous_flag (str): the flag in it.
                duration (int): how long; it cannot be lifted (seconds).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot no; NapCat no; go-cqhttp differs (0 by default); OneBot 11 yes.
            """

        async def get_group_shut_list(
            self,
            *,
            group_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[MutedMember]:
            """Who is muted in a group. 获取群禁言列表。

            Args:
                group_id (Id): the group.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[MutedMember] {uid, uin, nick, cardName, role, shutUpTime, memberRealLevel, memberSpecialTitle,
                joinTime, lastSpeakTime}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (QQ's own fields); go-cqhttp no; OneBot 11 no.
            """

        async def get_group_signed_list(
            self,
            *,
            group_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[SignedMember]:
            """Who has signed in today. 获取群打卡列表。

            Args:
                group_id (Id): the group.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[SignedMember] {user_id, nick, time, rank}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def set_group_portrait(
            self,
            *,
            group_id: Id,
            file: str,
            cache: int = 1,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Change a group's picture. 设置群头像。

            Args:
                group_id (Id): the group.
                file (str): a path or address.
                cache (int): 0: fetch the address again (go-cqhttp).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (answers QQ's result); go-cqhttp yes; OneBot 11 no.
            """

        async def set_group_sign(
            self,
            *,
            group_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Sign in to a group for today. 群打卡（NapCat）。

            Args:
                group_id (Id): the group.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot no (send_group_sign); NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def set_group_kick_members(
            self,
            *,
            group_id: Id,
            user_id: list[Id],
            reject_add_request: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Remove several members from a group. 批量踢出群成员。

            Args:
                group_id (Id): the group.
                user_id (list[Id]): the members' QQ accounts.
                reject_add_request (bool): never let in again.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot no (batch_delete_group_member); NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def batch_delete_group_member(
            self,
            *,
            group_id: Id,
            user_ids: list[Id],
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Remove several members from a group. 批量删除群成员。

            Args:
                group_id (Id): the group.
                user_ids (list[Id]): the members' QQ accounts.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat no (set_group_kick_members); go-cqhttp no; OneBot 11 no.
            """

        async def _delete_group_notice(
            self,
            *,
            group_id: Id,
            notice_id: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Remove a notice. 删除群公告。

            Args:
                group_id (Id): the group.
                notice_id (str): as in _get_group_notice.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat no (_del_group_notice); go-cqhttp no; OneBot 11 no.
            """

        async def _del_group_notice(
            self,
            *,
            group_id: Id,
            notice_id: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Remove a notice. 删除群公告（NapCat、go-cqhttp）。

            Args:
                group_id (Id): the group.
                notice_id (str): as in _get_group_notice.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot no (_delete_group_notice); NapCat yes; go-cqhttp yes; OneBot 11 no.
            """

        async def get_guild_list(
            self,
            *,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[Payload] | None:
            """The channels (频道) the bot is in. 获取频道列表。

            Args:
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[Payload] | None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot differs (always null); NapCat differs (always null); go-cqhttp yes; OneBot 11 no.
            """

        async def send_private_msg(
            self,
            *,
            user_id: Id,
            message: Message,
            auto_escape: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Sent:
            """Say something to one person. 发送私聊消息。

            Args:
                user_id (Id): the QQ account.
                message (Message): a string (CQ code), segments, or a Message.
                auto_escape (bool): a string is plain text, not CQ code.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Sent {message_id}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot differs (node segments fail: use send_private_forward_msg); NapCat differs (also timeout,
                ms; node segments if all are); go-cqhttp differs (also group_id, for a conversation by way of a group);
                OneBot 11 yes.
            """

        async def send_group_msg(
            self,
            *,
            group_id: Id,
            message: Message,
            auto_escape: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Sent:
            """Say something in a group. 发送群消息。

            Args:
                group_id (Id): the group.
                message (Message): a string (CQ code), segments, or a Message.
                auto_escape (bool): a string is plain text, not CQ code.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Sent {message_id}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot differs (node segments fail: use send_group_forward_msg); NapCat differs (also timeout,
                ms; node segments if all are); go-cqhttp yes; OneBot 11 yes.
            """

        async def send_private_forward_msg(
            self,
            *,
            user_id: Id,
            messages: list[Segment],
            source: str = ...,
            news: list[Payload] = ...,
            summary: str = ...,
            prompt: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> SentForward:
            """Send several messages to one person as one card. 发送私聊合并转发。

            Args:
                user_id (Id): the QQ account.
                messages (list[Segment]): node segments.
                source (str): the title of the card.
                news (list[Payload]): the lines on the card: [{"text": "…"}].
                summary (str): the line at the bottom of the card.
                prompt (str): the line in the list of chats.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: SentForward {message_id, forward_id?, res_id?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (adds res_id); go-cqhttp differs (only user_id and messages); OneBot
                11 no.
            """

        async def send_group_forward_msg(
            self,
            *,
            group_id: Id,
            messages: list[Segment],
            source: str = ...,
            news: list[Payload] = ...,
            summary: str = ...,
            prompt: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> SentForward:
            """Send several messages to a group as one card. 发送群合并转发。

            Args:
                group_id (Id): the group.
                messages (list[Segment]): node segments.
                source (str): the title of the card.
                news (list[Payload]): the lines on the card: [{"text": "…"}].
                summary (str): the line at the bottom of the card.
                prompt (str): the line in the list of chats.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: SentForward {message_id, forward_id?, res_id?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (adds res_id); go-cqhttp differs (only group_id and messages); OneBot
                11 no.
            """

        async def forward_friend_single_msg(
            self,
            *,
            message_id: Id,
            user_id: Id = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Sent | None:
            """Send a message on to somebody. 转发单条好友消息。

            Args:
                message_id (Id): the message.
                user_id (Id): to whom.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Sent | None {message_id}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (says nothing); go-cqhttp no; OneBot 11 no.
            """

        async def forward_group_single_msg(
            self,
            *,
            message_id: Id,
            group_id: Id = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Sent | None:
            """Send a message on to a group. 转发单条群消息。

            Args:
                message_id (Id): the message.
                group_id (Id): to which group.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Sent | None {message_id}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (says nothing); go-cqhttp no; OneBot 11 no.
            """

        async def get_msg(
            self,
            *,
            message_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> ReceivedMessage:
            """A message by its number. 获取消息详情。

            Args:
                message_id (Id): the message.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: ReceivedMessage {message_id, real_id?, message_seq?, time, message_type, sender, message,
                raw_message?, sub_type?, user_id?, self_id?, group_id?, group_name?, message_format?, post_type?, font?,
                real_seq?, emoji_likes_list?, status?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot differs (real_id is QQ's sequence number); NapCat differs (real_id is message_id; adds
                real_seq, emoji_likes_list); go-cqhttp yes; OneBot 11 yes.
            """

        async def delete_msg(
            self,
            *,
            message_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Take a message back. 撤回消息。

            Args:
                message_id (Id): the message.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp yes; OneBot 11 yes.
            """

        async def set_msg_emoji_like(
            self,
            *,
            message_id: Id,
            emoji_id: Id,
            set: bool = True,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """React to a message with a face. 表情回应消息。

            Args:
                message_id (Id): the message.
                emoji_id (Id): the face's number.
                set (bool): false takes it back.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot differs (groups only; older versions ignore set); NapCat differs (answers QQ's result);
                go-cqhttp no; OneBot 11 no.
            """

        async def unset_msg_emoji_like(
            self,
            *,
            message_id: Id,
            emoji_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Take a reaction back. 取消消息表情回应。

            Args:
                message_id (Id): the message.
                emoji_id (Id): the face's number.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat no (set_msg_emoji_like with set=False); go-cqhttp no; OneBot 11 no.
            """

        async def get_friend_msg_history(
            self,
            *,
            user_id: Id,
            message_seq: Id = ...,
            count: int = 20,
            reverseOrder: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> History:
            """Earlier messages with somebody, oldest first. 获取好友历史消息记录。

            Args:
                user_id (Id): the QQ account.
                message_seq (Id): up to which message; without: the latest.
                count (int): how many.
                reverseOrder (bool): newest first.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: History {messages}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (an empty history is a failure; also parse_mult_msg, disable_get_url,
                quick_reply); go-cqhttp no; OneBot 11 no.
            """

        async def get_group_msg_history(
            self,
            *,
            group_id: Id,
            message_seq: Id = ...,
            count: int = 20,
            reverseOrder: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> History:
            """Earlier messages of a group, oldest first. 获取群历史消息。

            Args:
                group_id (Id): the group.
                message_seq (Id): up to which message; without: the latest.
                count (int): how many.
                reverseOrder (bool): newest first.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: History {messages}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot differs (message_seq is QQ's sequence number); NapCat differs (message_seq may be a
                message_id; also parse_mult_msg, disable_get_url, quick_reply); go-cqhttp differs (the 19 before
                message_seq; no count); OneBot 11 no.
            """

        async def get_forward_msg(
            self,
            *,
            id: str = ...,
            message_id: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Forward:
            """What is in a forwarded card. 获取转发消息详情。

            Args:
                id (str): the forward segment's id; it or message_id.
                message_id (str): the same.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Forward {messages?, message?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (whole message objects); go-cqhttp differs (content is a CQ string);
                OneBot 11 differs (id only; answers {message: nodes}).
            """

        async def mark_msg_as_read(
            self,
            *,
            message_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Mark a message as read. 标记消息已读。

            Args:
                message_id (Id): the message.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (also user_id or group_id instead); go-cqhttp yes; OneBot 11 no.
            """

        async def send_msg(
            self,
            *,
            message: Message,
            message_type: str = ...,
            user_id: Id = ...,
            group_id: Id = ...,
            auto_escape: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Sent:
            """Say something wherever the parameters lead. 发送消息。

            Args:
                message (Message): a string (CQ code), segments, or a Message.
                message_type (str): private or group; without: by the ids.
                user_id (Id): to whom, in private.
                group_id (Id): to which group.
                auto_escape (bool): a string is plain text, not CQ code.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Sent {message_id}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp yes; OneBot 11 yes.
            """

        async def send_forward_msg(
            self,
            *,
            messages: list[Segment],
            user_id: Id = ...,
            group_id: Id = ...,
            message_type: str = ...,
            source: str = ...,
            news: list[Payload] = ...,
            summary: str = ...,
            prompt: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> SentForward:
            """Send several messages as one card. 发送合并转发。

            Args:
                messages (list[Segment]): node segments.
                user_id (Id): to whom, in private.
                group_id (Id): to which group.
                message_type (str): private or group.
                source (str): the title of the card.
                news (list[Payload]): the lines on the card: [{"text": "…"}].
                summary (str): the line at the bottom of the card.
                prompt (str): the line in the list of chats.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: SentForward {message_id, forward_id?, res_id?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (adds res_id); go-cqhttp yes; OneBot 11 no.
            """

        async def mark_private_msg_as_read(
            self,
            *,
            user_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Mark a conversation as read. 标记私聊已读。

            Args:
                user_id (Id): the QQ account.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot no (mark_msg_as_read); NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def mark_group_msg_as_read(
            self,
            *,
            group_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Mark a group as read. 标记群聊已读。

            Args:
                group_id (Id): the group.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot no (mark_msg_as_read); NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def _mark_all_as_read(
            self,
            *,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Mark everything as read. 标记全部已读。

            Args:
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot no; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def fetch_emoji_like(
            self,
            *,
            message_id: Id,
            emoji_id: Id = ...,
            count: int = 20,
            cookie: str = "",
            emojiId: Id = ...,
            emojiType: Id = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> EmojiLikes:
            """Who reacted to a message with a face. 获取表情回应列表。

            Args:
                message_id (Id): the message.
                emoji_id (Id): the face's number.
                count (int): how many.
                cookie (str): the last page's cookie, for the next one.
                emojiId (Id): the face's number (NapCat).
                emojiType (Id): 1 a QQ face, 2 an emoji (NapCat).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: EmojiLikes {emojiLikesList, cookie, isLastPage, isFirstPage, result?, errMsg?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (emojiId and emojiType instead of emoji_id); go-cqhttp no; OneBot 11
                no.
            """

        async def get_recommend_face(
            self,
            *,
            word: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Faces:
            """Pictures that QQ suggests for a word. 获取推荐表情。

            Args:
                word (str): the word.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Faces {url}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat no; go-cqhttp no; OneBot 11 no.
            """

        async def get_ai_characters(
            self,
            *,
            group_id: Id = ...,
            chat_type: Id = 1,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[AiCharacters]:
            """The voices that send_group_ai_record knows. 获取 AI 语音角色。

            Args:
                group_id (Id): the group.
                chat_type (Id): QQ's kind of voice.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[AiCharacters] {type, characters}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (group_id is required); go-cqhttp no; OneBot 11 no.
            """

        async def send_group_ai_record(
            self,
            *,
            group_id: Id,
            character: str,
            text: str,
            chat_type: Id = 1,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Sent:
            """Say a text in a group, in a made voice. 发送群 AI 语音。

            Args:
                group_id (Id): the group.
                character (str): character_id of get_ai_characters.
                text (str): what to say.
                chat_type (Id): QQ's kind of voice (LLOneBot).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Sent {message_id}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (message_id is always 0); go-cqhttp no; OneBot 11 no.
            """

        async def get_ai_record(
            self,
            *,
            group_id: Id,
            character: str,
            text: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> str:
            """Where a text spoken in a made voice is. 获取 AI 语音。

            Args:
                group_id (Id): the group.
                character (str): character_id of get_ai_characters.
                text (str): what to say.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: str.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot no; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def voice_msg_to_text(
            self,
            *,
            message_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Transcript:
            """What a voice message says. 语音消息转文字。

            Args:
                message_id (Id): the message.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Transcript {text}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat no (fetch_ptt_text); go-cqhttp no; OneBot 11 no.
            """

        async def fetch_ptt_text(
            self,
            *,
            message_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Transcript:
            """What a voice message says. 语音消息转文字（NapCat）。

            Args:
                message_id (Id): the message.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Transcript {text}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot no (voice_msg_to_text); NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def upload_private_file(
            self,
            *,
            user_id: Id,
            file: str,
            name: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Uploaded | None:
            """Send a file to one person. 上传私聊文件。

            Args:
                user_id (Id): the QQ account.
                file (str): a path, or a file://, http(s):// or base64:// address.
                name (str): its name; without: the file's own.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Uploaded | None {file_id}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (name is required; file_id may be null; also upload_file (true));
                go-cqhttp differs (name is required; a local path only; says nothing); OneBot 11 no.
            """

        async def get_group_root_files(
            self,
            *,
            group_id: Id,
            file_count: int = 50,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> GroupFiles:
            """The files and folders of a group. 获取群根目录文件列表。

            Args:
                group_id (Id): the group.
                file_count (int): how many (NapCat).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: GroupFiles {files, folders}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (file_id is NapCat's own; adds size and folder); go-cqhttp yes;
                OneBot 11 no.
            """

        async def upload_group_file(
            self,
            *,
            group_id: Id,
            file: str,
            name: str = ...,
            folder: str = ...,
            folder_id: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Uploaded | None:
            """Send a file to a group. 上传群文件。

            Args:
                group_id (Id): the group.
                file (str): a path, or a file://, http(s):// or base64:// address.
                name (str): its name; without: the file's own.
                folder (str): the folder's id; without: the root.
                folder_id (str): the same.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Uploaded | None {file_id}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (name is required; file_id may be null; also upload_file (true));
                go-cqhttp differs (name is required; a local path only; no folder_id; says nothing); OneBot 11 no.
            """

        async def delete_group_file(
            self,
            *,
            group_id: Id,
            file_id: str,
            busid: int = 102,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Remove a file from a group. 删除群文件。

            Args:
                group_id (Id): the group.
                file_id (str): as the file's message or the list has it.
                busid (int): as in the list.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (no busid; answers QQ's result); go-cqhttp differs (busid is
                required); OneBot 11 no.
            """

        async def create_group_file_folder(
            self,
            *,
            group_id: Id,
            name: str,
            parent_id: str = "/",
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> CreatedFolder | None:
            """Make a folder in a group. 创建群文件文件夹。

            Args:
                group_id (Id): the group.
                name (str): its name.
                parent_id (str): in which folder (go-cqhttp).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: CreatedFolder | None {folder_id?, result?, groupItem?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (also named folder_name; answers {result, groupItem}); go-cqhttp
                differs (says nothing); OneBot 11 no.
            """

        async def delete_group_folder(
            self,
            *,
            group_id: Id,
            folder_id: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Remove a folder from a group. 删除群文件文件夹。

            Args:
                group_id (Id): the group.
                folder_id (str): as get_group_root_files has it.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (also named folder; answers QQ's result); go-cqhttp yes; OneBot 11
                no.
            """

        async def get_group_file_url(
            self,
            *,
            group_id: Id,
            file_id: str,
            busid: int = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Url:
            """Where a group's file can be downloaded. 获取群文件资源链接。

            Args:
                group_id (Id): the group.
                file_id (str): as the file's message or the list has it.
                busid (int): as in the list (go-cqhttp).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Url {url}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp differs (busid is required); OneBot 11 no.
            """

        async def get_file(
            self,
            *,
            file: str = ...,
            file_id: str = ...,
            download: bool = True,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> ReceivedFile:
            """A file of a message. 获取消息文件详情。

            Args:
                file (str): as the message segment has it.
                file_id (str): its id; it or file.
                download (bool): false: only tell what it is (LLOneBot).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: ReceivedFile {file?, url?, file_size?, file_name?, base64?, size?, filename?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (base64 too, if switched on); go-cqhttp no; OneBot 11 no.
            """

        async def get_image(
            self,
            *,
            file: str,
            download: bool = True,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> ReceivedFile:
            """A picture of a message. 获取消息图片详情。

            Args:
                file (str): as the image segment has it.
                download (bool): false: only tell what it is (LLOneBot).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: ReceivedFile {file?, url?, file_size?, file_name?, base64?, size?, filename?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (also file_id instead of file); go-cqhttp differs (answers {size,
                filename, url}); OneBot 11 differs (answers {file}).
            """

        async def get_record(
            self,
            *,
            file: str,
            out_format: str = "mp3",
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> ReceivedFile:
            """A voice message, converted. 获取消息语音详情。

            Args:
                file (str): as the record segment has it.
                out_format (str): mp3, amr, wma, m4a, spx, ogg, wav or flac.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: ReceivedFile {file?, url?, file_size?, file_name?, base64?, size?, filename?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (out_format is required; always with base64); go-cqhttp no; OneBot 11
                differs (out_format is required; answers {file}).
            """

        async def download_file(
            self,
            *,
            url: str = ...,
            base64: str = ...,
            name: str = ...,
            headers: str | list[str] = ...,
            thread_count: int = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Downloaded:
            """Download something to where QQ's side runs. 下载文件到bot所在。

            Args:
                url (str): from where; it or base64.
                base64 (str): the content itself.
                name (str): its name; without: its MD5.
                headers (str | list[str]): lines between \\r\\n, or a list, of name=value.
                thread_count (int): how many connections (go-cqhttp).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Downloaded {file}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp differs (url only; no name); OneBot 11 no.
            """

        async def get_group_files_by_folder(
            self,
            *,
            group_id: Id,
            folder_id: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> GroupFiles:
            """The files in a group's folder. 获取群子目录文件列表。

            Args:
                group_id (Id): the group.
                folder_id (str): as get_group_root_files has it.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: GroupFiles {files, folders}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (also named folder; file_count is 50); go-cqhttp yes; OneBot 11 no.
            """

        async def get_group_file_system_info(
            self,
            *,
            group_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> FileSystem:
            """How much room a group's files have. 获取群文件系统信息。

            Args:
                group_id (Id): the group.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: FileSystem {file_count, limit_count, used_space, total_space}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp yes; OneBot 11 no.
            """

        async def get_private_file_url(
            self,
            *,
            file_id: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Url:
            """Where somebody's file can be downloaded. 获取私聊文件资源链接。

            Args:
                file_id (str): as the file's message or the list has it.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Url {url}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def set_group_file_forever(
            self,
            *,
            group_id: Id,
            file_id: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Keep a group's file for ever. 群文件转永久。

            Args:
                group_id (Id): the group.
                file_id (str): as the file's message or the list has it.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat no (trans_group_file); go-cqhttp no; OneBot 11 no.
            """

        async def trans_group_file(
            self,
            *,
            group_id: Id,
            file_id: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Done:
            """Keep a group's file for ever. 群文件转永久（NapCat）。

            Args:
                group_id (Id): the group.
                file_id (str): as the file's message or the list has it.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Done {ok}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot no (set_group_file_forever); NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def move_group_file(
            self,
            *,
            group_id: Id,
            file_id: str,
            parent_directory: str = ...,
            target_directory: str = ...,
            current_parent_directory: str = ...,
            target_parent_directory: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Done | None:
            """Move a group's file. 移动群文件。

            Args:
                group_id (Id): the group.
                file_id (str): as the file's message or the list has it.
                parent_directory (str): the folder it is in (LLOneBot).
                target_directory (str): the folder it goes to (LLOneBot).
                current_parent_directory (str): the folder it is in (NapCat).
                target_parent_directory (str): the folder it goes to (NapCat).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Done | None {ok}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot differs (parent_directory and target_directory are required); NapCat differs
                (current_parent_directory and target_parent_directory are required; answers {ok}); go-cqhttp no; OneBot
                11 no.
            """

        async def rename_group_file(
            self,
            *,
            group_id: Id,
            file_id: str,
            current_parent_directory: str,
            new_name: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Done | None:
            """Rename a group's file. 重命名群文件。

            Args:
                group_id (Id): the group.
                file_id (str): as the file's message or the list has it.
                current_parent_directory (str): the folder it is in.
                new_name (str): its new name.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Done | None {ok}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (answers {ok}); go-cqhttp no; OneBot 11 no.
            """

        async def rename_group_file_folder(
            self,
            *,
            group_id: Id,
            folder_id: str,
            new_folder_name: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Rename a group's folder. 重命名群文件夹。

            Args:
                group_id (Id): the group.
                folder_id (str): as get_group_root_files has it.
                new_folder_name (str): its new name.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat no; go-cqhttp no; OneBot 11 no.
            """

        async def get_group_album_list(
            self,
            *,
            group_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[Payload]:
            """The albums of a group. 获取群相册列表。

            Args:
                group_id (Id): the group.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[Payload].
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat no (get_qun_album_list); go-cqhttp no; OneBot 11 no.
            """

        async def create_group_album(
            self,
            *,
            group_id: Id,
            name: str,
            desc: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> CreatedAlbum:
            """Make an album. 创建群相册。

            Args:
                group_id (Id): the group.
                name (str): its name.
                desc (str): what it is about.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: CreatedAlbum {album_id, owner, name, desc}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat no; go-cqhttp no; OneBot 11 no.
            """

        async def delete_group_album(
            self,
            *,
            group_id: Id,
            album_id: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Remove an album. 删除群相册。

            Args:
                group_id (Id): the group.
                album_id (str): the album.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat no; go-cqhttp no; OneBot 11 no.
            """

        async def upload_group_album(
            self,
            *,
            group_id: Id,
            album_id: str,
            files: list[str],
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Any:
            """Put pictures into an album. 上传群相册。

            Args:
                group_id (Id): the group.
                album_id (str): the album.
                files (list[str]): paths or addresses.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Any.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat no (upload_image_to_qun_album); go-cqhttp no; OneBot 11 no.
            """

        async def get_group_album_media_list(
            self,
            *,
            group_id: Id,
            album_id: str,
            attach_info: str = "",
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> AlbumMedia:
            """The pictures of an album. 获取群相册媒体列表。

            Args:
                group_id (Id): the group.
                album_id (str): the album.
                attach_info (str): the last page's, for the next one.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: AlbumMedia {album, media_list, next_attach_info, next_has_more}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (QQ's own fields); go-cqhttp no; OneBot 11 no.
            """

        async def get_qun_album_list(
            self,
            *,
            group_id: Id,
            attach_info: str = "",
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Albums:
            """The albums of a group. 获取群相册列表（NapCat）。

            Args:
                group_id (Id): the group.
                attach_info (str): the last page's, for the next one.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Albums {album_list, attach_info, has_more}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot no (get_group_album_list); NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def upload_image_to_qun_album(
            self,
            *,
            group_id: Id,
            album_id: str,
            album_name: str,
            file: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Any:
            """Put a picture into an album. 上传图片到群相册。

            Args:
                group_id (Id): the group.
                album_id (str): the album.
                album_name (str): the album's name.
                file (str): a path, address or base64://.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Any.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot no (upload_group_album); NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def del_group_album_media(
            self,
            *,
            group_id: Id,
            album_id: str,
            lloc: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Any:
            """Remove a picture from an album. 删除群相册媒体。

            Args:
                group_id (Id): the group.
                album_id (str): the album.
                lloc (str): the picture, as get_group_album_media_list has it.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Any.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot no; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def do_group_album_comment(
            self,
            *,
            group_id: Id,
            album_id: str,
            lloc: str,
            content: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Any:
            """Comment on a picture in an album. 评论群相册图片。

            Args:
                group_id (Id): the group.
                album_id (str): the album.
                lloc (str): the picture, as get_group_album_media_list has it.
                content (str): what to say.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Any.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot no; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def set_group_album_media_like(
            self,
            *,
            group_id: Id,
            album_id: str,
            batch_id: str,
            lloc: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Any:
            """Like a picture in an album. 点赞群相册图片。

            Args:
                group_id (Id): the group.
                album_id (str): the album.
                batch_id (str): which upload, as get_group_album_media_list has it.
                lloc (str): one picture of it; without: the whole upload.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Any.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot no; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def cancel_group_album_media_like(
            self,
            *,
            group_id: Id,
            album_id: str,
            batch_id: str,
            lloc: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Any:
            """Take such a like back. 取消点赞群相册图片。

            Args:
                group_id (Id): the group.
                album_id (str): the album.
                batch_id (str): which upload, as get_group_album_media_list has it.
                lloc (str): one picture of it; without: the whole upload.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Any.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot no; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def upload_flash_file(
            self,
            *,
            paths: list[str],
            title: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> FlashShare:
            """Share files as flash files. 上传闪传文件。

            Args:
                paths (list[str]): paths or addresses.
                title (str): the title.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: FlashShare {file_set_id, share_link, expire_time, downloads?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat no (create_flash_task); go-cqhttp no; OneBot 11 no.
            """

        async def get_flash_file_info(
            self,
            *,
            share_link: str = ...,
            file_set_id: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> FlashInfo:
            """What is in a flash share. 获取闪传文件详情。

            Args:
                share_link (str): the link; it or file_set_id.
                file_set_id (str): the files' id.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: FlashInfo {file_set_id, title, share_link, total_file_size, files}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat no (get_fileset_info); go-cqhttp no; OneBot 11 no.
            """

        async def get_flash_file_download_urls(
            self,
            *,
            share_link: str = ...,
            file_set_id: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> FlashUrls:
            """Where the files of a flash share are. 获取闪传文件下载地址。

            Args:
                share_link (str): the link; it or file_set_id.
                file_set_id (str): the files' id.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: FlashUrls {file_set_id, share_link, files}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat no (get_flash_file_url); go-cqhttp no; OneBot 11 no.
            """

        async def download_flash_file(
            self,
            *,
            share_link: str = ...,
            file_set_id: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Download a flash share to where QQ's side runs. 下载闪传文件。

            Args:
                share_link (str): the link; it or file_set_id.
                file_set_id (str): the files' id.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat no (download_fileset); go-cqhttp no; OneBot 11 no.
            """

        async def reshare_flash_file(
            self,
            *,
            share_link: str = ...,
            file_set_id: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> FlashShare:
            """Share the same files again, by a new link. 重新分享闪传文件。

            Args:
                share_link (str): the link; it or file_set_id.
                file_set_id (str): the files' id.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: FlashShare {file_set_id, share_link, expire_time, downloads?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat no; go-cqhttp no; OneBot 11 no.
            """

        async def create_flash_task(
            self,
            *,
            files: str | list[str],
            name: str = ...,
            thumb_path: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Any:
            """Share files as flash files. 创建闪传任务。

            Args:
                files (str | list[str]): paths.
                name (str): the title.
                thumb_path (str): a picture to show.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Any.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot no (upload_flash_file); NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def send_flash_msg(
            self,
            *,
            fileset_id: str,
            user_id: Id = ...,
            group_id: Id = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Any:
            """Send a flash share to somebody or a group. 发送闪传消息。

            Args:
                fileset_id (str): the files' id.
                user_id (Id): to whom.
                group_id (Id): to which group.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Any.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot no; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def get_share_link(
            self,
            *,
            fileset_id: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Any:
            """The link of a flash share. 获取闪传分享链接。

            Args:
                fileset_id (str): the files' id.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Any.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot no; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def get_fileset_id(
            self,
            *,
            share_code: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> FileSet:
            """The flash share behind a link. 获取闪传文件集 ID。

            Args:
                share_code (str): the link, or the code in it.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: FileSet {fileset_id}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot no; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def get_fileset_info(
            self,
            *,
            fileset_id: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Any:
            """What is in a flash share. 获取闪传文件集信息。

            Args:
                fileset_id (str): the files' id.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Any.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot no (get_flash_file_info); NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def get_flash_file_list(
            self,
            *,
            fileset_id: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Any:
            """The files of a flash share. 获取闪传文件列表。

            Args:
                fileset_id (str): the files' id.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Any.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot no (get_flash_file_info); NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def get_flash_file_url(
            self,
            *,
            fileset_id: str,
            file_name: str = ...,
            file_index: int = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Any:
            """Where a file of a flash share is. 获取闪传文件链接。

            Args:
                fileset_id (str): the files' id.
                file_name (str): which, by name.
                file_index (int): which, by place.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Any.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot no (get_flash_file_download_urls); NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def download_fileset(
            self,
            *,
            fileset_id: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Any:
            """Download a flash share to where QQ's side runs. 下载闪传文件集。

            Args:
                fileset_id (str): the files' id.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Any.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot no (download_flash_file); NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def get_login_info(
            self,
            *,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Login:
            """Who the bot is. 获取登录号信息。

            Args:
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Login {user_id, nickname}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp yes; OneBot 11 yes.
            """

        async def get_version_info(
            self,
            *,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Version:
            """What runs the bot. 获取版本信息。

            Args:
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Version {app_name, app_version, protocol_version}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (app_name is "NapCat.Onebot"); go-cqhttp differs (many more fields);
                OneBot 11 yes.
            """

        async def get_status(
            self,
            *,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Status:
            """Whether the bot is well. bot状态。

            Args:
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Status {online, good, stat?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (stat is empty); go-cqhttp differs (also app_* flags; stat counts
                packets); OneBot 11 differs (online may be null).
            """

        async def clean_cache(
            self,
            *,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Forget what is cached. 清理缓存。

            Args:
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot differs (does nothing); NapCat yes; go-cqhttp no; OneBot 11 yes.
            """

        async def get_cookies(
            self,
            *,
            domain: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Cookies:
            """The account's cookies for a host. 获取cookies。

            Args:
                domain (str): for which host, as qun.qq.com.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Cookies {cookies, bkn?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp no; OneBot 11 differs (domain may be left out; no bkn).
            """

        async def set_online_status(
            self,
            *,
            status: int,
            ext_status: int,
            battery_status: int,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Show the account as online, away, busy …. 设置在线状态。

            Args:
                status (int): 10 online, 30 away, 40 invisible, 50 busy, 60 Q me, 70 do not disturb.
                ext_status (int): QQ's finer status; 0: none.
                battery_status (int): the battery to show; 0: none (per cent).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot differs (its page names 40 to 70 otherwise); NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def ocr_image(
            self,
            *,
            image: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Ocr:
            """Read the text in a picture. 图片 OCR。

            Args:
                image (str): a path or address, or a received picture's file.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Ocr {texts, language}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (Windows only; answers QQ's own list); go-cqhttp differs (a received
                picture's file); OneBot 11 no.
            """

        async def fetch_custom_face(
            self,
            *,
            count: int = 48,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[str]:
            """Where the bot's favourite pictures are. 获取收藏表情。

            Args:
                count (int): how many (NapCat).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[str].
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot differs (ignores count); NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        async def set_restart(
            self,
            *,
            delay: int = 0,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Start QQ's side again. 重启。

            Args:
                delay (int): after how long (milliseconds).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot differs (ignores delay); NapCat differs (ignores delay); go-cqhttp no; OneBot 11 yes.
            """

        async def can_send_image(
            self,
            *,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Able:
            """Whether pictures can be sent. 检查是否可以发送图片。

            Args:
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Able {yes}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp yes; OneBot 11 yes.
            """

        async def can_send_record(
            self,
            *,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Able:
            """Whether voice messages can be sent. 检查是否可以发送语音。

            Args:
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Able {yes}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp yes; OneBot 11 yes.
            """

        async def get_credentials(
            self,
            *,
            domain: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Credentials:
            """Cookies and CSRF token in one. 获取 QQ 相关接口凭证。

            Args:
                domain (str): for which host, as qun.qq.com.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Credentials {cookies, csrf_token?, token?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (token instead of csrf_token); go-cqhttp no; OneBot 11 differs
                (domain may be left out).
            """

        async def get_csrf_token(
            self,
            *,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Token:
            """The account's CSRF token. 获取 CSRF Token。

            Args:
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Token {token}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp no; OneBot 11 yes.
            """

        async def get_rkey(
            self,
            *,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Rkeys | list[Rkey]:
            """The keys with which pictures can be downloaded. 获取 rkey。

            Args:
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Rkeys | list[Rkey] {private_key, group_key, expired_time, updated_time}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat differs (a list, one a kind); go-cqhttp no; OneBot 11 no.
            """

        async def get_config(
            self,
            *,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Payload:
            """LLOneBot's settings. 获取 LLOneBot 配置。

            Args:
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Payload.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat no; go-cqhttp no; OneBot 11 no.
            """

        async def set_config(
            self,
            *,
            ob11: Payload = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Change LLOneBot's settings. 设置 LLOneBot 配置。

            Args:
                ob11 (Payload): its OneBot 11 part; the others likewise.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat no; go-cqhttp no; OneBot 11 no.
            """

        async def get_event(
            self,
            *,
            key: str = "",
            timeout: int = 0,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[Payload]:
            """Wait for events, over HTTP. 获取事件（HTTP 长轮询）。

            Args:
                key (str): who asks; each key has its own place.
                timeout (int): how long to wait (milliseconds).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[Payload].
            Raises: ActionFailed, ApiNotAvailable, Unanswered.
            Known to: LLOneBot yes; NapCat no; go-cqhttp no; OneBot 11 no.
            """

    class SyncActions(SyncApi):
        """OneBot's actions; each waits for its answer."""

        def send_like(
            self,
            *,
            user_id: Id,
            times: int = 1,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Like somebody's profile. 点赞。

            Args:
                user_id (Id): the QQ account.
                times (int): how often; 10 a day and person, 20 for VIPs.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp no; OneBot 11 yes.
            """

        def get_friend_list(
            self,
            *,
            no_cache: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[Friend]:
            """The bot's friends. 好友列表。

            Args:
                no_cache (bool): ask QQ afresh (NapCat).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[Friend] {user_id, nickname, remark, sex?, age?, birthday_year?, birthday_month?,
                birthday_day?, qid?, long_nick?, level?, uid?, phone_num?, email?, category_id?, categoryId?,
                categoryName?, login_days?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (adds phone_num, email, level and the category; no long_nick);
                go-cqhttp yes; OneBot 11 yes.
            """

        def get_friends_with_category(
            self,
            *,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[FriendCategory]:
            """The bot's friends, by category. 好友列表(带分组)。

            Args:
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[FriendCategory] {categoryId, categorySortId, categoryName, categoryMbCount, onlineCount,
                buddyList}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def delete_friend(
            self,
            *,
            user_id: Id,
            temp_block: bool = False,
            temp_both_del: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Remove a friend. 删除好友。

            Args:
                user_id (Id): the QQ account.
                temp_block (bool): block the account as well (NapCat).
                temp_both_del (bool): remove it on both sides (NapCat).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (also takes friend_id; for somebody who is no friend it succeeds with
                {valid: false, message}); go-cqhttp yes; OneBot 11 no.
            """

        def set_friend_add_request(
            self,
            *,
            flag: str,
            approve: bool = True,
            remark: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Answer a friend request. 处理好友申请。

            Args:
                flag (str): the request event's flag, as it came.
                approve (bool): accept.
                remark (str): the new friend's remark name, when accepted.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp differs (ignores remark); OneBot 11 yes.
            """

        def set_friend_remark(
            self,
            *,
            user_id: Id,
            remark: str = "",
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Name a friend for oneself. 设置好友备注。

            Args:
                user_id (Id): the QQ account.
                remark (str): the name that only the bot sees.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (remark is required; fails for somebody who is no friend); go-cqhttp
                no; OneBot 11 no.
            """

        def get_stranger_info(
            self,
            *,
            user_id: Id,
            no_cache: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Stranger:
            """Who an account is, friend or not. 获取好友或群友信息。

            Args:
                user_id (Id): the QQ account.
                no_cache (bool): ask QQ afresh instead of using what is remembered.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Stranger {user_id, nickname, sex, age, qid?, level?, qqLevel?, login_days?, reg_time?, long_nick?,
                city?, country?, birthday_year?, birthday_month?, birthday_day?, labels?, is_vip?, is_svip?,
                is_years_vip?, vip_level?, remark?, uid?, status?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot differs (ignores no_cache); NapCat differs (qqLevel instead of level, login_days always
                0, and QQ's own fields besides); go-cqhttp yes; OneBot 11 yes.
            """

        def set_qq_avatar(
            self,
            *,
            file: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Change the bot's picture. 设置个人头像。

            Args:
                file (str): a path, or a file://, http(s):// or base64:// address.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def friend_poke(
            self,
            *,
            user_id: Id,
            target_id: Id = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Poke a friend. 好友戳一戳。

            Args:
                user_id (Id): the QQ account.
                target_id (Id): whom of the two: the friend, or the bot itself.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (with group_id it pokes in the group); go-cqhttp no (send
                [CQ:poke,qq=…]); OneBot 11 no.
            """

        def get_profile_like(
            self,
            *,
            start: int = 0,
            count: int = 20,
            user_id: Id = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Likes:
            """Whom the bot has liked. 获取我赞过谁列表。

            Args:
                start (int): from which on, from 0; -1: all.
                count (int): how many, 30 at most.
                user_id (Id): whose likes (NapCat).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Likes {users?, nextStart?, uid?, time?, favoriteInfo?, voteInfo?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (10 by default; answers {uid, time, favoriteInfo, voteInfo});
                go-cqhttp no; OneBot 11 no.
            """

        def get_profile_like_me(
            self,
            *,
            start: int = 0,
            count: int = 20,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Likes:
            """Who has liked the bot. 获取谁赞过我列表。

            Args:
                start (int): from which on, from 0; -1: all.
                count (int): how many, 30 at most.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Likes {users?, nextStart?, uid?, time?, favoriteInfo?, voteInfo?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat no (voteInfo of get_profile_like); go-cqhttp no; OneBot 11 no.
            """

        def get_robot_uin_range(
            self,
            *,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[UinRange]:
            """The numbers of QQ's own robots. 获取官方机器人QQ号范围。

            Args:
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[UinRange] {minUin, maxUin}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def set_friend_category(
            self,
            *,
            user_id: Id,
            category_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Move a friend to another category. 移动好友分组。

            Args:
                user_id (Id): the QQ account.
                category_id (Id): as in get_friends_with_category.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat no; go-cqhttp no; OneBot 11 no.
            """

        def get_qq_avatar(
            self,
            *,
            user_id: Id = ...,
            group_id: Id = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Url:
            """Where a picture of an account or a group is. 获取头像地址。

            Args:
                user_id (Id): the account; it or group_id.
                group_id (Id): the group.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Url {url}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat no; go-cqhttp no; OneBot 11 no.
            """

        def set_qq_profile(
            self,
            *,
            nickname: str = ...,
            personal_note: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Change the bot's profile. 设置个人资料。

            Args:
                nickname (str): the new name.
                personal_note (str): the line below the name.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (nickname is required; also sex (0, 1 male, 2 female); answers QQ's
                result); go-cqhttp differs (also company, email, college); OneBot 11 no.
            """

        def send_poke(
            self,
            *,
            user_id: Id,
            group_id: Id = ...,
            target_id: Id = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Poke somebody, in a group or in private. 发送戳一戳。

            Args:
                user_id (Id): the QQ account.
                group_id (Id): in which group; else in private.
                target_id (Id): in private: whom of the two.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def set_input_status(
            self,
            *,
            user_id: Id,
            event_type: int,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Show "is typing" to somebody. 设置输入状态。

            Args:
                user_id (Id): the QQ account.
                event_type (int): 0 speaking, 1 typing, others as QQ has them.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def get_profile_like_count(
            self,
            *,
            user_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Count:
            """How many likes somebody has. 获取被赞次数。

            Args:
                user_id (Id): the QQ account.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Count {count}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat no; go-cqhttp no; OneBot 11 no.
            """

        def get_doubt_friends_add_request(
            self,
            *,
            count: int = 50,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[DoubtfulRequest]:
            """Friend requests that QQ holds back as doubtful. 获取可疑好友申请。

            Args:
                count (int): how many.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[DoubtfulRequest] {flag, uin, nick, source, reason, msg, group_code, time, type}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def set_doubt_friends_add_request(
            self,
            *,
            flag: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Accept a friend request that QQ held back. 处理可疑好友申请。

            Args:
                flag (str): as in get_doubt_friends_add_request.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (also takes approve, which changes nothing: it always accepts);
                go-cqhttp no; OneBot 11 no.
            """

        def get_group_list(
            self,
            *,
            no_cache: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[Group]:
            """The groups the bot is in. 群列表。

            Args:
                no_cache (bool): ask QQ afresh instead of using what is remembered.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[Group] {group_id, group_name, member_count, max_member_count, group_memo?, group_create_time?,
                group_level?, remark_name?, group_remark?, group_all_shut?, avatar_url?, owner_id?, is_top?,
                shut_up_all_timestamp?, shut_up_me_timestamp?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (adds group_remark and group_all_shut; no description or creation
                time); go-cqhttp differs (adds group_level); OneBot 11 yes.
            """

        def get_group_info(
            self,
            *,
            group_id: Id,
            no_cache: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Group:
            """What a group is. 群详情。

            Args:
                group_id (Id): the group.
                no_cache (bool): ask QQ afresh instead of using what is remembered.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Group {group_id, group_name, member_count, max_member_count, group_memo?, group_create_time?,
                group_level?, remark_name?, group_remark?, group_all_shut?, avatar_url?, owner_id?, is_top?,
                shut_up_all_timestamp?, shut_up_me_timestamp?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot differs (always asked afresh unless no_cache is false); NapCat differs (as in
                get_group_list; ignores no_cache); go-cqhttp differs (the counts are 0 for a group the bot is not in);
                OneBot 11 yes.
            """

        def get_group_member_list(
            self,
            *,
            group_id: Id,
            no_cache: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[Member]:
            """Who is in a group. 群成员列表。

            Args:
                group_id (Id): the group.
                no_cache (bool): ask QQ afresh instead of using what is remembered.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[Member] {group_id, user_id, nickname, card, card_or_nickname?, sex, age, area, level,
                qq_level?, join_time, last_sent_time, role, title, title_expire_time, unfriendly, card_changeable,
                shut_up_timestamp?, is_robot?, qage?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (no card_or_nickname; adds qage); go-cqhttp differs (no qq_level,
                is_robot); OneBot 11 yes.
            """

        def get_group_member_info(
            self,
            *,
            group_id: Id,
            user_id: Id,
            no_cache: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Member:
            """Who somebody is in a group. 获取群成员信息。

            Args:
                group_id (Id): the group.
                user_id (Id): the member's QQ account.
                no_cache (bool): ask QQ afresh instead of using what is remembered.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Member {group_id, user_id, nickname, card, card_or_nickname?, sex, age, area, level, qq_level?,
                join_time, last_sent_time, role, title, title_expire_time, unfriendly, card_changeable,
                shut_up_timestamp?, is_robot?, qage?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (no_cache is true by default; card may be absent); go-cqhttp yes;
                OneBot 11 yes.
            """

        def group_poke(
            self,
            *,
            group_id: Id,
            user_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Poke a member of a group. 群员戳一戳。

            Args:
                group_id (Id): the group.
                user_id (Id): the member's QQ account.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (also target_id, whom to poke); go-cqhttp no (send [CQ:poke,qq=…]);
                OneBot 11 no.
            """

        def get_group_system_msg(
            self,
            *,
            count: int = 50,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> SystemMessages:
            """Requests to join, and invitations. 获取群系统消息。

            Args:
                count (int): how many (NapCat).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: SystemMessages {invited_requests, join_requests, InvitedRequest?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (join_requests carry invitor_uin, invitor_nick instead of
                requester_uin); go-cqhttp differs (null lists where there are none); OneBot 11 no.
            """

        def set_group_add_request(
            self,
            *,
            flag: str,
            sub_type: str = ...,
            approve: bool = True,
            reason: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Answer a request to join, or an invitation. 处理加群请求。

            Args:
                flag (str): the request event's flag, as it came.
                sub_type (str): the event's sub_type: add or invite.
                approve (bool): accept.
                reason (str): why not, when refused.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot differs (ignores sub_type); NapCat differs (ignores sub_type); go-cqhttp differs
                (sub_type is required; also named type); OneBot 11 differs (sub_type is required; also named type).
            """

        def set_group_leave(
            self,
            *,
            group_id: Id,
            is_dismiss: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Leave a group. 退群。

            Args:
                group_id (Id): the group.
                is_dismiss (bool): dissolve it, if the bot owns it.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot differs (ignores is_dismiss); NapCat differs (ignores is_dismiss); go-cqhttp differs
                (ignores is_dismiss); OneBot 11 yes.
            """

        def set_group_admin(
            self,
            *,
            group_id: Id,
            user_id: Id,
            enable: bool = True,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Make a member administrator, or no longer. 设置群管理员。

            Args:
                group_id (Id): the group.
                user_id (Id): the member's QQ account.
                enable (bool): make; false: no longer.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (enable is false by default); go-cqhttp yes; OneBot 11 yes.
            """

        def set_group_card(
            self,
            *,
            group_id: Id,
            user_id: Id,
            card: str = "",
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Change a member's name in a group. 设置群名片。

            Args:
                group_id (Id): the group.
                user_id (Id): the member's QQ account.
                card (str): the name; "" removes it.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (fails unless it has taken effect within 3 s); go-cqhttp yes; OneBot
                11 yes.
            """

        def set_group_ban(
            self,
            *,
            group_id: Id,
            user_id: Id,
            duration: int = 1800,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Mute a member of a group. 群禁言。

            Args:
                group_id (Id): the group.
                user_id (Id): the member's QQ account.
                duration (int): how long; 0 lifts it (seconds).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (0 by default, which lifts it; not the owner, and an admin only by
                the owner); go-cqhttp yes; OneBot 11 yes.
            """

        def set_group_whole_ban(
            self,
            *,
            group_id: Id,
            enable: bool = True,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Mute a whole group. 群全体禁言。

            Args:
                group_id (Id): the group.
                enable (bool): mute; false: no longer.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp yes; OneBot 11 yes.
            """

        def set_group_name(
            self,
            *,
            group_id: Id,
            group_name: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Rename a group. 设置群名。

            Args:
                group_id (Id): the group.
                group_name (str): the new name.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp yes; OneBot 11 yes.
            """

        def set_group_kick(
            self,
            *,
            group_id: Id,
            user_id: Id,
            reject_add_request: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Remove a member from a group. 群踢人。

            Args:
                group_id (Id): the group.
                user_id (Id): the member's QQ account.
                reject_add_request (bool): never let in again.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp yes; OneBot 11 yes.
            """

        def set_group_special_title(
            self,
            *,
            group_id: Id,
            user_id: Id,
            special_title: str = "",
            duration: int = -1,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Give a member a title. 设置群头衔。

            Args:
                group_id (Id): the group.
                user_id (Id): the member's QQ account.
                special_title (str): the title; "" removes it.
                duration (int): how long; -1 for ever; nobody heeds it (seconds).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot differs (the bot must own the group); NapCat differs (ignores duration); go-cqhttp
                differs (ignores duration); OneBot 11 yes.
            """

        def get_group_honor_info(
            self,
            *,
            group_id: Id,
            type: str = "all",
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Honors:
            """Who talks most, and the other honours. 群荣誉。

            Args:
                group_id (Id): the group.
                type (str): talkative, performer, legend, strong_newbie, emotion or all.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Honors {group_id, current_talkative?, talkative_list?, performer_list?, legend_list?,
                strong_newbie_list?, emotion_list?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot differs (older versions: group_id is a string, and desc instead of description); NapCat
                yes; go-cqhttp differs (type is required); OneBot 11 differs (type is required).
            """

        def get_essence_msg_list(
            self,
            *,
            group_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[Essence]:
            """The messages that a group has marked. 获取群精华消息。

            Args:
                group_id (Id): the group.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[Essence] {message_id, sender_id, sender_nick, sender_time?, operator_id, operator_nick,
                operator_time, msg_seq?, msg_random?, content?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (adds msg_seq, msg_random, content; no sender_time); go-cqhttp yes;
                OneBot 11 no.
            """

        def set_essence_msg(
            self,
            *,
            message_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Mark a message in its group. 设置群精华消息。

            Args:
                message_id (Id): the message.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (answers QQ's result); go-cqhttp yes; OneBot 11 no.
            """

        def delete_essence_msg(
            self,
            *,
            message_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Unmark a message. 删除群精华消息。

            Args:
                message_id (Id): the message.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (instead of message_id also msg_seq, msg_random and group_id; answers
                QQ's result); go-cqhttp yes; OneBot 11 no.
            """

        def get_group_at_all_remain(
            self,
            *,
            group_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> AtAllRemain:
            """How often everybody may still be mentioned today. 获取群 @全体成员 剩余次数。

            Args:
                group_id (Id): the group.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: AtAllRemain {can_at_all, remain_at_all_count_for_group, remain_at_all_count_for_uin}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp yes; OneBot 11 no.
            """

        def _send_group_notice(
            self,
            *,
            group_id: Id,
            content: str,
            image: str = ...,
            pinned: int = 0,
            confirm_required: int = 1,
            is_show_edit_card: int = 0,
            tip_window: bool = False,
            send_new_member: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Publish a notice. 发送群公告。

            Args:
                group_id (Id): the group.
                content (str): its text.
                image (str): a picture: path or address.
                pinned (int): 1: on top.
                confirm_required (int): 1: members must confirm.
                is_show_edit_card (int): 1: ask members to change their names.
                tip_window (bool): show it in a window (LLOneBot).
                send_new_member (bool): show it to new members (LLOneBot).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (also type (1) and tip_window_type (0) instead of tip_window,
                send_new_member); go-cqhttp differs (content and image only); OneBot 11 no.
            """

        def _get_group_notice(
            self,
            *,
            group_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[Notice]:
            """A group's notices. 获取群公告。

            Args:
                group_id (Id): the group.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[Notice] {notice_id, sender_id, publish_time, message, settings?, read_num?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (the pictures also as image; adds read_num); go-cqhttp yes; OneBot 11
                no.
            """

        def send_group_sign(
            self,
            *,
            group_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Sign in to a group for today. 群打卡。

            Args:
                group_id (Id): the group.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp yes; OneBot 11 no.
            """

        def set_group_msg_mask(
            self,
            *,
            group_id: Id,
            mask: int,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """How the bot's account receives a group's messages. 设置群消息接受方式。

            Args:
                group_id (Id): the group.
                mask (int): 1 receive and notify, 2 into the assistant, 3 block, 4 receive silently.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat no; go-cqhttp no; OneBot 11 no.
            """

        def set_group_remark(
            self,
            *,
            group_id: Id,
            remark: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Name a group for oneself. 设置群备注。

            Args:
                group_id (Id): the group.
                remark (str): the name; "" removes it.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (remark is required); go-cqhttp no; OneBot 11 no.
            """

        def get_group_ignore_add_request(
            self,
            *,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[FilteredRequest]:
            """Requests to join that QQ has filtered out. 获取已过滤的加群通知。

            Args:
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[FilteredRequest] {group_id, user_id?, flag?, request_id?, requester_nick?, invitor_uin?,
                invitor_nick?, group_name?, message?, checked?, actor?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot differs (always fails since 7.0.2: use get_group_system_msg); NapCat yes; go-cqhttp no;
                OneBot 11 no.
            """

        def set_group_anonymous(
            self,
            *,
            group_id: Id,
            enable: bool = True,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Allow anonymous talk. 群组匿名。

            Args:
                group_id (Id): the group.
                enable (bool): allow; false: forbid.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot no; NapCat no; go-cqhttp yes; OneBot 11 yes.
            """

        def set_group_anonymous_ban(
            self,
            *,
            group_id: Id,
            anonymous: Payload = ...,
            anonymous_flag: str = ...,
            duration: int = 1800,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Mute somebody anonymous. 群组匿名用户禁言。

            Args:
                group_id (Id): the group.
                anonymous (Payload): the message event's anonymous; it or the flag.
                anonymous_flag (str): the flag in it.
                duration (int): how long; it cannot be lifted (seconds).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot no; NapCat no; go-cqhttp differs (0 by default); OneBot 11 yes.
            """

        def get_group_shut_list(
            self,
            *,
            group_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[MutedMember]:
            """Who is muted in a group. 获取群禁言列表。

            Args:
                group_id (Id): the group.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[MutedMember] {uid, uin, nick, cardName, role, shutUpTime, memberRealLevel, memberSpecialTitle,
                joinTime, lastSpeakTime}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (QQ's own fields); go-cqhttp no; OneBot 11 no.
            """

        def get_group_signed_list(
            self,
            *,
            group_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[SignedMember]:
            """Who has signed in today. 获取群打卡列表。

            Args:
                group_id (Id): the group.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[SignedMember] {user_id, nick, time, rank}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def set_group_portrait(
            self,
            *,
            group_id: Id,
            file: str,
            cache: int = 1,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Change a group's picture. 设置群头像。

            Args:
                group_id (Id): the group.
                file (str): a path or address.
                cache (int): 0: fetch the address again (go-cqhttp).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (answers QQ's result); go-cqhttp yes; OneBot 11 no.
            """

        def set_group_sign(
            self,
            *,
            group_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Sign in to a group for today. 群打卡（NapCat）。

            Args:
                group_id (Id): the group.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot no (send_group_sign); NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def set_group_kick_members(
            self,
            *,
            group_id: Id,
            user_id: list[Id],
            reject_add_request: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Remove several members from a group. 批量踢出群成员。

            Args:
                group_id (Id): the group.
                user_id (list[Id]): the members' QQ accounts.
                reject_add_request (bool): never let in again.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot no (batch_delete_group_member); NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def batch_delete_group_member(
            self,
            *,
            group_id: Id,
            user_ids: list[Id],
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Remove several members from a group. 批量删除群成员。

            Args:
                group_id (Id): the group.
                user_ids (list[Id]): the members' QQ accounts.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat no (set_group_kick_members); go-cqhttp no; OneBot 11 no.
            """

        def _delete_group_notice(
            self,
            *,
            group_id: Id,
            notice_id: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Remove a notice. 删除群公告。

            Args:
                group_id (Id): the group.
                notice_id (str): as in _get_group_notice.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat no (_del_group_notice); go-cqhttp no; OneBot 11 no.
            """

        def _del_group_notice(
            self,
            *,
            group_id: Id,
            notice_id: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Remove a notice. 删除群公告（NapCat、go-cqhttp）。

            Args:
                group_id (Id): the group.
                notice_id (str): as in _get_group_notice.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot no (_delete_group_notice); NapCat yes; go-cqhttp yes; OneBot 11 no.
            """

        def get_guild_list(
            self,
            *,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[Payload] | None:
            """The channels (频道) the bot is in. 获取频道列表。

            Args:
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[Payload] | None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot differs (always null); NapCat differs (always null); go-cqhttp yes; OneBot 11 no.
            """

        def send_private_msg(
            self,
            *,
            user_id: Id,
            message: Message,
            auto_escape: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Sent:
            """Say something to one person. 发送私聊消息。

            Args:
                user_id (Id): the QQ account.
                message (Message): a string (CQ code), segments, or a Message.
                auto_escape (bool): a string is plain text, not CQ code.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Sent {message_id}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot differs (node segments fail: use send_private_forward_msg); NapCat differs (also timeout,
                ms; node segments if all are); go-cqhttp differs (also group_id, for a conversation by way of a group);
                OneBot 11 yes.
            """

        def send_group_msg(
            self,
            *,
            group_id: Id,
            message: Message,
            auto_escape: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Sent:
            """Say something in a group. 发送群消息。

            Args:
                group_id (Id): the group.
                message (Message): a string (CQ code), segments, or a Message.
                auto_escape (bool): a string is plain text, not CQ code.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Sent {message_id}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot differs (node segments fail: use send_group_forward_msg); NapCat differs (also timeout,
                ms; node segments if all are); go-cqhttp yes; OneBot 11 yes.
            """

        def send_private_forward_msg(
            self,
            *,
            user_id: Id,
            messages: list[Segment],
            source: str = ...,
            news: list[Payload] = ...,
            summary: str = ...,
            prompt: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> SentForward:
            """Send several messages to one person as one card. 发送私聊合并转发。

            Args:
                user_id (Id): the QQ account.
                messages (list[Segment]): node segments.
                source (str): the title of the card.
                news (list[Payload]): the lines on the card: [{"text": "…"}].
                summary (str): the line at the bottom of the card.
                prompt (str): the line in the list of chats.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: SentForward {message_id, forward_id?, res_id?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (adds res_id); go-cqhttp differs (only user_id and messages); OneBot
                11 no.
            """

        def send_group_forward_msg(
            self,
            *,
            group_id: Id,
            messages: list[Segment],
            source: str = ...,
            news: list[Payload] = ...,
            summary: str = ...,
            prompt: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> SentForward:
            """Send several messages to a group as one card. 发送群合并转发。

            Args:
                group_id (Id): the group.
                messages (list[Segment]): node segments.
                source (str): the title of the card.
                news (list[Payload]): the lines on the card: [{"text": "…"}].
                summary (str): the line at the bottom of the card.
                prompt (str): the line in the list of chats.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: SentForward {message_id, forward_id?, res_id?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (adds res_id); go-cqhttp differs (only group_id and messages); OneBot
                11 no.
            """

        def forward_friend_single_msg(
            self,
            *,
            message_id: Id,
            user_id: Id = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Sent | None:
            """Send a message on to somebody. 转发单条好友消息。

            Args:
                message_id (Id): the message.
                user_id (Id): to whom.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Sent | None {message_id}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (says nothing); go-cqhttp no; OneBot 11 no.
            """

        def forward_group_single_msg(
            self,
            *,
            message_id: Id,
            group_id: Id = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Sent | None:
            """Send a message on to a group. 转发单条群消息。

            Args:
                message_id (Id): the message.
                group_id (Id): to which group.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Sent | None {message_id}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (says nothing); go-cqhttp no; OneBot 11 no.
            """

        def get_msg(
            self,
            *,
            message_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> ReceivedMessage:
            """A message by its number. 获取消息详情。

            Args:
                message_id (Id): the message.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: ReceivedMessage {message_id, real_id?, message_seq?, time, message_type, sender, message,
                raw_message?, sub_type?, user_id?, self_id?, group_id?, group_name?, message_format?, post_type?, font?,
                real_seq?, emoji_likes_list?, status?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot differs (real_id is QQ's sequence number); NapCat differs (real_id is message_id; adds
                real_seq, emoji_likes_list); go-cqhttp yes; OneBot 11 yes.
            """

        def delete_msg(
            self,
            *,
            message_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Take a message back. 撤回消息。

            Args:
                message_id (Id): the message.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp yes; OneBot 11 yes.
            """

        def set_msg_emoji_like(
            self,
            *,
            message_id: Id,
            emoji_id: Id,
            set: bool = True,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """React to a message with a face. 表情回应消息。

            Args:
                message_id (Id): the message.
                emoji_id (Id): the face's number.
                set (bool): false takes it back.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot differs (groups only; older versions ignore set); NapCat differs (answers QQ's result);
                go-cqhttp no; OneBot 11 no.
            """

        def unset_msg_emoji_like(
            self,
            *,
            message_id: Id,
            emoji_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Take a reaction back. 取消消息表情回应。

            Args:
                message_id (Id): the message.
                emoji_id (Id): the face's number.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat no (set_msg_emoji_like with set=False); go-cqhttp no; OneBot 11 no.
            """

        def get_friend_msg_history(
            self,
            *,
            user_id: Id,
            message_seq: Id = ...,
            count: int = 20,
            reverseOrder: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> History:
            """Earlier messages with somebody, oldest first. 获取好友历史消息记录。

            Args:
                user_id (Id): the QQ account.
                message_seq (Id): up to which message; without: the latest.
                count (int): how many.
                reverseOrder (bool): newest first.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: History {messages}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (an empty history is a failure; also parse_mult_msg, disable_get_url,
                quick_reply); go-cqhttp no; OneBot 11 no.
            """

        def get_group_msg_history(
            self,
            *,
            group_id: Id,
            message_seq: Id = ...,
            count: int = 20,
            reverseOrder: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> History:
            """Earlier messages of a group, oldest first. 获取群历史消息。

            Args:
                group_id (Id): the group.
                message_seq (Id): up to which message; without: the latest.
                count (int): how many.
                reverseOrder (bool): newest first.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: History {messages}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot differs (message_seq is QQ's sequence number); NapCat differs (message_seq may be a
                message_id; also parse_mult_msg, disable_get_url, quick_reply); go-cqhttp differs (the 19 before
                message_seq; no count); OneBot 11 no.
            """

        def get_forward_msg(
            self,
            *,
            id: str = ...,
            message_id: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Forward:
            """What is in a forwarded card. 获取转发消息详情。

            Args:
                id (str): the forward segment's id; it or message_id.
                message_id (str): the same.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Forward {messages?, message?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (whole message objects); go-cqhttp differs (content is a CQ string);
                OneBot 11 differs (id only; answers {message: nodes}).
            """

        def mark_msg_as_read(
            self,
            *,
            message_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Mark a message as read. 标记消息已读。

            Args:
                message_id (Id): the message.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (also user_id or group_id instead); go-cqhttp yes; OneBot 11 no.
            """

        def send_msg(
            self,
            *,
            message: Message,
            message_type: str = ...,
            user_id: Id = ...,
            group_id: Id = ...,
            auto_escape: bool = False,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Sent:
            """Say something wherever the parameters lead. 发送消息。

            Args:
                message (Message): a string (CQ code), segments, or a Message.
                message_type (str): private or group; without: by the ids.
                user_id (Id): to whom, in private.
                group_id (Id): to which group.
                auto_escape (bool): a string is plain text, not CQ code.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Sent {message_id}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp yes; OneBot 11 yes.
            """

        def send_forward_msg(
            self,
            *,
            messages: list[Segment],
            user_id: Id = ...,
            group_id: Id = ...,
            message_type: str = ...,
            source: str = ...,
            news: list[Payload] = ...,
            summary: str = ...,
            prompt: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> SentForward:
            """Send several messages as one card. 发送合并转发。

            Args:
                messages (list[Segment]): node segments.
                user_id (Id): to whom, in private.
                group_id (Id): to which group.
                message_type (str): private or group.
                source (str): the title of the card.
                news (list[Payload]): the lines on the card: [{"text": "…"}].
                summary (str): the line at the bottom of the card.
                prompt (str): the line in the list of chats.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: SentForward {message_id, forward_id?, res_id?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (adds res_id); go-cqhttp yes; OneBot 11 no.
            """

        def mark_private_msg_as_read(
            self,
            *,
            user_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Mark a conversation as read. 标记私聊已读。

            Args:
                user_id (Id): the QQ account.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot no (mark_msg_as_read); NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def mark_group_msg_as_read(
            self,
            *,
            group_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Mark a group as read. 标记群聊已读。

            Args:
                group_id (Id): the group.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot no (mark_msg_as_read); NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def _mark_all_as_read(
            self,
            *,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Mark everything as read. 标记全部已读。

            Args:
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot no; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def fetch_emoji_like(
            self,
            *,
            message_id: Id,
            emoji_id: Id = ...,
            count: int = 20,
            cookie: str = "",
            emojiId: Id = ...,
            emojiType: Id = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> EmojiLikes:
            """Who reacted to a message with a face. 获取表情回应列表。

            Args:
                message_id (Id): the message.
                emoji_id (Id): the face's number.
                count (int): how many.
                cookie (str): the last page's cookie, for the next one.
                emojiId (Id): the face's number (NapCat).
                emojiType (Id): 1 a QQ face, 2 an emoji (NapCat).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: EmojiLikes {emojiLikesList, cookie, isLastPage, isFirstPage, result?, errMsg?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (emojiId and emojiType instead of emoji_id); go-cqhttp no; OneBot 11
                no.
            """

        def get_recommend_face(
            self,
            *,
            word: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Faces:
            """Pictures that QQ suggests for a word. 获取推荐表情。

            Args:
                word (str): the word.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Faces {url}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat no; go-cqhttp no; OneBot 11 no.
            """

        def get_ai_characters(
            self,
            *,
            group_id: Id = ...,
            chat_type: Id = 1,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[AiCharacters]:
            """The voices that send_group_ai_record knows. 获取 AI 语音角色。

            Args:
                group_id (Id): the group.
                chat_type (Id): QQ's kind of voice.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[AiCharacters] {type, characters}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (group_id is required); go-cqhttp no; OneBot 11 no.
            """

        def send_group_ai_record(
            self,
            *,
            group_id: Id,
            character: str,
            text: str,
            chat_type: Id = 1,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Sent:
            """Say a text in a group, in a made voice. 发送群 AI 语音。

            Args:
                group_id (Id): the group.
                character (str): character_id of get_ai_characters.
                text (str): what to say.
                chat_type (Id): QQ's kind of voice (LLOneBot).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Sent {message_id}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (message_id is always 0); go-cqhttp no; OneBot 11 no.
            """

        def get_ai_record(
            self,
            *,
            group_id: Id,
            character: str,
            text: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> str:
            """Where a text spoken in a made voice is. 获取 AI 语音。

            Args:
                group_id (Id): the group.
                character (str): character_id of get_ai_characters.
                text (str): what to say.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: str.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot no; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def voice_msg_to_text(
            self,
            *,
            message_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Transcript:
            """What a voice message says. 语音消息转文字。

            Args:
                message_id (Id): the message.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Transcript {text}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat no (fetch_ptt_text); go-cqhttp no; OneBot 11 no.
            """

        def fetch_ptt_text(
            self,
            *,
            message_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Transcript:
            """What a voice message says. 语音消息转文字（NapCat）。

            Args:
                message_id (Id): the message.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Transcript {text}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot no (voice_msg_to_text); NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def upload_private_file(
            self,
            *,
            user_id: Id,
            file: str,
            name: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Uploaded | None:
            """Send a file to one person. 上传私聊文件。

            Args:
                user_id (Id): the QQ account.
                file (str): a path, or a file://, http(s):// or base64:// address.
                name (str): its name; without: the file's own.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Uploaded | None {file_id}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (name is required; file_id may be null; also upload_file (true));
                go-cqhttp differs (name is required; a local path only; says nothing); OneBot 11 no.
            """

        def get_group_root_files(
            self,
            *,
            group_id: Id,
            file_count: int = 50,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> GroupFiles:
            """The files and folders of a group. 获取群根目录文件列表。

            Args:
                group_id (Id): the group.
                file_count (int): how many (NapCat).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: GroupFiles {files, folders}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (file_id is NapCat's own; adds size and folder); go-cqhttp yes;
                OneBot 11 no.
            """

        def upload_group_file(
            self,
            *,
            group_id: Id,
            file: str,
            name: str = ...,
            folder: str = ...,
            folder_id: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Uploaded | None:
            """Send a file to a group. 上传群文件。

            Args:
                group_id (Id): the group.
                file (str): a path, or a file://, http(s):// or base64:// address.
                name (str): its name; without: the file's own.
                folder (str): the folder's id; without: the root.
                folder_id (str): the same.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Uploaded | None {file_id}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (name is required; file_id may be null; also upload_file (true));
                go-cqhttp differs (name is required; a local path only; no folder_id; says nothing); OneBot 11 no.
            """

        def delete_group_file(
            self,
            *,
            group_id: Id,
            file_id: str,
            busid: int = 102,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Remove a file from a group. 删除群文件。

            Args:
                group_id (Id): the group.
                file_id (str): as the file's message or the list has it.
                busid (int): as in the list.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (no busid; answers QQ's result); go-cqhttp differs (busid is
                required); OneBot 11 no.
            """

        def create_group_file_folder(
            self,
            *,
            group_id: Id,
            name: str,
            parent_id: str = "/",
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> CreatedFolder | None:
            """Make a folder in a group. 创建群文件文件夹。

            Args:
                group_id (Id): the group.
                name (str): its name.
                parent_id (str): in which folder (go-cqhttp).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: CreatedFolder | None {folder_id?, result?, groupItem?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (also named folder_name; answers {result, groupItem}); go-cqhttp
                differs (says nothing); OneBot 11 no.
            """

        def delete_group_folder(
            self,
            *,
            group_id: Id,
            folder_id: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Remove a folder from a group. 删除群文件文件夹。

            Args:
                group_id (Id): the group.
                folder_id (str): as get_group_root_files has it.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (also named folder; answers QQ's result); go-cqhttp yes; OneBot 11
                no.
            """

        def get_group_file_url(
            self,
            *,
            group_id: Id,
            file_id: str,
            busid: int = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Url:
            """Where a group's file can be downloaded. 获取群文件资源链接。

            Args:
                group_id (Id): the group.
                file_id (str): as the file's message or the list has it.
                busid (int): as in the list (go-cqhttp).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Url {url}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp differs (busid is required); OneBot 11 no.
            """

        def get_file(
            self,
            *,
            file: str = ...,
            file_id: str = ...,
            download: bool = True,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> ReceivedFile:
            """A file of a message. 获取消息文件详情。

            Args:
                file (str): as the message segment has it.
                file_id (str): its id; it or file.
                download (bool): false: only tell what it is (LLOneBot).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: ReceivedFile {file?, url?, file_size?, file_name?, base64?, size?, filename?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (base64 too, if switched on); go-cqhttp no; OneBot 11 no.
            """

        def get_image(
            self,
            *,
            file: str,
            download: bool = True,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> ReceivedFile:
            """A picture of a message. 获取消息图片详情。

            Args:
                file (str): as the image segment has it.
                download (bool): false: only tell what it is (LLOneBot).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: ReceivedFile {file?, url?, file_size?, file_name?, base64?, size?, filename?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (also file_id instead of file); go-cqhttp differs (answers {size,
                filename, url}); OneBot 11 differs (answers {file}).
            """

        def get_record(
            self,
            *,
            file: str,
            out_format: str = "mp3",
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> ReceivedFile:
            """A voice message, converted. 获取消息语音详情。

            Args:
                file (str): as the record segment has it.
                out_format (str): mp3, amr, wma, m4a, spx, ogg, wav or flac.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: ReceivedFile {file?, url?, file_size?, file_name?, base64?, size?, filename?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (out_format is required; always with base64); go-cqhttp no; OneBot 11
                differs (out_format is required; answers {file}).
            """

        def download_file(
            self,
            *,
            url: str = ...,
            base64: str = ...,
            name: str = ...,
            headers: str | list[str] = ...,
            thread_count: int = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Downloaded:
            """Download something to where QQ's side runs. 下载文件到bot所在。

            Args:
                url (str): from where; it or base64.
                base64 (str): the content itself.
                name (str): its name; without: its MD5.
                headers (str | list[str]): lines between \\r\\n, or a list, of name=value.
                thread_count (int): how many connections (go-cqhttp).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Downloaded {file}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp differs (url only; no name); OneBot 11 no.
            """

        def get_group_files_by_folder(
            self,
            *,
            group_id: Id,
            folder_id: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> GroupFiles:
            """The files in a group's folder. 获取群子目录文件列表。

            Args:
                group_id (Id): the group.
                folder_id (str): as get_group_root_files has it.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: GroupFiles {files, folders}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (also named folder; file_count is 50); go-cqhttp yes; OneBot 11 no.
            """

        def get_group_file_system_info(
            self,
            *,
            group_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> FileSystem:
            """How much room a group's files have. 获取群文件系统信息。

            Args:
                group_id (Id): the group.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: FileSystem {file_count, limit_count, used_space, total_space}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp yes; OneBot 11 no.
            """

        def get_private_file_url(
            self,
            *,
            file_id: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Url:
            """Where somebody's file can be downloaded. 获取私聊文件资源链接。

            Args:
                file_id (str): as the file's message or the list has it.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Url {url}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def set_group_file_forever(
            self,
            *,
            group_id: Id,
            file_id: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Keep a group's file for ever. 群文件转永久。

            Args:
                group_id (Id): the group.
                file_id (str): as the file's message or the list has it.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat no (trans_group_file); go-cqhttp no; OneBot 11 no.
            """

        def trans_group_file(
            self,
            *,
            group_id: Id,
            file_id: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Done:
            """Keep a group's file for ever. 群文件转永久（NapCat）。

            Args:
                group_id (Id): the group.
                file_id (str): as the file's message or the list has it.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Done {ok}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot no (set_group_file_forever); NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def move_group_file(
            self,
            *,
            group_id: Id,
            file_id: str,
            parent_directory: str = ...,
            target_directory: str = ...,
            current_parent_directory: str = ...,
            target_parent_directory: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Done | None:
            """Move a group's file. 移动群文件。

            Args:
                group_id (Id): the group.
                file_id (str): as the file's message or the list has it.
                parent_directory (str): the folder it is in (LLOneBot).
                target_directory (str): the folder it goes to (LLOneBot).
                current_parent_directory (str): the folder it is in (NapCat).
                target_parent_directory (str): the folder it goes to (NapCat).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Done | None {ok}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot differs (parent_directory and target_directory are required); NapCat differs
                (current_parent_directory and target_parent_directory are required; answers {ok}); go-cqhttp no; OneBot
                11 no.
            """

        def rename_group_file(
            self,
            *,
            group_id: Id,
            file_id: str,
            current_parent_directory: str,
            new_name: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Done | None:
            """Rename a group's file. 重命名群文件。

            Args:
                group_id (Id): the group.
                file_id (str): as the file's message or the list has it.
                current_parent_directory (str): the folder it is in.
                new_name (str): its new name.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Done | None {ok}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (answers {ok}); go-cqhttp no; OneBot 11 no.
            """

        def rename_group_file_folder(
            self,
            *,
            group_id: Id,
            folder_id: str,
            new_folder_name: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Rename a group's folder. 重命名群文件夹。

            Args:
                group_id (Id): the group.
                folder_id (str): as get_group_root_files has it.
                new_folder_name (str): its new name.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat no; go-cqhttp no; OneBot 11 no.
            """

        def get_group_album_list(
            self,
            *,
            group_id: Id,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[Payload]:
            """The albums of a group. 获取群相册列表。

            Args:
                group_id (Id): the group.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[Payload].
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat no (get_qun_album_list); go-cqhttp no; OneBot 11 no.
            """

        def create_group_album(
            self,
            *,
            group_id: Id,
            name: str,
            desc: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> CreatedAlbum:
            """Make an album. 创建群相册。

            Args:
                group_id (Id): the group.
                name (str): its name.
                desc (str): what it is about.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: CreatedAlbum {album_id, owner, name, desc}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat no; go-cqhttp no; OneBot 11 no.
            """

        def delete_group_album(
            self,
            *,
            group_id: Id,
            album_id: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Remove an album. 删除群相册。

            Args:
                group_id (Id): the group.
                album_id (str): the album.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat no; go-cqhttp no; OneBot 11 no.
            """

        def upload_group_album(
            self,
            *,
            group_id: Id,
            album_id: str,
            files: list[str],
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Any:
            """Put pictures into an album. 上传群相册。

            Args:
                group_id (Id): the group.
                album_id (str): the album.
                files (list[str]): paths or addresses.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Any.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat no (upload_image_to_qun_album); go-cqhttp no; OneBot 11 no.
            """

        def get_group_album_media_list(
            self,
            *,
            group_id: Id,
            album_id: str,
            attach_info: str = "",
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> AlbumMedia:
            """The pictures of an album. 获取群相册媒体列表。

            Args:
                group_id (Id): the group.
                album_id (str): the album.
                attach_info (str): the last page's, for the next one.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: AlbumMedia {album, media_list, next_attach_info, next_has_more}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (QQ's own fields); go-cqhttp no; OneBot 11 no.
            """

        def get_qun_album_list(
            self,
            *,
            group_id: Id,
            attach_info: str = "",
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Albums:
            """The albums of a group. 获取群相册列表（NapCat）。

            Args:
                group_id (Id): the group.
                attach_info (str): the last page's, for the next one.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Albums {album_list, attach_info, has_more}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot no (get_group_album_list); NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def upload_image_to_qun_album(
            self,
            *,
            group_id: Id,
            album_id: str,
            album_name: str,
            file: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Any:
            """Put a picture into an album. 上传图片到群相册。

            Args:
                group_id (Id): the group.
                album_id (str): the album.
                album_name (str): the album's name.
                file (str): a path, address or base64://.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Any.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot no (upload_group_album); NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def del_group_album_media(
            self,
            *,
            group_id: Id,
            album_id: str,
            lloc: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Any:
            """Remove a picture from an album. 删除群相册媒体。

            Args:
                group_id (Id): the group.
                album_id (str): the album.
                lloc (str): the picture, as get_group_album_media_list has it.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Any.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot no; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def do_group_album_comment(
            self,
            *,
            group_id: Id,
            album_id: str,
            lloc: str,
            content: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Any:
            """Comment on a picture in an album. 评论群相册图片。

            Args:
                group_id (Id): the group.
                album_id (str): the album.
                lloc (str): the picture, as get_group_album_media_list has it.
                content (str): what to say.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Any.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot no; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def set_group_album_media_like(
            self,
            *,
            group_id: Id,
            album_id: str,
            batch_id: str,
            lloc: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Any:
            """Like a picture in an album. 点赞群相册图片。

            Args:
                group_id (Id): the group.
                album_id (str): the album.
                batch_id (str): which upload, as get_group_album_media_list has it.
                lloc (str): one picture of it; without: the whole upload.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Any.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot no; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def cancel_group_album_media_like(
            self,
            *,
            group_id: Id,
            album_id: str,
            batch_id: str,
            lloc: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Any:
            """Take such a like back. 取消点赞群相册图片。

            Args:
                group_id (Id): the group.
                album_id (str): the album.
                batch_id (str): which upload, as get_group_album_media_list has it.
                lloc (str): one picture of it; without: the whole upload.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Any.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot no; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def upload_flash_file(
            self,
            *,
            paths: list[str],
            title: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> FlashShare:
            """Share files as flash files. 上传闪传文件。

            Args:
                paths (list[str]): paths or addresses.
                title (str): the title.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: FlashShare {file_set_id, share_link, expire_time, downloads?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat no (create_flash_task); go-cqhttp no; OneBot 11 no.
            """

        def get_flash_file_info(
            self,
            *,
            share_link: str = ...,
            file_set_id: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> FlashInfo:
            """What is in a flash share. 获取闪传文件详情。

            Args:
                share_link (str): the link; it or file_set_id.
                file_set_id (str): the files' id.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: FlashInfo {file_set_id, title, share_link, total_file_size, files}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat no (get_fileset_info); go-cqhttp no; OneBot 11 no.
            """

        def get_flash_file_download_urls(
            self,
            *,
            share_link: str = ...,
            file_set_id: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> FlashUrls:
            """Where the files of a flash share are. 获取闪传文件下载地址。

            Args:
                share_link (str): the link; it or file_set_id.
                file_set_id (str): the files' id.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: FlashUrls {file_set_id, share_link, files}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat no (get_flash_file_url); go-cqhttp no; OneBot 11 no.
            """

        def download_flash_file(
            self,
            *,
            share_link: str = ...,
            file_set_id: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Download a flash share to where QQ's side runs. 下载闪传文件。

            Args:
                share_link (str): the link; it or file_set_id.
                file_set_id (str): the files' id.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat no (download_fileset); go-cqhttp no; OneBot 11 no.
            """

        def reshare_flash_file(
            self,
            *,
            share_link: str = ...,
            file_set_id: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> FlashShare:
            """Share the same files again, by a new link. 重新分享闪传文件。

            Args:
                share_link (str): the link; it or file_set_id.
                file_set_id (str): the files' id.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: FlashShare {file_set_id, share_link, expire_time, downloads?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat no; go-cqhttp no; OneBot 11 no.
            """

        def create_flash_task(
            self,
            *,
            files: str | list[str],
            name: str = ...,
            thumb_path: str = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Any:
            """Share files as flash files. 创建闪传任务。

            Args:
                files (str | list[str]): paths.
                name (str): the title.
                thumb_path (str): a picture to show.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Any.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot no (upload_flash_file); NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def send_flash_msg(
            self,
            *,
            fileset_id: str,
            user_id: Id = ...,
            group_id: Id = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Any:
            """Send a flash share to somebody or a group. 发送闪传消息。

            Args:
                fileset_id (str): the files' id.
                user_id (Id): to whom.
                group_id (Id): to which group.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Any.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot no; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def get_share_link(
            self,
            *,
            fileset_id: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Any:
            """The link of a flash share. 获取闪传分享链接。

            Args:
                fileset_id (str): the files' id.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Any.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot no; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def get_fileset_id(
            self,
            *,
            share_code: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> FileSet:
            """The flash share behind a link. 获取闪传文件集 ID。

            Args:
                share_code (str): the link, or the code in it.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: FileSet {fileset_id}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot no; NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def get_fileset_info(
            self,
            *,
            fileset_id: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Any:
            """What is in a flash share. 获取闪传文件集信息。

            Args:
                fileset_id (str): the files' id.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Any.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot no (get_flash_file_info); NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def get_flash_file_list(
            self,
            *,
            fileset_id: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Any:
            """The files of a flash share. 获取闪传文件列表。

            Args:
                fileset_id (str): the files' id.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Any.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot no (get_flash_file_info); NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def get_flash_file_url(
            self,
            *,
            fileset_id: str,
            file_name: str = ...,
            file_index: int = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Any:
            """Where a file of a flash share is. 获取闪传文件链接。

            Args:
                fileset_id (str): the files' id.
                file_name (str): which, by name.
                file_index (int): which, by place.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Any.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot no (get_flash_file_download_urls); NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def download_fileset(
            self,
            *,
            fileset_id: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Any:
            """Download a flash share to where QQ's side runs. 下载闪传文件集。

            Args:
                fileset_id (str): the files' id.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Any.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot no (download_flash_file); NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def get_login_info(
            self,
            *,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Login:
            """Who the bot is. 获取登录号信息。

            Args:
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Login {user_id, nickname}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp yes; OneBot 11 yes.
            """

        def get_version_info(
            self,
            *,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Version:
            """What runs the bot. 获取版本信息。

            Args:
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Version {app_name, app_version, protocol_version}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (app_name is "NapCat.Onebot"); go-cqhttp differs (many more fields);
                OneBot 11 yes.
            """

        def get_status(self, *, self_id: Id | None = None, timeout_seconds: float | None = None, **more: Any) -> Status:
            """Whether the bot is well. bot状态。

            Args:
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Status {online, good, stat?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (stat is empty); go-cqhttp differs (also app_* flags; stat counts
                packets); OneBot 11 differs (online may be null).
            """

        def clean_cache(self, *, self_id: Id | None = None, timeout_seconds: float | None = None, **more: Any) -> None:
            """Forget what is cached. 清理缓存。

            Args:
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot differs (does nothing); NapCat yes; go-cqhttp no; OneBot 11 yes.
            """

        def get_cookies(
            self,
            *,
            domain: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Cookies:
            """The account's cookies for a host. 获取cookies。

            Args:
                domain (str): for which host, as qun.qq.com.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Cookies {cookies, bkn?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp no; OneBot 11 differs (domain may be left out; no bkn).
            """

        def set_online_status(
            self,
            *,
            status: int,
            ext_status: int,
            battery_status: int,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Show the account as online, away, busy …. 设置在线状态。

            Args:
                status (int): 10 online, 30 away, 40 invisible, 50 busy, 60 Q me, 70 do not disturb.
                ext_status (int): QQ's finer status; 0: none.
                battery_status (int): the battery to show; 0: none (per cent).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot differs (its page names 40 to 70 otherwise); NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def ocr_image(
            self,
            *,
            image: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Ocr:
            """Read the text in a picture. 图片 OCR。

            Args:
                image (str): a path or address, or a received picture's file.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Ocr {texts, language}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (Windows only; answers QQ's own list); go-cqhttp differs (a received
                picture's file); OneBot 11 no.
            """

        def fetch_custom_face(
            self,
            *,
            count: int = 48,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[str]:
            """Where the bot's favourite pictures are. 获取收藏表情。

            Args:
                count (int): how many (NapCat).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[str].
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot differs (ignores count); NapCat yes; go-cqhttp no; OneBot 11 no.
            """

        def set_restart(
            self,
            *,
            delay: int = 0,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Start QQ's side again. 重启。

            Args:
                delay (int): after how long (milliseconds).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot differs (ignores delay); NapCat differs (ignores delay); go-cqhttp no; OneBot 11 yes.
            """

        def can_send_image(
            self,
            *,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Able:
            """Whether pictures can be sent. 检查是否可以发送图片。

            Args:
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Able {yes}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp yes; OneBot 11 yes.
            """

        def can_send_record(
            self,
            *,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Able:
            """Whether voice messages can be sent. 检查是否可以发送语音。

            Args:
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Able {yes}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp yes; OneBot 11 yes.
            """

        def get_credentials(
            self,
            *,
            domain: str,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Credentials:
            """Cookies and CSRF token in one. 获取 QQ 相关接口凭证。

            Args:
                domain (str): for which host, as qun.qq.com.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Credentials {cookies, csrf_token?, token?}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (token instead of csrf_token); go-cqhttp no; OneBot 11 differs
                (domain may be left out).
            """

        def get_csrf_token(
            self,
            *,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Token:
            """The account's CSRF token. 获取 CSRF Token。

            Args:
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Token {token}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat yes; go-cqhttp no; OneBot 11 yes.
            """

        def get_rkey(
            self,
            *,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Rkeys | list[Rkey]:
            """The keys with which pictures can be downloaded. 获取 rkey。

            Args:
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Rkeys | list[Rkey] {private_key, group_key, expired_time, updated_time}.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat differs (a list, one a kind); go-cqhttp no; OneBot 11 no.
            """

        def get_config(
            self,
            *,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> Payload:
            """LLOneBot's settings. 获取 LLOneBot 配置。

            Args:
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: Payload.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat no; go-cqhttp no; OneBot 11 no.
            """

        def set_config(
            self,
            *,
            ob11: Payload = ...,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> None:
            """Change LLOneBot's settings. 设置 LLOneBot 配置。

            Args:
                ob11 (Payload): its OneBot 11 part; the others likewise.
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: None.
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat no; go-cqhttp no; OneBot 11 no.
            """

        def get_event(
            self,
            *,
            key: str = "",
            timeout: int = 0,
            self_id: Id | None = None,
            timeout_seconds: float | None = None,
            **more: Any,
        ) -> list[Payload]:
            """Wait for events, over HTTP. 获取事件（HTTP 长轮询）。

            Args:
                key (str): who asks; each key has its own place.
                timeout (int): how long to wait (milliseconds).
                self_id (Id): by which of the bot's accounts.
                timeout_seconds (float): how long to wait for the answer.

            Returns: list[Payload].
            Raises: ActionFailed, ApiNotAvailable, Unanswered, WrongThread.
            Known to: LLOneBot yes; NapCat no; go-cqhttp no; OneBot 11 no.
            """

else:

    class AsyncActions(AsyncApi):
        """OneBot's actions, to be awaited."""

    class SyncActions(SyncApi):
        """OneBot's actions; each waits for its answer."""
