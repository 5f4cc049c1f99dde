"""The only package that knows MCDReforged."""
