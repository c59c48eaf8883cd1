package org.restante.app.migration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.restante.app.config.BadConfig;
import org.restante.app.config.ConfigFile;
import org.restante.app.config.Problem;
import org.restante.meaning.provider.Provider;
import org.restante.meaning.provider.Providers;
import org.tomlj.Toml;

/// The `restante.toml` that is being written.
final class Draft {
    private static final int VALUES = 44;
    private static final Pattern PART =
            Pattern.compile(
                    "(\\d{1,9})\\s*(ms|millis\\w*|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|w|weeks?|)(?![a-z])\\s*");

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

    /// By the section's path (`limits.provider.gmail`, `listener[0]`), then by key.
    private final Map<String, Map<String, Setting>> sections = new LinkedHashMap<>();

    private final Set<String> left = new LinkedHashSet<>();
    private final Providers providers;
    private int listeners;
    private int carried;

    Draft(Providers providers) {
        this.providers = providers;
    }

    static String text(String value) {
        return "\"" + Toml.tomlEscape(value) + "\"";
    }

    /// A time span of another server as ours are written: `60s`, `5 minutes`, `1h`, `4d12h`; empty when it is none.
    ///
    /// @param unit of a bare number
    static Optional<String> span(String text, String unit) {
        var part = PART.matcher(text.strip().toLowerCase(Locale.ROOT));
        var span = new StringBuilder();
        int at = 0;
        while (part.find()) {
            if (part.start() != at) {
                return Optional.empty();
            }
            at = part.end();
            var word = part.group(2).isEmpty() ? unit : part.group(2);
            if (word.startsWith("w")) {
                span.append(Long.parseLong(part.group(1)) * 7).append('d');
            } else {
                span.append(part.group(1))
                        .append(
                                word.startsWith("ms") || word.startsWith("milli")
                                        ? "ms"
                                        : word.charAt(0));
            }
        }
        return at == text.strip().length() && at > 0
                ? Optional.of(span.toString())
                : Optional.empty();
    }

    static String key(String key) {
        return key.matches("[A-Za-z0-9_-]+") ? key : text(key);
    }

    /// Sets a key; what stood there before is told of when it said something else.
    ///
    /// @param value as it stands in the file
    void set(String section, String key, String value, Origin origin) {
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

    boolean knowsProvider(String word) {
        return providers.byWord(word) != null;
    }

    /// @param address as `restante.toml` has it
    void listener(String address, String kind, Origin origin) {
        var section = "listener[" + listeners++ + "]";
        set(section, "address", text(address), origin);
        if (!kind.equals("relay")) {
            set(section, "kind", text(kind), origin);
        }
    }

    boolean has(String section) {
        return sections.containsKey(section);
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
                if (isHere && !section.getValue().isEmpty()) {
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
        var shares = new ArrayList<String>();
        members.forEach((source, weight) -> {
            if (has("source." + key(source))) {
                shares.add(key(source) + " = " + weight);
            } else {
                leave(
                        origin,
                        "its source " + source + " is not among those that were carried over");
            }
        });
        if (shares.isEmpty()) {
            leave(origin, "no source of the pool was carried over");
            return;
        }
        set("pool." + key(name), "sources", "{ " + String.join(", ", shares) + " }", origin);
        if (!sections.getOrDefault("queue", Map.of()).containsKey("pool")) {
            set("queue", "pool", text(name), origin);
        }
    }
}
