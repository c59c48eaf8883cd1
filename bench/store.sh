#!/usr/bin/env bash
# The store alone: events taken in a second, processor time and octets an event, how long questions take and what they cost.
#   bench/store.sh [MESSAGES] [DAYS] [ROUNDS] [PACE]      400000 30 40 2000; some 2.1 events a message, no id, address or reply like another
# The last part writes PACE messages a second for half a minute, as beside mail.
#   MANY=48 FOLDER=f bench/store.sh 1000000 30 20         makes many of each by SQL once they are taken in (100 million; 8 GB, five to twenty-eight minutes), and
#                                                         asks; f is kept, and once it is filled it is only asked
# CLASSPATH is the product's classes and libraries; without it those ./restante has built.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
java=${JAVA_25:-${JAVA_HOME:-/usr}}/bin/java
jars=${CLASSPATH:-$(printf '%s:' "$here"/.build/app/restante-*.jar "$here"/.build/app/lib/*.jar)}
if [ -n "${FOLDER:-}" ]; then
    mkdir -p "$FOLDER"
    tmp=$(cd "$FOLDER" && pwd)
else
    tmp=$(mktemp -d)
    trap 'rm -rf "$tmp"' EXIT
fi
uptime
"$java" -Xmx512m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "$jars" "$here/bench/src/main/java/org/restante/bench/StoreBench.java" \
    "$tmp" "${1:-400000}" "${2:-30}" "${3:-40}" "${4:-2000}" "${MANY:-1}"
