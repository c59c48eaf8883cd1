#!/usr/bin/env bash
# How long a store takes to tell who is deferred still, as the console asks it.
#   bench/deferred.sh [RECIPIENTS] [ROUNDS]     1000000 20; they are made by SQL (10 million: 1 GB, a minute)
#   FOLDER=f bench/deferred.sh …                f is kept, and once it is filled it is only asked
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
"$java" -Xmx512m -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "$jars" "$here/bench/src/main/java/org/restante/bench/DeferredBench.java" \
    "$tmp" "${1:-1000000}" "${2:-20}"
uptime
