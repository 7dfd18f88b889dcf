"""What the author of a pack or an engine imports in tests: worked cases as tests, strategies, the engine contract.

Nothing in the library needs it at run time, and it never knows more of a policy than its public names tell.
Look next at `povrules.api` for those names, and at the `cases.yaml` beside each folder of rules in `policies/`.
"""
