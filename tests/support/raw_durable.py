"""durable_rules as it comes, in a process of its own: what it does where the adapter has a guard."""

from __future__ import annotations

import subprocess
import sys
import textwrap

BEFORE = """
import json, sys, threading
from durable import engine
fired = []
def host(rules, quiet=True):
    class Host(engine.Host):
        def get_action(self, name):
            return lambda c: fired.append(name)
        def _run(self):
            quiet or super()._run()
    made = Host()
    made.set_rulesets({"r": {name: {"run": name, **rule} for name, rule in rules.items()}})
    return made
def m(condition):
    return {"all": [{"m": condition}]}
def tell(host, **fact):
    fact.setdefault("sid", "s")
    try:
        host.assert_fact("r", fact)
    except Exception as problem:
        print(type(problem).__name__, problem)
"""


def raw(code: str, timeout: float = 20) -> subprocess.CompletedProcess[str] | None:
    """Run code after the words above; None when it did not end in time."""
    program = BEFORE + textwrap.dedent(code)
    try:
        return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=timeout)
    except subprocess.TimeoutExpired:
        return None
