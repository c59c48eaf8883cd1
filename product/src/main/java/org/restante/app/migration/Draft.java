package org.restante.app.migration;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.restante.app.config.BadConfig;
import org.restante.app.config.ConfigFile;
import org.restante.app.config.Problem;
import org.restante.meaning.provider.Provider;
import org.restante.meaning.provider.Providers;
import org.tomlj.Toml;

/// The `restante.toml` that is being written.
final class Draft {
    private static final int VALUES = 44;

    /// The order of the sections.
    private static final List<String> ORDER =
            List.of(
                    "server",
                    "listener",
                    "tls",
                    "reception",
                    "milter",
                    "queue",
                    "routes",
                    "source",
                    "pool",
                    "signing",
                    "receiver_tls",
                    "limits",
                    "delivery");

    private record Setting(String value, String comment, Origin origin) {}

    /// Who shares a pool's mail, each with its weight.
    private record Shares(String pool, Map<String, Long> members, Origin origin) {}

    /// By the section's path (`limits.provider.gmail`, `listener[0]`), then by key.
    private final Map<String, Map<String, Setting>> sections = new LinkedHashMap<>();

    /// The pools, by their sections' paths.
    private final Map<String, Shares> pools = new LinkedHashMap<>();

    /// Sources of which nothing need be said.
    private final Set<String> plain = new HashSet<>();

    /// Sources that are left out.
    private final Set<String> unfit = new HashSet<>();

    private final Set<String> left = new LinkedHashSet<>();
    private final Providers providers;
    private @Nullable Setting usualPool;
    private int listeners;
    private int milters;
    private int retries;
    private int carried;

    Draft(Providers providers) {
        this.providers = providers;
    }

    static String text(String value) {
        return "\"" + Toml.tomlEscape(value) + "\"";
    }

    static String key(String key) {
        return key.matches("[A-Za-z0-9_-]+") ? key : text(key);
    }

    /// Sets a key; what stood there before is told of when it said something else.
    ///
    /// @param value as it stands in the file
    void set(String section, String key, String value, Origin origin) {
        if (unfit.contains(section)) {
            return;
        }
        var keys = sections.computeIfAbsent(section, ignored -> new LinkedHashMap<>());
        var before = keys.put(key(key), new Setting(value, origin.toString(), origin));
        if (before != null && !before.value().equals(value)) {
            leave(before.origin(), before.value() + " is overruled by " + origin);
        }
    }

    /// A number that several of the other server's settings meet in: the smallest is the safe one.
    void least(String section, String key, long value, Origin origin) {
        var before = sections.getOrDefault(section, Map.of()).get(key);
        if (before != null && Long.parseLong(before.value()) < value) {
            leave(
                    origin,
                    value
                            + " is more than what "
                            + before.origin()
                            + " says; the smaller one was kept");
            return;
        }
        set(section, key, String.valueOf(value), origin);
    }

    /// Where the limits of mail to a domain stand: with its provider where that is known, else with its site.
    ///
    /// @param domain `*` for all
    String limits(String domain) {
        if (domain.equals("*")) {
            return "limits.all";
        }
        Provider provider = providers.of(null, domain);
        return provider == null
                ? "limits.site." + key(domain)
                : "limits.provider." + key(provider.word());
    }

    /// The provider of a domain that is known; empty where it is nobody's.
    Optional<String> provider(String domain) {
        return Optional.ofNullable(providers.of(null, domain)).map(Provider::word);
    }

    /// Where the limits of the provider of this word stand; empty where there is none.
    Optional<String> limitsOfProvider(String word) {
        return Optional.ofNullable(providers.byWord(word))
                .map(one -> "limits.provider." + key(one.word()));
    }

    /// Where the limits of mail to MX hosts stand: with their provider where that is known, else with their site.
    ///
    /// @param pattern a name, or `*.` or `.` and the domain they lie below
    String limitsOfHosts(String pattern) {
        var host = pattern.replaceFirst("^\\*?\\.", "mx.");
        var provider = providers.ofMx(host);
        var site = provider == null ? providers.site(host, null) : provider.word();
        return (provider == null ? "limits.site." : "limits.provider.") + key(String.valueOf(site));
    }

    /// The consumer domains of the provider whose limits stand there.
    List<String> domainsOf(String limits) {
        return providers.all().stream()
                .filter(one -> limits.equals("limits.provider." + key(one.word())))
                .findFirst()
                .map(Provider::domains)
                .orElse(List.of());
    }

    /// @param address as `restante.toml` has it
    void listener(String address, String kind, Origin origin) {
        var section = "listener[" + listeners++ + "]";
        set(section, "address", text(address), origin);
        if (!kind.equals("relay")) {
            set(section, "kind", text(kind), origin);
        }
    }

    /// A filter that is asked before mail is taken.
    ///
    /// @param settings each key and its value as it stands in the file
    void milter(Map<String, String> settings, Origin origin) {
        var section = "milter[" + milters++ + "]";
        settings.forEach((key, value) -> set(section, key, value, origin));
    }

    /// When mail is tried again; the first that fits counts.
    ///
    /// @param provider empty for all
    /// @param delays of at least one; those beyond what can be written are left out
    void retry(String provider, List<Duration> delays, Origin origin) {
        var section = "queue.retry[" + retries++ + "]";
        if (!provider.isEmpty()) {
            set(section, "provider", text(provider), origin);
        }
        set(
                section,
                "delays",
                delays.stream()
                        .map(one -> text(Spans.written(one)))
                        .collect(Collectors.joining(", ", "[", "]")),
                origin);
    }

    boolean has(String section) {
        return sections.containsKey(section);
    }

    /// What a key was set to; empty where it was not.
    Optional<String> value(String section, String key) {
        return Optional.ofNullable(sections.getOrDefault(section, Map.of()).get(key))
                .map(Setting::value);
    }

    /// Where a key's value comes from; empty where it was not set.
    Optional<Origin> origin(String section, String key) {
        return Optional.ofNullable(sections.getOrDefault(section, Map.of()).get(key))
                .map(Setting::origin);
    }

    /// A source, whatever else is said of it: the system chooses its address.
    void source(String name) {
        var section = "source." + key(name);
        if (!unfit.contains(section)) {
            sections.computeIfAbsent(section, _ -> new LinkedHashMap<>());
            plain.add(section);
        }
    }

    private boolean isThere(String section) {
        return !sections.getOrDefault(section, Map.of()).isEmpty() || plain.contains(section);
    }

    /// Takes a source out whose address is not understood: with another one receivers would see mail from where it never came from.
    ///
    /// @param why such as `'x' is no address`
    void withoutSource(String name, Origin origin, String why) {
        sections.put("source." + key(name), new LinkedHashMap<>());
        unfit.add("source." + key(name));
        plain.remove("source." + key(name));
        leave(
                origin,
                why
                        + "; the source "
                        + name
                        + " is left out until [source."
                        + key(name)
                        + "] has one");
    }

    /// Names what is not carried over.
    void leave(Origin origin, String why) {
        left.add(origin + ": " + why);
    }

    int left() {
        return left.size();
    }

    int carried() {
        return carried;
    }

    /// The file's text, which the server would start with.
    ///
    /// @param heading a line for its beginning
    String text(List<String> heading) {
        for (int round = 0; round < 1000; round++) {
            try {
                shares();
                var text = written(heading);
                ConfigFile.parse(Path.of("restante.toml"), text, Map.of());
                return text;
            } catch (BadConfig e) {
                if (e.problems().stream().map(this::dropped).noneMatch(Boolean::booleanValue)) {
                    throw new IllegalStateException("what was written cannot be read", e);
                }
            }
        }
        throw new IllegalStateException("what was written cannot be read");
    }

    /// Takes out the setting that a problem is about; of a listener all: half of one would be another.
    private boolean dropped(Problem problem) {
        for (var section : sections.entrySet()) {
            if (section.getKey().startsWith("listener[")
                    && problem.key().startsWith(section.getKey() + ".")) {
                leave(section.getValue().values().iterator().next().origin(), told(problem));
                withoutListener(section.getKey());
                return true;
            }
            for (var key : section.getValue().keySet()) {
                var path = section.getKey() + "." + key;
                if (isWithin(problem.key(), path)) {
                    pools.remove(section.getKey());
                    if (key.matches("ipv[46]|egress") && section.getKey().startsWith("source.")) {
                        var found = section.getValue().get(key);
                        withoutSource(
                                section.getKey().substring("source.".length()).replace("\"", ""),
                                found.origin(),
                                told(problem));
                        return true;
                    }
                    var setting = section.getValue().remove(key);
                    leave(setting.origin(), told(problem));
                    return true;
                }
            }
        }
        return withoutSection(problem);
    }

    /// What lacks its other half goes too: a certificate without a key.
    private boolean withoutSection(Problem problem) {
        var settings =
                sections.entrySet().stream()
                        .filter(one -> !one.getValue().isEmpty())
                        .filter(one -> isWithin(problem.key(), one.getKey()))
                        .max(Comparator.comparingInt(one -> one.getKey().length()))
                        .map(Map.Entry::getValue);
        settings.ifPresent(all -> {
            all.values().forEach(one -> leave(one.origin(), told(problem)));
            all.clear();
        });
        return settings.isPresent();
    }

    private static boolean isWithin(String key, String section) {
        return key.equals(section)
                || key.startsWith(section + ".")
                || key.startsWith(section + "[");
    }

    private static String told(Problem problem) {
        return problem.key()
                + " "
                + problem.found()
                + (problem.right().isEmpty() ? "" : "; " + problem.right());
    }

    /// Those after it move up.
    private void withoutListener(String section) {
        sections.remove(section);
        var others =
                sections.entrySet().stream()
                        .filter(one -> one.getKey().startsWith("listener["))
                        .map(Map.Entry::getValue)
                        .toList();
        sections.keySet().removeIf(one -> one.startsWith("listener["));
        listeners = 0;
        others.forEach(one -> sections.put("listener[" + listeners++ + "]", one));
    }

    private String written(List<String> heading) {
        var text = new StringBuilder();
        heading.forEach(line -> text.append("# ").append(line).append('\n'));
        text.append("\n[server]\n");
        line(text, "data = " + text("/var/lib/restante"), "where mail and events are kept");
        carried = 0;
        write(text, sections.getOrDefault("server", Map.of()));
        for (var name : ORDER) {
            for (var section : sections.entrySet()) {
                var path = section.getKey();
                boolean isHere =
                        !path.equals("server")
                                && (path.equals(name)
                                        || path.startsWith(name + ".")
                                        || path.startsWith(name + "["));
                if (isHere && isThere(path)) {
                    text.append('\n')
                            .append(
                                    path.endsWith("]")
                                            ? "[[" + path.substring(0, path.indexOf('[')) + "]]"
                                            : "[" + path + "]")
                            .append('\n');
                    write(text, section.getValue());
                }
            }
        }
        if (!left.isEmpty()) {
            text.append("\n# Not carried over:\n");
            left.forEach(one -> text.append("# - ").append(oneLine(one)).append('\n'));
        }
        return text.toString();
    }

    private void write(StringBuilder text, Map<String, Setting> settings) {
        settings.forEach((key, setting) -> {
            line(text, key + " = " + setting.value(), setting.comment());
            carried++;
        });
    }

    private static void line(StringBuilder text, String setting, String comment) {
        text.append(setting)
                .append(" ".repeat(Math.max(1, VALUES - setting.length())))
                .append("# ")
                .append(oneLine(comment))
                .append('\n');
    }

    /// Comments of TOML hold no control characters.
    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    /// Sources that a pool shares its mail among.
    void pool(String name, Map<String, Long> members, Origin origin) {
        pools.put("pool." + key(name), new Shares(name, members, origin));
    }

    boolean hasPool(String name) {
        return pools.containsKey("pool." + key(name));
    }

    /// The pool of mail that names none; without a word of it the first one.
    void usualPool(String name, Origin origin) {
        usualPool = new Setting(name, origin.toString(), origin);
    }

    /// Writes what the pools share among the sources that are there.
    private void shares() {
        pools.forEach((section, shares) -> {
            sections.remove(section);
            var written = new ArrayList<String>();
            shares.members()
                    .forEach((source, weight) -> {
                        if (!isThere("source." + key(source))) {
                            leave(
                                    shares.origin(),
                                    "its source "
                                            + source
                                            + " is not among those that were carried over");
                        } else {
                            written.add(key(source) + " = " + weight);
                        }
                    });
            if (written.isEmpty()) {
                leave(shares.origin(), "no source of the pool was carried over");
            } else {
                set(section, "sources", "{ " + String.join(", ", written) + " }", shares.origin());
            }
        });
        usual();
    }

    private void usual() {
        var there = pools.values().stream().filter(one -> has("pool." + key(one.pool()))).toList();
        var queue = sections.computeIfAbsent("queue", _ -> new LinkedHashMap<>());
        queue.remove("pool");
        if (usualPool != null && has("pool." + key(usualPool.value()))) {
            queue.put(
                    "pool",
                    new Setting(text(usualPool.value()), usualPool.comment(), usualPool.origin()));
            return;
        }
        if (usualPool != null) {
            leave(usualPool.origin(), "there is no pool " + usualPool.value());
        }
        if (!there.isEmpty()) {
            var first = there.getFirst();
            queue.put(
                    "pool",
                    new Setting(text(first.pool()), first.origin().toString(), first.origin()));
        }
    }
}
