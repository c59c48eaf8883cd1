#!/usr/bin/env bash
# How long mail takes to a receiver with a hidden limit: 2,000 messages to it and 200 to another domain beside, on loopback.
#   bench/pace.sh [SECONDS]      PEERS="postfix tuned" LIMITED=2000 OTHER=200 MODEL=bucket RESTANTE=./restante
# The receiver is `restante sink`: 20 messages a second (MODEL=window: 1,200 in any minute), ten connections; 20 refusals within a minute
# open a box of a minute. At its best a sender needs 100 s. Restante and its peers, each with a receiver of its own and from an empty queue, in
# turn; each is given up after SECONDS (300). Peers need root and Debian's postfix (see bench/peers.sh): none with PEERS="".
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
longest=${1:-300} limited=${LIMITED:-2000} other=${OTHER:-200} restante=${RESTANTE:-$here/restante}
tmp=$(mktemp -d)
. "$here/bench/peers.sh"

case ${MODEL:-bucket} in
bucket) limit='kind = "bucket"
  per_second = 20
  burst = 20' ;;
window) limit='kind = "sliding-window"
  messages = 1200
  length = "1m"' ;;
*) echo "MODEL is bucket or window, not $MODEL" >&2; exit 2 ;;
esac
cat >"$tmp/receivers.toml" <<RECEIVERS
[[receiver]]
name = "limited"
hosts = 1
connections = 10
messages_per_connection = 1000
mailbox_full = 0
latency = "5ms"
connect_latency = "5ms"
  [receiver.limit]
  $limit
  [receiver.box]
  violations = 20
  length = "1m"
  decay = "1m"
  connection_weight = 1

[[receiver]]
name = "other"
hosts = 1
connections = 1000
messages_per_connection = 100000
mailbox_full = 0
latency = "5ms"
connect_latency = "5ms"
RECEIVERS

stop() {
    for one in pace-restante pace-sink; do end_group bench-$one; done
    for one in postfix tuned; do case " ${PEERS-postfix} " in *" $one "*) stop_instance "bench-pace-$one" ;; esac; done
    rm -rf "$tmp"
}
trap stop EXIT

# What the receivers have taken, and refused the first of them: seen NAME
seen() {
    awk -v name="\"receiver\":\"$1\"" 'index($0, name) {
        match($0, /"taken":[0-9]+/); taken += substr($0, RSTART + 8, RLENGTH - 8)
        match($0, /"refused":\{[^}]*\}/); rest = substr($0, RSTART + 11, RLENGTH - 12)
        n = split(rest, each, ","); for (i = 1; i <= n; i++) {split(each[i], part, ":"); refused += part[2]}
    } END {print taken + 0, refused + 0}' "$tmp/seen.jsonl" 2>/dev/null || echo 0 0
}

# By one server, already listening: through NAME PORT
through() {
    local from first="-" taken=0 refused=0 beside=0 now=0 others=-
    from=$(date +%s.%N)
    smtp-source -d -l 5120 -m "$limited" -s 10 -f a@bench.test -t b@limited.test "127.0.0.1:$2" &
    first=$!
    smtp-source -d -l 5120 -m "$other" -s 1 -f a@bench.test -t b@other.test "127.0.0.1:$2"
    while [ "${now%.*}" -lt "$longest" ]; do
        now=$(awk -v a="$from" -v b="$(date +%s.%N)" 'BEGIN {printf "%.1f", b - a}')
        read -r taken refused < <(seen limited)
        read -r beside _ < <(seen other)
        [ "$others" = - ] && [ "$beside" -ge "$other" ] && others=$now
        [ "$taken" -ge "$limited" ] && [ "$others" != - ] && break
        sleep 0.5
    done
    wait $first || true
    local done=$now; [ "$taken" -lt "$limited" ] && done="not within $longest"
    printf '%-9s %s s for %d of %d messages, %d refused; the other domain had its %d after %s s\n' \
        "$1" "$done" "$taken" "$limited" "$refused" "$beside" "$others"
}

sink_at() { # network
    rm -f "$tmp/seen.jsonl"
    in_group bench-pace-sink "$restante" sink --scenario "$tmp/receivers.toml" --listen "127.0.$1.1:2625" --every 500 --quiet \
        --for $((longest + 60))s --stats "$tmp/seen.jsonl" >"$tmp/sink.log" 2>&1 &
    await_port "127.0.$1.1" 2625
}
end_sink() { end_group bench-pace-sink; wait 2>/dev/null || true; }

"$restante" version >&2
sink_at 40
in_group bench-pace-restante "$restante" serve --data "$tmp/data" --smtp 127.0.0.1:2535 --http none --name bench.test \
    --route limited.test=127.0.40.1:2625 --route other.test=127.0.41.1:2625 >"$tmp/restante.log" 2>&1 &
await_port 127.0.0.1 2535
through restante 2535
end_group bench-pace-restante
end_sink
port=2536
for peer in ${PEERS-postfix}; do
    kind=stock; [ "$peer" = tuned ] && kind=tuned
    sink_at 40
    mkdir -p "$peers_home"
    printf 'limited.test smtp:[127.0.40.1]:2625\nother.test smtp:[127.0.41.1]:2625\n' >"$peers_home/pace-transport"
    echo "transport_maps = texthash:$peers_home/pace-transport" | start_instance "bench-pace-$peer" $port $kind 127.0.41.1:2625
    through "$peer" $port
    stop_instance "bench-pace-$peer"
    end_sink
    port=$((port + 1))
done
echo "load: $(cut -d' ' -f1-3 /proc/loadavg)   cores: $(nproc)"
