#!/usr/bin/env bash
# Bulk as it is sent: every message signed by DKIM (RSA-2048) and sent under TLS, to 1,000 recipient domains. An injector -> server ->
# `restante sink` with STARTTLS, restante and Postfix with OpenDKIM in turn.
#   bench/relay-tls.sh [MESSAGES] [ROUNDS]   SIZE=5120 SESSIONS=20 DOMAINS=1000 WARM=3 PEERS="postfix tuned" RESTANTE=./restante
# PEERS: postfix (as Debian ships it, TLS allowed), tuned (with what its manuals advise for volume, and TLS connections reused).
# Needs root, Debian's postfix and opendkim, openssl, awk and a JDK 25 (JAVA_HOME). Time runs from the start of the injector until the
# sink has counted the last message; the sink is looked at ten times a second. Processor time is the server's own, OpenDKIM included.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
messages=${1:-3000} rounds=${2:-3}
size=${SIZE:-5120} sessions=${SESSIONS:-20} domains=${DOMAINS:-1000} peers=${PEERS:-postfix tuned}
restante=${RESTANTE:-$here/restante}
java=${JAVA_HOME:+$JAVA_HOME/bin/}
tmp=$(mktemp -d); chmod 755 "$tmp"
sink=127.0.0.2:2600 restante_port=2535 postfix_port=2536 tuned_port=2537
. "$here/bench/peers.sh"

port_of() { case $1 in restante) echo $restante_port ;; postfix) echo $postfix_port ;; tuned) echo $tuned_port ;; esac; }
milter_of() { case $1 in postfix) echo 2546 ;; tuned) echo 2547 ;; esac; }

start_sink() {
    "$restante" sink --accept "$sink" --tls --every 100 --stats "$tmp/stats" --json --quiet >"$tmp/sink.json" 2>"$tmp/sink.log" &
    sinking=$!
    await_port "${sink%:*}" "${sink#*:}"
}
start_restante() {
    cat >"$tmp/restante.toml" <<CONF
[server]
name = "bench.test"
data = "$tmp/data"
[[listener]]
address = "127.0.0.1:$restante_port"
[routes]
"*" = "$sink"
[signing.domain."bench.test"]
keys = { s1 = "$tmp/s1.pem" }
[http]
enabled = false
CONF
    in_group tls-restante "$restante" serve --config "$tmp/restante.toml" >"$tmp/restante.log" 2>&1 &
    await_port 127.0.0.1 $restante_port
}
start_opendkim() { # peer
    local home=$peers_home/dkim-$1
    rm -rf "$home"; mkdir -p "$home"; chown opendkim "$home"
    install -o opendkim -m 600 "$tmp/s1.pem" "$home/s1.pem"
    cat >"$home/conf" <<CONF
Mode s
Domain bench.test
Selector s1
KeyFile $home/s1.pem
Canonicalization relaxed/relaxed
OversignHeaders From
InternalHosts 127.0.0.0/8
Socket inet:$(milter_of "$1")@127.0.0.1
UserID opendkim
PidFile $home/pid
Syslog no
CONF
    in_group "tls-$1" opendkim -x "$home/conf"
    await_port 127.0.0.1 "$(milter_of "$1")"
}
start_postfix() { # postfix or tuned
    local kind=stock; [ "$1" = tuned ] && kind=tuned
    { cat <<CONF
smtp_tls_security_level = may
smtp_tls_session_cache_database = btree:\${data_directory}/smtp_scache
smtpd_milters = inet:127.0.0.1:$(milter_of "$1")
CONF
      if [ "$kind" = tuned ]; then echo "smtp_tls_connection_reuse = yes"; fi; } | start_instance "tls-$1" "$(port_of "$1")" $kind "$sink"
}
stop() {
    end_group tls-restante
    for one in postfix tuned; do
        stop_instance "tls-$one"
        [ -f "$peers_home/dkim-$one/pid" ] && kill "$(cat "$peers_home/dkim-$one/pid")" 2>/dev/null || true
    done
    [ -n "${sinking:-}" ] && kill "$sinking" 2>/dev/null && wait "$sinking" 2>/dev/null || true
    [ -n "${KEEP:-}" ] && cp -r "$tmp" "$KEEP" || true
    rm -rf "$tmp"
}
trap stop EXIT

taken() { awk -F'"taken":' '{split($2, a, ","); sum += a[1]} END {print sum + 0}' "$tmp/stats"; }
run() { # server, label
    local before from to accepted had got want
    sleep 0.3; had=$(taken) want=$(($(taken) + messages)) before=$(cpu "tls-$1") from=$(date +%s.%N)
    "${java}java" -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$tmp/classes" Inject "127.0.0.1:$(port_of "$1")" "$messages" "$sessions" "$size" "$domains"
    accepted=$(date +%s.%N)
    for _ in $(seq 6000); do got=$(taken); [ "$got" -ge "$want" ] && break; sleep 0.05; done
    to=$(date +%s.%N)
    awk -v s="$1" -v k="$2" -v m="$messages" -v g="$((got - had))" -v a="$from" -v b="$accepted" -v c="$to" -v u="$before" -v v="$(cpu "tls-$1")" \
        'BEGIN {printf "%-9s %-5s %7.0f/s through %7.0f/s accepted %7.3f ms CPU a message %s\n", s, k, m / (c - a), m / (b - a), (v - u) * 1000 / m, (g >= m ? "" : "only " g " arrived")}'
}

"$restante" version >&2
openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$tmp/s1.pem" 2>/dev/null; chmod 600 "$tmp/s1.pem"
"${java}javac" -d "$tmp/classes" "$here/bench/Inject.java"
start_sink
start_restante
for peer in $peers; do start_opendkim "$peer"; start_postfix "$peer"; done
for _ in $(seq "${WARM:-3}"); do run restante cold; done
for _ in $(seq "$rounds"); do
    run restante warm
    for peer in $peers; do run "$peer" warm; done
done
kill "$sinking"; wait "$sinking" || true
awk '/"taken"|"connections"|"secured"/ {gsub(/[ ,"]/, ""); printf "%s ", $0} END {print ""}' "$tmp/sink.json"
sinking=
echo "load: $(cut -d' ' -f1-3 /proc/loadavg)   cores: $(nproc)"
