"""What the command `povrules` does: one subcommand a file, each with its arguments and its `run`.

It decides nothing: it reads what the arguments name, asks the library, and lays out the answers for a terminal.
Look next at `povrules.cli`, which calls these, and at `povrules.api`, which they call.
"""
