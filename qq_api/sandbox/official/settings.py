"""What `sandbox.yml` may say of an account that is a bot of the official platform: its `official`."""

from typing import Annotated, Any, Literal

from pydantic import AnyHttpUrl, Field, SecretStr, model_validator
from pydantic_core import PydanticCustomError

from qq_api.config.section import Section
from qq_api.config.sections import Token
from qq_api.web import is_loopback

Shape = Literal[2024, 2025, 2026]
"""As in which year events look; each year has fields that the one before lacks."""

Intent = Literal[
    "GUILDS",
    "GUILD_MEMBERS",
    "GUILD_MESSAGES",
    "GUILD_MESSAGE_REACTIONS",
    "DIRECT_MESSAGE",
    "OPEN_FORUM_EVENT",
    "AUDIO_OR_LIVE_CHANNEL_MEMBER",
    "ENTER_AIO",
    "GROUP_MEMBER_EVENT",
    "GROUP_AND_C2C_EVENT",
    "INTERACTION",
    "MESSAGE_AUDIT",
    "FORUMS_EVENT",
    "AUDIO_ACTION",
    "PUBLIC_GUILD_MESSAGES",
]

USUAL: list[Intent] = [
    "GUILDS",
    "GUILD_MEMBERS",
    "GUILD_MESSAGE_REACTIONS",
    "DIRECT_MESSAGE",
    "OPEN_FORUM_EVENT",
    "AUDIO_OR_LIVE_CHANNEL_MEMBER",
    "ENTER_AIO",
    "GROUP_MEMBER_EVENT",
    "GROUP_AND_C2C_EVENT",
    "INTERACTION",
    "MESSAGE_AUDIT",
    "AUDIO_ACTION",
    "PUBLIC_GUILD_MESSAGES",
]
"""What a bot is granted that is not of the private kind (私域)."""


class OfficialOf(Section):
    """A bot of the official platform, and how the make-believe one treats it. It is for this machine only.

    Attributes:
        port: where the platform is; 0 for any free one.
        app_id: AppID of the bot.
        secret: its AppSecret.
        webhook_url: where events are posted; None for the gateway.
        shape: as in which year events look.
        intents: what the bot is granted; asking for others ends the connection with 4014.
        all_messages: whether groups hand on all that is said in them, or what mentions the bot.
        twice: whether a mention comes as both events then, as some bots have it.
        echo: whether the bot is told of its own messages, in groups that hand on all.
        active: whether groups and people take messages that answer nothing.
        ark: whether the bot may send ark messages.
        channels: groups of the World that are shown as channels of one guild.
        guild_name: what that guild is called.
        audit: whether messages in the guild wait for somebody who looks at them.
        redirect_uri: how addresses begin that a QQ login may lead back to; "" for any.
        heartbeat: seconds between two that the gateway asks for.
    """

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8710
    app_id: Annotated[str, Field(min_length=1)] = "102000001"
    secret: Token = SecretStr("make-believe-AppSecret")
    webhook_url: AnyHttpUrl | None = None
    shape: Shape = 2026
    intents: list[Intent] = USUAL
    all_messages: bool = False
    twice: bool = False
    echo: bool = False
    active: bool = True
    ark: bool = False
    channels: list[int] = []
    guild_name: str = "Guild"
    audit: bool = False
    redirect_uri: str = ""
    heartbeat: Annotated[float, Field(gt=0, le=600)] = 41.25

    @model_validator(mode="after")
    def _is_ours_alone(self) -> Any:
        if not is_loopback(self.host):
            raise PydanticCustomError("official_host", "loopback only", {"host": self.host})
        return self
