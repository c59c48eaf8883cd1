# The JVM's caches of loaded classes and of profiles (JEP 483, 514, 515): they halve the start, and a server that has just been started compiles
# less. There are two, as everything in one is loaded at each start: one of the commands, one of the server. Sourced by the launchers, here and
# in packages, which set java, flags (but for the heap) and classpath.
#
# A cache belongs to one Java, one set of jars and one set of flags; where it does not fit, the JVM goes without and says nothing. It is made in
# the background at the lowest priority; whatever goes wrong with it is no failure.

# The quick compiler alone, and sooner than usual: what it makes costs little, and the search for incidents has long loops that are entered once
# for each minute of a log, of which the first two hundred would be interpreted.
quick_flags="-XX:TieredStopAtLevel=1 -XX:Tier3MinInvocationThreshold=20 -XX:Tier3CompileThreshold=1000 -XX:Tier3BackEdgeThreshold=10000"

# Whether the quick compiler alone is done sooner with this command. So it is where all is over soon, for the cache's profiles have the thorough one
# at work from the first moment, and with logs of up to some two gigabytes (docs/BENCHMARKS.md); beyond, and for what goes on, the thorough one pays.
is_quick() (
    case "${1:-}" in
        classify | demo | events | import | messages | serve | simulate | sink | store-process | top | trace | train | watch) exit 1 ;;
        analyze) ;;
        *) exit 0 ;;
    esac
    octets=0
    for file in "$@"; do
        [ -f "$file" ] && octets=$((octets + $(wc -c <"$file")))
    done
    [ "$octets" -gt 0 ] && [ "$octets" -lt 2000000000 ]
)

# Adds to flags that the heap be made of large pages, where Linux gives them to who asks: a short run touches all of its heap for the first
# time, and on a virtual machine each page costs microseconds then. A server touches its heap once and would only hold more of it.
large_pages() {
    offered=
    [ "${1:-}" != serve ] && [ -r /sys/kernel/mm/transparent_hugepage/enabled ] &&
        read -r offered </sys/kernel/mm/transparent_hugepage/enabled
    case $offered in
        *"[madvise]"* | *"[always]"*) flags="$flags -XX:+UseTransparentHugePages" ;;
    esac
}

# The JVM asks for the jars' sizes and times. Here they are seconds since 1970: as ls prints them they depend on the time zone and on today.
aot_key() (
    exec 2>/dev/null
    {
        cat "$(dirname "$(dirname "$java")")/release"
        printf '%s' "$flags $classpath"
        set -f
        IFS=:
        stat -c '%Y %s %n' -- $classpath || stat -f '%m %z %N' -- $classpath || cksum $classpath
    } | cksum | tr ' ' '-'
)

# Whether we may clear $1. Of another user's maker we cannot tell whether it lives: kill fails either way.
aot_ours() { [ -O "$1" ] || [ "$(id -u)" = 0 ]; }

# Whether the folder $1, where caches are made, is left over: its maker was killed, or it is a day old, whatever became of it.
# Who failed has left "failed"; who has no "maker" has just begun, or was killed as it began.
aot_left() {
    aot_ours "$1" || return 1
    [ -n "$(find "$1" -prune -mtime +0 2>/dev/null)" ] && return 0
    [ -f "$1/failed" ] && return 1
    maker=$(cat "$1/maker" 2>/dev/null)
    [ -n "$maker" ] && ! kill -0 "$maker" 2>/dev/null
}

# Whether the folder $1, where caches are made, is ours from now on: nobody has it, or what was there is left over.
aot_claim() {
    mkdir "$1" 2>/dev/null && return 0
    aot_left "$1" && rm -rf "$1" 2>/dev/null && mkdir "$1" 2>/dev/null
}

# Makes those of the caches $1.commands and $1.server that are asked for ($3 …) and not there, in $1.making, with the samples in folder $2.
aot_make() {
    name=$1 making=$1.making samples=$2 lowest= working= failed=
    shift 2
    command -v nice >/dev/null 2>&1 && lowest="nice -n 19"
    ionice -c3 true >/dev/null 2>&1 && lowest="$lowest ionice -c3"
    trap 'kill -KILL $working 2>/dev/null; rm -rf "$making"; exit 1' TERM HUP INT
    for kind in "$@"; do
        [ -f "$name.$kind" ] && continue
        [ "$kind" = server ] && training="train --server" || training=train
        # shellcheck disable=SC2086
        $lowest "$java" $flags -Xmx400m -Djava.io.tmpdir="$making" -XX:AOTMode=record -XX:AOTConfiguration="$making/seen" -cp "$classpath" \
            org.restante.app.main.Main $training "$samples" &
        working=$!
        wait "$working" || { failed=1; continue; }
        # shellcheck disable=SC2086
        $lowest "$java" $flags -Xmx400m -XX:AOTMode=create -XX:AOTConfiguration="$making/seen" -XX:AOTCache="$making/cache" -cp "$classpath" &
        working=$!
        wait "$working" && mv "$making/cache" "$name.$kind" || failed=1
    done
    [ -z "$failed" ] && rm -rf "$making" && return
    : >"$making/failed"
    for left in "$making"/*; do
        case $left in */failed | */log | */maker) ;; *) rm -rf "$left" ;; esac
    done
}

# Sets aot_file to the cache $3 (commands or server) in folder $1, to nothing where it is not there, and begins to make those ($3 …) that are
# not, with the samples in folder $2. RESTANTE_AOT=no makes none, RESTANTE_AOT=now waits until they are made. Who makes them has none of the
# caller's descriptors: a lock of cron's would be held as long.
aot_cache() {
    aot_name=$1/$(aot_key)
    samples=$2
    aot_file=$aot_name.$3
    shift 2
    missing=
    for kind in "$@"; do
        [ -f "$aot_name.$kind" ] || missing=1
    done
    if [ -n "$missing" ] && [ "${RESTANTE_AOT:-}" != no ] && mkdir -p "${aot_name%/*}" 2>/dev/null && aot_claim "$aot_name.making"; then
        for stale in "${aot_name%/*}"/*; do
            case $stale in
                "$aot_name".*) ;;
                *.making) aot_left "$stale" && rm -rf "$stale" 2>/dev/null ;;
                *) aot_ours "$stale" && rm -rf "$stale" 2>/dev/null ;;
            esac
        done
        (aot_make "$aot_name" "$samples" "$@") </dev/null >"$aot_name.making/log" 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- &
        aot_maker=$!
        echo $aot_maker 2>/dev/null >"$aot_name.making/maker"
        [ "${RESTANTE_AOT:-}" = now ] && wait $aot_maker
    fi
    [ -r "$aot_file" ] || aot_file=
    return 0
}
