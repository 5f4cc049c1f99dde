"""What is too long for a page, made short."""

from typing import Any


def cut(value: Any, most: int) -> Any:
    """The same with all texts in it of at most so many characters: `"xxxxx"` -> `"xxx… (+2)"`."""
    if isinstance(value, str):
        return value if len(value) <= most else f"{value[:most]}… (+{len(value) - most})"
    if isinstance(value, dict):
        return {key: cut(one, most) for key, one in value.items()}
    return [cut(one, most) for one in value] if isinstance(value, list) else value
