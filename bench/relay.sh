#!/usr/bin/env bash
# Relay speed on loopback: smtp-source -> server -> smtp-sink, restante and its peers in turn.
#   bench/relay.sh [MESSAGES] [ROUNDS]      SIZES="5120 51200" SESSIONS="20 50 100" WARM=3 PEERS="postfix" MODE=relay RESTANTE=./restante
# PEERS: postfix (as Debian ships it), tuned (Postfix with what its manuals advise for volume), storeless (this build with its store
# switched off), haraka (by npm, one process, as it comes but for the route), direct (smtp-source -> smtp-sink).
# MODE=accept holds what comes in: for restante the next hop is closed, for Postfix mail is put on hold; time runs to the last 250.
# Needs root, Debian's postfix (smtp-source, smtp-sink and the peer) and awk. Time runs from the start of smtp-source until the sink
# has counted the last message. Each server keeps running through a configuration's rounds; WARM runs before them are reported
# as cold. Processor time is the server's own, all its processes.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
messages=${1:-10000} rounds=${2:-3} restante=${RESTANTE:-$here/restante}
tmp=$(mktemp -d)
restante_port=2525 postfix_port=2526 tuned_port=2527 storeless_port=2528 haraka_port=2529 sink=127.0.0.2:2600
peers=${PEERS:-postfix} mode=${MODE:-relay}
hop=$sink; [ "$mode" = accept ] && hop=127.0.0.2:2601
. "$here/bench/peers.sh"

start_restante() {
    in_group bench-restante "$restante" serve --data "$tmp/data" --smtp 127.0.0.1:$restante_port --route "*=$hop" --name bench.test \
        >"$tmp/restante.log" 2>&1 &
    await_port 127.0.0.1 $restante_port
}
start_storeless() {
    cat >"$tmp/storeless.toml" <<CONF
[server]
name = "bench.test"
data = "$tmp/storeless"
[[listener]]
address = "127.0.0.1:$storeless_port"
[routes]
"*" = "$hop"
[store]
enabled = false
CONF
    in_group bench-storeless "$restante" serve --config "$tmp/storeless.toml" >"$tmp/storeless.log" 2>&1 &
    await_port 127.0.0.1 $storeless_port
}
start_postfix() { # postfix or tuned, port
    local kind=stock; [ "$1" = tuned ] && kind=tuned
    { if [ "$kind" = tuned ]; then echo "smtp_tls_security_level = none"; fi
      if [ "$mode" = accept ]; then echo "smtpd_client_restrictions = static:HOLD"; fi; } | start_instance "bench-$1" "$2" $kind "$sink"
}
start_haraka() {
    local home=$tmp/haraka parts=$peers_home/haraka
    command -v npm >/dev/null || { echo "haraka: there is no npm" >&2; exit 1; }
    [ -d "$parts/node_modules/Haraka" ] || npm install --no-audit --no-fund --loglevel=error --prefix "$parts" "Haraka@${HARAKA:-3.3.4}" >&2
    node "$parts/node_modules/Haraka/bin/haraka" -i "$home" >/dev/null
    echo relay >"$home/config/plugins"
    printf '[relay]\nacl=true\nforce_routing=true\n' >"$home/config/relay.ini"
    echo 127.0.0.0/8 >"$home/config/relay_acl_allow"
    printf '[domains]\nany={"action":"accept","nexthop":"%s"}\n' "$hop" >"$home/config/relay_dest_domains.ini"
    printf 'listen=127.0.0.1:%s\n' "$haraka_port" >"$home/config/smtp.ini"
    echo bench.test >"$home/config/me"
    echo WARN >"$home/config/loglevel"
    in_group bench-haraka node "$parts/node_modules/Haraka/bin/haraka" -c "$home" >"$tmp/haraka.log" 2>&1 &
    await_port 127.0.0.1 $haraka_port
}
stop() {
    end_group bench-haraka
    end_group bench-restante
    end_group bench-storeless
    for one in postfix tuned; do stop_instance "bench-$one"; done
    rm -rf "$tmp"
}
trap stop EXIT

accept() { # server, port, size, sessions, label
    local from to before
    before=$(cpu "bench-$1") from=$(date +%s.%N)
    smtp-source -d -l "$3" -m "$messages" -s "$4" -f a@bench.test -t b@sink.test "127.0.0.1:$2"
    to=$(date +%s.%N)
    awk -v s="$1" -v l="$3" -v n="$4" -v k="$5" -v m="$messages" -v a="$from" -v b="$to" -v u="$before" -v v="$(cpu "bench-$1")" \
        'BEGIN {printf "%-9s %6d octets %4d sessions %-5s %8.0f/s accepted %7.3f ms CPU a message\n", s, l, n, k, m / (b - a), (v - u) * 1000 / m}'
}
port_of() { case $1 in postfix) echo $postfix_port ;; tuned) echo $tuned_port ;; storeless) echo $storeless_port ;; haraka) echo $haraka_port ;; direct) echo "${sink#*:}" ;; esac; }

run() { # server, port, size, sessions, label
    if [ "$mode" = accept ]; then accept "$@"; return; fi
    smtp-sink -c -u nobody "$sink" 1000 >"$tmp/sink" 2>&1 &
    local host=127.0.0.1; [ "$1" = direct ] && host=${sink%:*}
    local sinking=$! from to before after got
    for _ in $(seq 50); do (exec 3<>"/dev/tcp/${sink%:*}/${sink#*:}") 2>/dev/null && break; sleep 0.1; done
    before=0; [ "$1" = direct ] || before=$(cpu "bench-$1")
    from=$(date +%s.%N)
    smtp-source -d -l "$3" -m "$messages" -s "$4" -f a@bench.test -t b@sink.test "$host:$2"
    local accepted; accepted=$(date +%s.%N)
    for _ in $(seq 6000); do
        got=$(tr '\r' '\n' <"$tmp/sink" | sed -n 's/.*mesg= *\([0-9]*\).*/\1/p' | tail -n 1)
        [ "${got:-0}" -ge "$messages" ] && break
        sleep 0.02
    done
    to=$(date +%s.%N) after=0; [ "$1" = direct ] || after=$(cpu "bench-$1")
    kill $sinking; wait $sinking 2>/dev/null || true
    awk -v s="$1" -v l="$3" -v n="$4" -v k="$5" -v m="$messages" -v g="${got:-0}" -v a="$from" -v b="$accepted" -v c="$to" -v u="$before" -v v="$after" \
        'BEGIN {printf "%-9s %6d octets %4d sessions %-5s %8.0f/s through %8.0f/s accepted %7.3f ms CPU a message %s\n", s, l, n, k, m / (c - a), m / (b - a), (v - u) * 1000 / m, (g >= m ? "" : "only " g " arrived")}'
}

"$restante" version >&2
start_restante
for peer in $peers; do
    case $peer in direct) ;; storeless) start_storeless ;; haraka) start_haraka ;; *) start_postfix "$peer" "$(port_of "$peer")" ;; esac
done
for size in ${SIZES:-5120 51200}; do
    for sessions in ${SESSIONS:-20 50 100}; do
        for _ in $(seq "${WARM:-1}"); do run restante $restante_port "$size" "$sessions" cold; done
        for _ in $(seq "$rounds"); do
            run restante $restante_port "$size" "$sessions" warm
            for peer in $peers; do run "$peer" "$(port_of "$peer")" "$size" "$sessions" warm; done
        done
    done
done
echo "load: $(cut -d' ' -f1-3 /proc/loadavg)   cores: $(nproc)"
