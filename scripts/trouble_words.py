"""What docs/trouble.md is made of beside the texts in `lang/`, for scripts/trouble_pages.py."""

from dataclasses import dataclass

from qq_api.actions import Words


@dataclass(frozen=True)
class Topic:
    """What can be looked up together: keys of `lang/`, one that ends in a dot stands for all below it."""

    title: Words
    keys: tuple[str, ...]
    about: Words | None = None


MISTAKES = tuple(
    f"config_error.{key}"
    for key in (
        *("yaml", "colon", "blank", "indent", "backslash", "encoding", "empty", "twice", "extra_forbidden", "missing"),
        *("newer", "open_door", "token_characters", "name_twice", "app_id", "no_app_secret", "unknown_intent"),
        *("webhook_path", "template_field", "template_braces", "pattern"),
    )
)
"""Of those that are more than a wrong kind of value; each comes with its line."""

TOPICS = (
    Topic(
        Words("What `!!qqapi doctor` finds", "`!!qqapi doctor` 的结论"),
        ("doctor.", "official.doctor.", "official.unreachable"),
    ),
    Topic(
        Words("The port, and the first start", "端口与启动"),
        ("port.", "no_token", "config_refused", "not_saved", "file.not_updated", "file.readable"),
        Words(
            "The first three follow `Cannot listen on 127.0.0.1:5700:` in the log.",
            "前三项在日志中位于“无法监听 127.0.0.1:5700：”之后。",
        ),
    ),
    Topic(Words("QQ's side knocks and is refused", "QQ 端来连接，但被拒绝"), ("refused.",)),
    Topic(
        Words("We connect to QQ's side", "我们主动连接 QQ 端"),
        ("forward.token", "forward.refused", "forward.unreachable", "forward.status", "not_connected."),
    ),
    Topic(
        Words("While it runs", "运行中"),
        ("replaced", "silent", "frame_too_large", "bad_frame", "status.lacking", "status.behind", "still_running"),
    ),
    Topic(Words("A mistake in config.yml", "config.yml 写错了"), MISTAKES),
    Topic(
        Words("mirai-api-http", "mirai-api-http"),
        ("mirai.unreachable", "mirai.no_adapter", "mirai.no_greeting", "mirai.login.", "mirai.code."),
    ),
    Topic(
        Words("Tencent's official platform: connecting", "QQ 官方平台：连接"),
        ("official.close.", "official.no_sessions", "official.no_cryptography", "official.webhook."),
    ),
    Topic(
        Words("Tencent's official platform: what it refuses", "QQ 官方平台：被拒绝的操作"),
        ("official.code.", "official_send."),
    ),
    Topic(
        Words("Notifications", "通知"),
        ("notify.no_apprise", "notify.bad_url", "notify.not_sent", "notify.not_told", "notify.not_greeted"),
    ),
)

NOT = {
    *("doctor.waiting", "doctor.well", "doctor.found", "official.webhook.checked", "official.webhook.busy"),
    *("official_send.missing", "official_send.no_number", "official_send.unknown_action", "official_send.field_type"),
    *("official_send.unknown_field", "official_send.channel_type", "official_send.bad_flag"),
}
"""No faults, or those of a plugin's author, who sees them where they are made."""

SAMPLES = {
    "client": "127.0.0.1",
    "host": "127.0.0.1",
    "port": "5700",
    "self_id": "123456789",
    "app_id": "102000001",
    "where": "websocket_reverse 127.0.0.1:5700",
    "url": "ws://127.0.0.1:3001",
}
"""What stands in the place of fields, so that a line reads as it does in a log."""
