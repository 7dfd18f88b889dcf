pytest_plugins = ["povrules.testing.plugin"]
