#!/bin/sh
# Builds restante_VERSION_ARCH.deb into the folder $1 (default: packaging/out): the product as ./restante builds it, with a Java runtime
# of its own made by jlink, so that the target needs no Java. Needs a JDK 25 and dpkg-deb.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
out=${1:-$here/packaging/out}
. "$here/tools/jdk.sh"

need_java compiler || exit 3
[ -x "$JAVA_25/bin/jlink" ] || { say "$JAVA_25 has no jlink: a full JDK is needed"; exit 3; }
need_maven || exit 3
command -v dpkg-deb >/dev/null || { say "needs dpkg-deb (apt-get install dpkg-dev)"; exit 3; }

# The launcher builds when there is no build or the sources are newer.
RESTANTE_AOT=no "$here/restante" version >/dev/null
app=$here/.build/app
jar=$(ls "$app"/restante-*.jar)
version=$(basename "$jar" .jar)
version=$(printf '%s' "${version#restante-}" | sed 's/-SNAPSHOT/~snapshot/')
architecture=$(dpkg --print-architecture)

root=$(mktemp -d)
trap 'rm -rf "$root" "$root.sbom"' EXIT
umask 022
chmod 755 "$root"
place() { install -D -m "$1" "$2" "$root/$3"; }

# --- the runtime: the modules that our jars ask for, and those reached by name alone
modules=$("$JAVA_25/bin/jdeps" --ignore-missing-deps --multi-release 25 --print-module-deps --class-path "$app/lib/*" "$jar" "$app"/lib/*.jar 2>/dev/null | tail -n 1)
case $modules in java.base*) ;; *) modules=java.base,java.logging,java.management,java.naming,java.net.http,java.sql,java.xml ;; esac
"$JAVA_25/bin/jlink" --add-modules "$modules,jdk.unsupported,jdk.zipfs,jdk.crypto.ec,jdk.charsets,jdk.jcmd" --strip-debug --no-header-files \
    --no-man-pages --compress zip-6 --generate-cds-archive --output "$root/usr/lib/restante/runtime"

# --- the product; of native libraries those for this system
place 644 "$jar" usr/lib/restante/lib/restante.jar
"$JAVA_25/bin/java" -XX:TieredStopAtLevel=1 "$here/packaging/OwnNatives.java" "$app/lib" "$root/usr/lib/restante/lib" "$architecture"
chmod 644 "$root"/usr/lib/restante/lib/*.jar
place 644 "$here/tools/aot.sh" usr/lib/restante/aot.sh
for sample in "$here"/samples/*.log "$here"/samples/*.csv "$here"/samples/*.jsonl; do
    place 644 "$sample" "usr/lib/restante/samples/$(basename "$sample")"
done
place 755 "$here/packaging/debian/restante" usr/bin/restante
place 644 "$here/packaging/restante.service" usr/lib/systemd/system/restante.service
place 644 "$here/packaging/restante.toml" etc/restante/restante.toml
place 644 "$here/packaging/debian/copyright" usr/share/doc/restante/copyright
(cd "$here" && JAVA_HOME=$JAVA_25 mvn -B -q -pl product org.cyclonedx:cyclonedx-maven-plugin:makeBom </dev/null >"$root.sbom" 2>&1) || { cat "$root.sbom" >&2; exit 1; }
place 644 "$here/product/target/restante-sbom.json" usr/share/doc/restante/sbom.json
for page in README.md docs/operations.md docs/SENDING.md docs/EVENTS.md; do
    if [ -f "$here/$page" ]; then place 644 "$here/$page" "usr/share/doc/restante/$(basename "$page")"; fi
done
install -d "$root/usr/share/man/man1"
gzip -9nc "$here/packaging/restante.1" >"$root/usr/share/man/man1/restante.1.gz"
{
    printf 'restante (%s) unstable; urgency=medium\n\n  * See CHANGELOG.md of the source.\n\n' "$version"
    printf ' -- Restante <restante@localhost>  %s\n' "$(LC_ALL=C date -R -u -d "@$(git -C "$here" log -1 --format=%ct 2>/dev/null || echo 0)")"
} | gzip -9n >"$root/usr/share/doc/restante/changelog.gz"
install -d "$root/usr/share/lintian/overrides"
place 644 "$here/packaging/debian/lintian-overrides" usr/share/lintian/overrides/restante

# --- what dpkg needs
install -d "$root/DEBIAN"
sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" \
    -e "s/@SIZE@/$(du -sk --exclude=DEBIAN "$root" | cut -f1)/" "$here/packaging/debian/control" >"$root/DEBIAN/control"
echo /etc/restante/restante.toml >"$root/DEBIAN/conffiles"
for script in postinst prerm postrm; do
    install -m 755 "$here/packaging/debian/$script" "$root/DEBIAN/$script"
done
(cd "$root" && find usr -type f -exec md5sum {} + | sort -k2 >DEBIAN/md5sums)

mkdir -p "$out"
dpkg-deb --root-owner-group -Zgzip --build "$root" "$out" >/dev/null
ls -1 "$out/restante_${version}_$architecture.deb"
