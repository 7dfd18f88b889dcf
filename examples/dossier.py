"""A live dossier: four facts of one household, and what each one changed. ``python examples/dossier.py [vi|en]``."""

from __future__ import annotations

import sys

import povrules as pr

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


def main(lang: str) -> None:
    with pr.open_dossier(pr.load_policy(on="2024-10-01")) as dossier:
        if dossier.engine != "durable":
            print(WITHOUT[lang])
        for name, value in FACTS:
            dossier.set(name, value)
            print(f"\n{name} = {value}")
            for change in dossier.changes or ():
                print(f"  {change.words('vi' if lang == 'vi' else 'en')}")
                if because := change.because.of("vi" if lang == "vi" else "en"):
                    print(f"      {because}")
            if not dossier.changes:
                print(f"  {NOTHING[lang]}")
        print(f"\n? {dossier.next_question(lang)}")


if __name__ == "__main__":
    main("vi" if sys.argv[1:] == ["vi"] else "en")
