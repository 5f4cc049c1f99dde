"""What answers are made of: a line a field, `name: type # English # Chinese`, `name?` where it may be missing."""

from qq_api.actions.model import Shape
from qq_api.actions.shapes import file, group, message, system, user

SHAPES: dict[str, Shape] = {
    shape.name: shape for module in (message, user, group, file, system) for shape in module.SHAPES
}
"""Name -> shape; also the names in `qq_api.actions.results`."""
