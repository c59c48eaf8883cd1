#!/usr/bin/env bash
# A server with ten million recipients waiting, under a memory limit: what other mail notices of it, what a restart takes.
#   bench/large.sh [MESSAGES] [RECIPIENTS] [DOMAINS]      200000 50 50000; ROUNDS=3 PROBES=1000 HEAP=900m LIMIT=1536M
#   DOMAINS=1 bench/large.sh 20000 50 1                   a million for one dead domain
# Mail for open.test goes to a receiver that takes everything, all other to one that refuses each connection by 421 4.7.0. Where the
# machine has memory groups (cgroup v1 or v2, as root) the server is in one of LIMIT; else its peak is printed and nothing else is done.
# RESTANTE is the command to run, ./restante without it.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
messages=${1:-200000} recipients=${2:-50} domains=${3:-50000}
limit=${LIMIT:-1536M}
java=${JAVA_25:-${JAVA_HOME:-/usr}}/bin/java
tmp=$(mktemp -d)
group=
for root in /sys/fs/cgroup/memory /sys/fs/cgroup; do
    file=memory.limit_in_bytes
    [ -f "$root/cgroup.controllers" ] && file=memory.max
    if mkdir "$root/restante-large-$$" 2>/dev/null; then
        if [ -f "$root/restante-large-$$/$file" ] && echo "$limit" >"$root/restante-large-$$/$file" 2>/dev/null; then
            group=$root/restante-large-$$
            break
        fi
        rmdir "$root/restante-large-$$"
    fi
done
end() { rm -rf "$tmp"; sleep 1; [ -z "$group" ] || rmdir "$group" 2>/dev/null || true; }
trap end EXIT
cat >"$tmp/server" <<SERVER
#!/bin/sh
[ -z "$group" ] || echo \$\$ >"$group/cgroup.procs"
export RESTANTE_MEMORY=${HEAP:-900m}
exec ${RESTANTE:-$here/restante} serve --data "$tmp/data" --smtp 127.0.0.1:2725 --http none --name bench.test \\
    --route open.test=127.0.0.2:2700 --route '*=127.0.0.3:2701' 2>>"$tmp/server.log"
SERVER
chmod +x "$tmp/server"
echo "memory limit: $([ -n "$group" ] && echo "$limit" || echo "none, only measured"); heap ${HEAP:-900m}"
"$java" -Xmx512m "$here/bench/src/main/java/org/restante/bench/LargeBench.java" \
    "$messages" "$recipients" "$domains" "${ROUNDS:-3}" "${PROBES:-1000}" "$tmp/server"
du -sh "$tmp/data/spool" "$tmp/data/index" "$tmp/data/events" 2>/dev/null
[ -z "$group" ] || cat "$group/memory.max_usage_in_bytes" "$group/memory.peak" 2>/dev/null | sed 's/^/most in the group, page cache with it: /'
echo "load: $(cut -d' ' -f1-3 /proc/loadavg)   cores: $(nproc)"
