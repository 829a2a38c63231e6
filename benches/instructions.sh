#!/usr/bin/env bash
# benches/instructions.sh [--write]: instructions that `check` takes on generated captures, against benches/instructions.txt.
# They are the same at every run on every machine, which no time is. More than the bound and its tolerance is an error; less
# is a reason to write the new bound. Exit 77: there is no valgrind.
set -euo pipefail
cd "$(dirname "$0")/.."

bounds=benches/instructions.txt
program=${PROGRAM:-target/release/hcxnat}
command -v valgrind >/dev/null || { echo "no valgrind"; exit 77; }
# What `cargo test` has built already.
cargo build --locked --quiet --example generate
test -n "${PROGRAM:-}" || cargo build --release --locked --quiet
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Millions of instructions of one run on one core.
measure() {
  target/debug/examples/generate "${@:2}" > "$work/$1"
  # What the program thinks of the capture does not matter.
  { RAYON_NUM_THREADS=1 valgrind --tool=callgrind --callgrind-out-file=/dev/null \
    "$program" check "$work/$1" --ix 10.0.0.5 --ne 10.0.0.6 -o json 2>&1 >/dev/null || true; } |
    sed -n 's/.*Collected : \([0-9]*\)[0-9]\{6\}$/\1/p'
}

failed=0
declare -A measured
while read -r name bound tolerance arguments; do
  case $name in '' | '#'*) continue ;; esac
  # shellcheck disable=SC2086
  measured[$name]=$(measure "$name" $arguments)
  is=${measured[$name]:-0}
  most=$((bound + bound * tolerance / 100))
  least=$((bound - bound * tolerance / 100))
  echo "$name: $is million instructions, bound $bound and $tolerance %"
  if test "$is" -gt "$most" || test "$is" -eq 0; then
    failed=1
    echo "  slower: find out why, or run benches/instructions.sh --write and say why in the commit"
  elif test "$is" -lt "$least"; then
    echo "  faster: run benches/instructions.sh --write, so that it stays so"
  fi
done < "$bounds"

if test "${1:-}" = --write; then
  for name in "${!measured[@]}"; do
    sed -i "s/^\($name  *\)[0-9][0-9]*/\1${measured[$name]}/" "$bounds"
  done
  exit 0
fi
exit $failed
