"""Which events the gateway sends. The table lies with the configuration, which checks the names."""

from qq_api.config.intents import INTENTS, PRESETS, bits_of, names_of

__all__ = ["INTENTS", "PRESETS", "bits_of", "names_of"]
