#!/usr/bin/env bash
# Whole-process times of one log: restante's whole analysis, mawk's single count, pflogsumm; in turn, warm cache, N runs.
#   bench/analyze.sh LOG AWK_PROGRAM [RUNS] [-F,]
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
log=$1 program=$2 runs=${3:-5} separator=${4:-}
export LC_ALL=C
times() { # label, command…
    local label=$1; shift
    local start end
    start=$(date +%s.%N)
    "$@" >/dev/null 2>"$tmp/err" || { cat "$tmp/err" >&2; exit 1; }
    end=$(date +%s.%N)
    echo "$label $(echo "$end $start" | awk '{printf "%.3f", $1 - $2}')" >>"$tmp/times"
}
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
"$here/restante" version >&2
cat "$log" >/dev/null
for _ in $(seq "$runs"); do
    times restante "$here/restante" analyze "$log" --tz UTC --json
    times mawk mawk ${separator:+$separator} -f "$program" "$log"
done
if command -v pflogsumm >/dev/null && [ -z "$separator" ] && [ -n "${PFLOGSUMM:-}" ]; then
    times pflogsumm pflogsumm "$log"
fi
sort "$tmp/times" | awk '{t[$1] = t[$1] " " $2; n[$1]++; v[$1, n[$1]] = $2}
    END {for (k in n) {m[k] = v[k, int((n[k] + 1) / 2)]; printf "%-10s median %7.3f s   runs%s\n", k, m[k], t[k]}
         if (m["mawk"]) printf "mawk / restante      %.2f\n", m["mawk"] / m["restante"]
         if (m["pflogsumm"]) printf "pflogsumm / restante %.1f\n", m["pflogsumm"] / m["restante"]}'
echo "load: $(cut -d' ' -f1-3 /proc/loadavg)   cores: $(nproc)"
