#!/bin/sh
# The main job on the example register of Bình Thuận: decide 2,000 households by the standard of 2022 and add up what the
# programmes cost a month, then explain one poor household and one that cannot be decided yet, and show what the poor one
# and its members are entitled to, by which articles; last a dossier: four facts, and what each changed. `make demo` sets up what this needs. Add LANG=vi_VN.UTF-8 in front
# for Vietnamese.
set -eu
cd "$(dirname "$0")/.."

povrules=.venv/bin/povrules
[ -x "$povrules" ] || povrules=povrules

register=examples/binh_thuan/register.xlsx
out=out/binh_thuan
days='--on 2022-12-31 --observed-on 2022-10-31'

run() {
    printf '\n$ povrules %s\n\n' "$*"
    "$povrules" "$@"
}

# $days is two options with their values: it has to fall apart into words.
# shellcheck disable=SC2086
{
    run assess "$register" -o "$out" $days --place 60 --budget
    run explain "$register" --household 01100008 $days --depth 4
    run entitlements "$register" --household 01100008 $days --place 60
    run explain "$register" --household 12200002 $days --format tree --depth 1
}

printf '\n%s\n' "Results / Kết quả:"
printf '  %s\n' "$out/households.csv" "$out/persons.csv" "$out/rejects.csv" "$out/budget.csv"

python=.venv/bin/python
[ -x "$python" ] || python=python3
case "${LANG:-}" in vi*) lang=vi ;; *) lang=en ;; esac
printf '\n$ python examples/dossier.py %s\n' "$lang"
"$python" examples/dossier.py "$lang"
