# Sourced by the relay benchmarks: processor time by group, and instances of Postfix of their own. Needs root and Debian's postfix.
peers_home=/var/spool/restante-bench
group=/sys/fs/cgroup/cpuacct

# Runs a command in a group of its own: in_group NAME COMMAND…
in_group() {
    local name=$1; shift
    mkdir -p "$group/restante-$name"
    sh -c 'echo $$ >"$0/cgroup.procs"; exec "$@"' "$group/restante-$name" "$@"
}
# Seconds of processor time a group has had: cpu NAME
cpu() { awk '{printf "%.3f", $1 / 1e9}' "$group/restante-$1/cpuacct.usage"; }
end_group() { for process in $(cat "$group/restante-$1/cgroup.procs" 2>/dev/null); do kill "$process" 2>/dev/null || true; done; }
await_port() { for _ in $(seq 300); do (exec 3<>"/dev/tcp/$1/$2") 2>/dev/null && return; sleep 0.2; done; echo "$1:$2 did not open" >&2; exit 1; }

# Starts an instance: start_instance NAME PORT KIND NEXT_HOP, with KIND stock (as Debian ships it) or tuned (with what its manuals advise
# for volume); more lines of main.cf come from standard input.
start_instance() {
    local name=$1 port=$2 kind=$3 hop=$4 peer=$peers_home/$1
    rm -rf "$peer"; mkdir -p "$peer/etc" "$peer/queue" "$peer/data"; chown postfix "$peer/data"
    [ -f /etc/postfix/main.cf ] || printf 'compatibility_level = 3.6\n' >/etc/postfix/main.cf
    # Each instance must be named in the main one's settings, in one line.
    grep -q "$peer/etc" /etc/postfix/main.cf || postconf -e "alternate_config_directories = $(postconf -h alternate_config_directories) $peer/etc"
    { cat <<CONF
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
relayhost = [${hop%:*}]:${hop#*:}
alias_maps =
alias_database =
local_transport = error:no local
maillog_file_prefixes = /var
maillog_file = /var/log/restante-bench-$name.log
message_size_limit = 52428800
CONF
        [ "$kind" = tuned ] && cat <<CONF
smtp_destination_concurrency_limit = 100
initial_destination_concurrency = 50
default_process_limit = 200
in_flow_delay = 0
smtpd_peername_lookup = no
smtpd_tls_security_level = none
smtpd_client_event_limit_exceptions = 127.0.0.0/8
qmgr_message_active_limit = 40000
qmgr_message_recipient_limit = 40000
smtp_connection_cache_destinations = ${hop%:*}
CONF
        cat; } >"$peer/etc/main.cf"
    awk -v p="127.0.0.1:$port" '/^smtp +inet/{sub(/^smtp +/,p" ")} {print}' /usr/share/postfix/master.cf.dist |
        sed -E 's/^([a-z0-9.:]+ +(inet|unix|fifo|unix-dgram) +[-ny] +[-ny] +[-ny] +)y /\1n /; s/^#(tlsproxy )/\1/' >"$peer/etc/master.cf"
    grep -q ^postlog "$peer/etc/master.cf" || echo "postlog unix-dgram n - n - 1 postlogd" >>"$peer/etc/master.cf"
    in_group "$name" postfix -c "$peer/etc" start >/dev/null 2>&1
    await_port 127.0.0.1 "$port"
}
stop_instance() { postfix -c "$peers_home/$1/etc" stop >/dev/null 2>&1 || true; }
