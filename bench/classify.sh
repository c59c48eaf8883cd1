#!/usr/bin/env bash
# Replies judged a second by `restante classify`, with and without its cache: the replies of a file, repeated with fresh ids,
# addresses and numbers.   bench/classify.sh REPLIES.tsv [MILLIONS]   (column 2 is the text)
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
replies=$1 millions=${2:-4}
tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
python3 - "$replies" "$millions" >"$tmp/in" <<'PY'
import random, re, sys
random.seed(11)
texts = [line.rstrip("\n").split("\t")[1] for line in open(sys.argv[1], encoding="utf-8")][1:]
wanted, out = int(float(sys.argv[2]) * 1e6), []
def fresh(m):
    t = m.group(0)
    if len(t) >= 5 and not t.isdigit(): return "".join(random.choice("0123456789abcdef") for _ in t)
    return t if len(t) < 4 else str(random.randrange(10 ** (len(t) - 1), 10 ** len(t)))
ip = re.compile(r"\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b")
ids = re.compile(r"\b(?=[0-9a-f]*\d)[0-9a-f]{8,}\b|\b\d{5,}\b")
mail = re.compile(r"\b[\w.+-]+@")
made = 0
while made < wanted:
    for t in texts:
        t = ip.sub(lambda m: ".".join(str(random.randrange(1, 255)) for _ in range(4)), t)
        t = ids.sub(fresh, t)
        t = mail.sub(lambda m: f"user{random.randrange(10**6)}@", t)
        out.append(t); made += 1
    if len(out) > 50000: sys.stdout.write("\n".join(out) + "\n"); out = []
sys.stdout.write("\n".join(out) + ("\n" if out else ""))
PY
lines=$(wc -l <"$tmp/in")
"$here/restante" version >&2
for way in "" --no-cache; do
    for _ in 1 2 3; do
        start=$(date +%s.%N)
        "$here/restante" classify $way <"$tmp/in" >"$tmp/out"
        end=$(date +%s.%N)
        [ "$(wc -l <"$tmp/out")" = "$lines" ] || { echo "lines in and out differ" >&2; exit 1; }
        echo "${way:-with cache} $lines $start $end" | awk '{n = NF; printf "%-12s %9d replies  %6.2f s  %10.0f /s\n", (n == 5 ? $1 " " $2 : $1), $(n-2), $n - $(n-1), $(n-2) / ($n - $(n-1))}'
    done
done
echo "load: $(cut -d' ' -f1-3 /proc/loadavg)   cores: $(nproc)"
