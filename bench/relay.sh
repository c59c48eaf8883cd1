#!/usr/bin/env bash
# Relay speed on loopback: smtp-source -> server -> smtp-sink, restante and its peers in turn.
#   bench/relay.sh [MESSAGES] [ROUNDS]      SIZES="5120 51200" SESSIONS="20 50 100" WARM=3 PEERS="postfix" MODE=relay
# PEERS: postfix (as Debian ships it), tuned (Postfix with what its manuals advise for volume), direct (smtp-source -> smtp-sink).
# MODE=accept holds what comes in: for restante the next hop is closed, for Postfix mail is put on hold; time runs to the last 250.
# Needs root, Debian's postfix (smtp-source, smtp-sink and the peer) and awk. Time runs from the start of smtp-source until the sink
# has counted the last message. Each server keeps running through a configuration's rounds; WARM runs before them are reported
# as cold. Processor time is the server's own, all its processes.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
messages=${1:-10000} rounds=${2:-3}
tmp=$(mktemp -d)
restante_port=2525 postfix_port=2526 tuned_port=2527 sink=127.0.0.2:2600
peers=${PEERS:-postfix} mode=${MODE:-relay}
hop=$sink; [ "$mode" = accept ] && hop=127.0.0.2:2601
peers_home=/var/spool/restante-bench
group=/sys/fs/cgroup/cpuacct

in_group() { # name, command…
    local name=$1; shift
    mkdir -p "$group/$name"
    sh -c 'echo $$ >"$0/cgroup.procs"; exec "$@"' "$group/$name" "$@"
}
cpu() { awk '{printf "%.3f", $1 / 1e9}' "$group/restante-bench-$1/cpuacct.usage"; }
await_port() { for _ in $(seq 150); do (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return; sleep 0.2; done; echo "port $1 did not open" >&2; exit 1; }

start_restante() {
    in_group restante-bench-restante "$here/restante" serve --data "$tmp/data" --smtp 127.0.0.1:$restante_port --route "*=$hop" --name bench.test \
        >"$tmp/restante.log" 2>&1 &
    await_port $restante_port
}
start_postfix() { # postfix or tuned, port
    local peer=$peers_home/$1 port=$2
    rm -rf "$peer"; mkdir -p "$peer/etc" "$peer/queue" "$peer/data"; chown postfix "$peer/data"
    [ -f /etc/postfix/main.cf ] || printf 'compatibility_level = 3.6\n' >/etc/postfix/main.cf
    grep -q restante-bench/tuned /etc/postfix/main.cf || printf '\nalternate_config_directories = %s/postfix/etc %s/tuned/etc\n' "$peers_home" "$peers_home" >>/etc/postfix/main.cf
    cat >"$peer/etc/main.cf" <<CONF
compatibility_level = 3.6
queue_directory = $peer/queue
data_directory = $peer/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
myhostname = bench.test
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtpd_relay_restrictions = permit_mynetworks, reject
relayhost = [${sink%:*}]:${sink#*:}
alias_maps =
alias_database =
local_transport = error:no local
maillog_file_prefixes = /var
maillog_file = /var/log/restante-bench-$1.log
message_size_limit = 52428800
CONF
    [ "$1" = tuned ] && cat >>"$peer/etc/main.cf" <<CONF
smtp_destination_concurrency_limit = 100
initial_destination_concurrency = 50
default_process_limit = 200
in_flow_delay = 0
smtpd_peername_lookup = no
smtp_tls_security_level = none
smtpd_tls_security_level = none
smtpd_client_event_limit_exceptions = 127.0.0.0/8
qmgr_message_active_limit = 40000
qmgr_message_recipient_limit = 40000
smtp_connection_cache_destinations = ${sink%:*}
CONF
    [ "$mode" = accept ] && echo "smtpd_client_restrictions = static:HOLD" >>"$peer/etc/main.cf"
    awk -v p=127.0.0.1:$port '/^smtp +inet/{sub(/^smtp +/,p" ")} {print}' /usr/share/postfix/master.cf.dist |
        sed -E 's/^([a-z0-9.:]+ +(inet|unix|fifo|unix-dgram) +[-ny] +[-ny] +[-ny] +)y /\1n /' >"$peer/etc/master.cf"
    grep -q ^postlog "$peer/etc/master.cf" || echo "postlog unix-dgram n - n - 1 postlogd" >>"$peer/etc/master.cf"
    in_group "restante-bench-$1" postfix -c "$peer/etc" start >/dev/null 2>&1
    await_port "$port"
}
stop() {
    for process in $(cat "$group/restante-bench-restante/cgroup.procs" 2>/dev/null); do kill "$process" 2>/dev/null || true; done
    for one in postfix tuned; do postfix -c "$peers_home/$one/etc" stop >/dev/null 2>&1 || true; done
    rm -rf "$tmp"
}
trap stop EXIT

accept() { # server, port, size, sessions, label
    local from to before
    before=$(cpu "$1") from=$(date +%s.%N)
    smtp-source -d -l "$3" -m "$messages" -s "$4" -f a@bench.test -t b@sink.test "127.0.0.1:$2"
    to=$(date +%s.%N)
    awk -v s="$1" -v l="$3" -v n="$4" -v k="$5" -v m="$messages" -v a="$from" -v b="$to" -v u="$before" -v v="$(cpu "$1")" \
        'BEGIN {printf "%-9s %6d octets %4d sessions %-5s %8.0f/s accepted %7.3f ms CPU a message\n", s, l, n, k, m / (b - a), (v - u) * 1000 / m}'
}
port_of() { case $1 in postfix) echo $postfix_port ;; tuned) echo $tuned_port ;; direct) echo "${sink#*:}" ;; esac; }

run() { # server, port, size, sessions, label
    if [ "$mode" = accept ]; then accept "$@"; return; fi
    smtp-sink -c -u nobody "$sink" 1000 >"$tmp/sink" 2>&1 &
    local host=127.0.0.1; [ "$1" = direct ] && host=${sink%:*}
    local sinking=$! from to before after got
    for _ in $(seq 50); do (exec 3<>"/dev/tcp/${sink%:*}/${sink#*:}") 2>/dev/null && break; sleep 0.1; done
    before=0; [ "$1" = direct ] || before=$(cpu "$1")
    from=$(date +%s.%N)
    smtp-source -d -l "$3" -m "$messages" -s "$4" -f a@bench.test -t b@sink.test "$host:$2"
    local accepted; accepted=$(date +%s.%N)
    for _ in $(seq 6000); do
        got=$(tr '\r' '\n' <"$tmp/sink" | sed -n 's/.*mesg= *\([0-9]*\).*/\1/p' | tail -n 1)
        [ "${got:-0}" -ge "$messages" ] && break
        sleep 0.02
    done
    to=$(date +%s.%N) after=0; [ "$1" = direct ] || after=$(cpu "$1")
    kill $sinking; wait $sinking 2>/dev/null || true
    awk -v s="$1" -v l="$3" -v n="$4" -v k="$5" -v m="$messages" -v g="${got:-0}" -v a="$from" -v b="$accepted" -v c="$to" -v u="$before" -v v="$after" \
        'BEGIN {printf "%-9s %6d octets %4d sessions %-5s %8.0f/s through %8.0f/s accepted %7.3f ms CPU a message %s\n", s, l, n, k, m / (c - a), m / (b - a), (v - u) * 1000 / m, (g >= m ? "" : "only " g " arrived")}'
}

"$here/restante" version >&2
start_restante
for peer in $peers; do [ "$peer" = direct ] || start_postfix "$peer" "$(port_of "$peer")"; done
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
