"""A live dossier: four facts of one household, and what each one changed. ``python examples/dossier.py [vi|en]``."""

from __future__ import annotations

import sys

import povrules as pr
from povrules.decisions.labels import PolicyLabels, raised
from povrules.language.amounts import Lang

FACTS = (
    ("certified_class", "near_poor"),
    ("electricity_use", 40),
    ("given_tablet", False),
    ("certified_class", "poor"),
)
WITHOUT = {
    "vi": "(Chưa cài phần mở rộng durable: hồ sơ này do bộ máy tham chiếu trả lời.)",
    "en": "(The extra durable is not here: this dossier is answered by the reference engine.)",
}
NOTHING = {"vi": "không có gì thay đổi", "en": "nothing changed"}


def main(lang: Lang) -> None:
    policy = pr.load_policy(on="2024-10-01")
    labels = PolicyLabels(policy.resolved)
    with pr.open_dossier(policy) as dossier:
        if dossier.engine != "durable":
            print(WITHOUT[lang])
        for name, value in FACTS:
            dossier.set(name, value)
            told = labels.fact_value(f"vn:{name}", "household", value, lang)
            print(f"\n{raised(labels.fact(f'vn:{name}', 'household', lang))}: {told}")
            for change in dossier.changes or ():
                print(f"  {change.words(lang)}")
                if because := change.because.of(lang):
                    print(f"      {because}")
            if not dossier.changes:
                print(f"  {NOTHING[lang]}")
        print(f"\n? {dossier.next_question(lang)}")


if __name__ == "__main__":
    main("vi" if sys.argv[1:] == ["vi"] else "en")
