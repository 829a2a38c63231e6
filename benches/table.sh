#!/usr/bin/env bash
# benches/table.sh: the rows of the table in docs/performance.md, measured here and now.
#
# Wall, user and peak are the medians of RUNS runs (5). FLOOR=PATH names a program that takes a file and does the least that
# could be done with it; runs of both are then paired, one after the other, and the last column is the median of the ratios.
# PROGRAM=PATH measures another build, SIZES="10 10000" other tables, CONFIGS and ROUTERS likewise. MAKE=1 only makes the inputs,
# which are kept in DATA (target/performance).
set -euo pipefail
cd "$(dirname "$0")/.."

runs=${RUNS:-5}
data=${DATA:-target/performance}
program=${PROGRAM:-target/release/hcxnat}
test -n "${PROGRAM:-}" || cargo build --release --locked --quiet
cargo build --release --locked --quiet --example generate
mkdir -p "$data"

made() { # FILE ARGUMENT...
  test -e "$data/$1" || { target/release/examples/generate "${@:2}" > "$data/$1.part" && mv "$data/$1.part" "$data/$1"; }
}

# Wall and user in seconds, peak in KiB; what the program thinks of the capture does not matter.
once() {
  if command -v python3 >/dev/null; then
    python3 -c '
import os, resource, sys, time
start = time.perf_counter()
child = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[
    (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0), (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)])
_, _, used = os.wait4(child, 0)
print("%.5f %.5f %d" % (time.perf_counter() - start, used.ru_utime, used.ru_maxrss))' "$@"
  else
    # To a hundredth of a second only.
    /usr/bin/time -o "$data/time" -f '%e %U %M' "$@" >/dev/null 2>&1 || true
    tail -n 1 "$data/time"
  fi
}

median() { sort -g | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'; }

row() { # NAME PATH
  local name=$1 path=$2 size ours floors="" ratio="-"
  size=$(du -sb "$path" | cut -f1)
  ours=$(for _ in $(seq "$runs"); do
    once "$program" check "$path" --ix 10.0.0.5 --ne 10.0.0.6 -o json | tr '\n' ' '
    if test -n "${FLOOR:-}" && test -f "$path"; then once "$FLOOR" "$path" | cut -d' ' -f1; else echo; fi
  done)
  floors=$(awk 'NF > 3 && $4 > 0 { print $1 / $4 }' <<<"$ours")
  test -z "$floors" || ratio=$(median <<<"$floors")
  awk -v name="$name" -v size="$size" -v ratio="$ratio" -v wall="$(cut -d' ' -f1 <<<"$ours" | median)" \
    -v user="$(cut -d' ' -f2 <<<"$ours" | median)" -v peak="$(cut -d' ' -f3 <<<"$ours" | median)" 'BEGIN {
      printf "| %s | %.1f | %.1f | %.1f | %.1f | %.0f | %s |\n", name, size / 1e6, wall * 1e3, user * 1e3, peak / 1024,
        (wall > 0 ? size / 1e6 / wall : 0), (ratio == "-" ? "-" : sprintf("%.2f", ratio))
    }'
}

echo "| input | MB | wall, ms | user, ms | peak, MiB | MB/s | to the floor |"
echo "|---|---|---|---|---|---|---|"
for size in ${SIZES:-10 10000 100000 1000000 10000000}; do
  made "table-$size.txt" table "$size"
  test -n "${MAKE:-}" || row "table of $size rows" "$data/table-$size.txt"
done
for layout in xe verbose vrf; do
  made "table-$layout.txt" table 1000000 "$layout"
  test -n "${MAKE:-}" || row "1000000 rows, $layout" "$data/table-$layout.txt"
done
for lines in ${CONFIGS:-1000 10000 100000 1000000}; do
  made "config-$lines.txt" config "$lines"
  test -n "${MAKE:-}" || row "configuration of $lines lines" "$data/config-$lines.txt"
done
for routers in ${ROUTERS:-200 10000}; do
  test -d "$data/fleet-$routers" || target/release/examples/generate fleet "$routers" "$data/fleet-$routers"
  test -n "${MAKE:-}" || row "folder of $routers routers" "$data/fleet-$routers"
done
