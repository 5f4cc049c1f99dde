"""Where pytest finds the fixtures `qq` and `mcdr`."""

pytest_plugins = ["qq_api.sandbox.pytest_plugin"]
