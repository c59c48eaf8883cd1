# Finds what Restante is built and run with. Sourced by ./restante and ./check.
# Everything said here goes to standard error; standard output belongs to the command.

say() { printf 'restante: %s\n' "$*" >&2; }

# The feature number (25, 26 …) of the JDK or JRE in folder $1, read from its own release file; nothing when it is none.
java_feature() {
    [ -x "$1/bin/java" ] || return 1
    version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null)
    [ -n "$version" ] || version=$("$1/bin/java" -version 2>&1 </dev/null | sed -n '1s/.*version "\([0-9]*\).*/\1/p')
    [ -n "$version" ] && printf '%s\n' "$version"
}

# Every folder where systems keep Java, one a line, the user's own choice first.
java_folders() {
    [ -n "${JAVA_HOME:-}" ] && printf '%s\n' "$JAVA_HOME"
    if on_path=$(command -v java 2>/dev/null); then
        on_path=$(readlink -f "$on_path" 2>/dev/null || printf '%s' "$on_path")
        dirname "$(dirname "$on_path")"
    fi
    [ -x /usr/libexec/java_home ] && /usr/libexec/java_home -v 25+ 2>/dev/null
    for folder in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/local/java/* /usr/local/*jdk* /opt/java/* /opt/*jdk* /opt/*java* \
        "${SDKMAN_DIR:-${HOME:-/root}/.sdkman}"/candidates/java/* "${HOME:-/root}"/.jdks/* "${HOME:-/root}"/.gradle/jdks/* \
        "${HOME:-/root}"/.asdf/installs/java/* "${HOME:-/root}"/.local/share/mise/installs/java/* "${HOME:-/root}"/jdk* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-/root}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
        [ -d "$folder" ] && printf '%s\n' "$folder"
    done
}

# Sets JAVA_25 to the first Java 25 or newer; with "compiler" as $1 it must have javac too.
find_java() {
    JAVA_25=
    while IFS= read -r folder; do
        feature=$(java_feature "$folder") || continue
        [ "$feature" -ge 25 ] 2>/dev/null || continue
        [ "${1:-}" = compiler ] && [ ! -x "$folder/bin/javac" ] && continue
        JAVA_25=$folder
        return 0
    done <<EOF
$(java_folders)
EOF
    return 1
}

need_java() {
    find_java "${1:-}" && return 0
    install_package "openjdk-25-jdk-headless" && find_java "${1:-}" && return 0
    say "needs a JDK 25 or newer and found none (looked at JAVA_HOME, PATH and the usual folders)."
    say "  Debian 13+/Ubuntu 25.10+:  apt-get install openjdk-25-jdk-headless"
    say "  Fedora/RHEL:               dnf install java-25-openjdk-devel"
    say "  macOS:                     brew install openjdk@25"
    say "  anywhere:                  an archive from https://adoptium.net, unpacked, with JAVA_HOME set to it"
    return 1
}

need_maven() {
    command -v mvn >/dev/null 2>&1 && return 0
    install_package maven && command -v mvn >/dev/null 2>&1 && return 0
    say "needs Apache Maven 3.8 or newer to build and found none."
    say "  Debian/Ubuntu: apt-get install maven    Fedora/RHEL: dnf install maven    macOS: brew install maven"
    return 1
}

# Installs one package of the system where that needs no questions: as root, with apt-get or dnf, and only if it is there.
install_package() {
    [ "$(id -u)" = 0 ] || return 1
    if command -v apt-get >/dev/null 2>&1; then
        apt-cache show "$1" >/dev/null 2>&1 || apt-get -q update >&2 </dev/null || return 1
        apt-cache show "$1" >/dev/null 2>&1 || return 1
        say "installs the package $1"
        DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends "$1" >&2 </dev/null
    elif command -v dnf >/dev/null 2>&1; then
        dnf -q -y install "$1" >&2 </dev/null
    else
        return 1
    fi
}

# Runs Maven quietly: first with what is on this machine, then, if that was not enough, with the network.
maven() {
    JAVA_HOME=$JAVA_25 mvn -B -q -o "$@" </dev/null >"$maven_log" 2>&1 && return 0
    JAVA_HOME=$JAVA_25 mvn -B -q "$@" </dev/null >"$maven_log" 2>&1
}
