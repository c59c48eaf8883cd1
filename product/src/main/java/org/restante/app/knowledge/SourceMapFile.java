package org.restante.app.knowledge;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.restante.record.logs.LogRow.Field;
import org.restante.record.logs.SourceMap;

/// Reads a map file: what a log does not hold, declared (`--map FILE`).
///
/// ```toml
/// [[rule]]
/// when = { host = "mx1", instance = "postfix-bulk" }
/// give = { source = "mta7.example.com", address = "198.51.100.7", pool = "bulk" }
///
/// [[rule]]
/// when = { sender = "*@news.example.com", header = { x-campaign = "*" } }
/// give = { stream = "newsletter", campaign = "{header:x-campaign}" }
/// ```
public final class SourceMapFile {
    private static final Set<String> CONDITIONS =
            Set.of(
                    "host",
                    "instance",
                    "transport",
                    "sender",
                    "from-domain",
                    "job",
                    "pool",
                    "source",
                    "header",
                    "meta");
    private static final Map<String, Field> GIFTS =
            Map.of(
                    "source", Field.SOURCE,
                    "address", Field.SOURCE_IP,
                    "ehlo", Field.EHLO,
                    "pool", Field.POOL,
                    "tenant", Field.TENANT,
                    "stream", Field.STREAM,
                    "campaign", Field.CAMPAIGN);
    private static final Pattern NAME = Pattern.compile("\\{([^}]*)}");

    private SourceMapFile() {}

    /// Reads `file`; what does not fit is a [KnowledgeException] with file, line and key.
    public static SourceMap read(Path file) {
        if (!Files.isReadable(file)) {
            throw new KnowledgeException(file + ": there is no such file, or it may not be read");
        }
        var toml = TomlReader.of(file);
        toml.allow(Set.of("rule"));
        var rules = new ArrayList<SourceMap.Rule>();
        for (var table : toml.tables("rule")) {
            rules.add(rule(table));
        }
        if (rules.isEmpty()) {
            throw toml.wrong("rule", "is missing", "at least one [[rule]] with when and give");
        }
        return new SourceMap(rules);
    }

    private static SourceMap.Rule rule(TomlReader table) {
        table.allow(Set.of("when", "give"));
        var when = new EnumMap<Field, String>(Field.class);
        var named = new HashMap<String, String>();
        var conditions = table.table("when");
        if (conditions != null) {
            conditions.allow(CONDITIONS);
            for (var name : CONDITIONS) {
                var field = SourceMap.NAMES.get(name);
                var pattern = field == null ? null : conditions.optionalText(name);
                if (field != null && pattern != null) {
                    when.put(field, pattern);
                }
            }
            named(conditions, "header", "", named);
            named(conditions, "meta", "meta:", named);
        }
        return new SourceMap.Rule(when, named, gifts(table));
    }

    private static void named(
            TomlReader conditions, String key, String prefix, Map<String, String> into) {
        var headers = conditions.table(key);
        if (headers != null) {
            for (var name : headers.keys()) {
                into.put(prefix + name.toLowerCase(Locale.ROOT), headers.text(name));
            }
        }
    }

    private static Map<Field, String> gifts(TomlReader table) {
        var gifts = new EnumMap<Field, String>(Field.class);
        var give = table.table("give");
        if (give == null) {
            throw table.wrong("give", "is missing", "give = { source = \"…\" }");
        }
        give.allow(GIFTS.keySet());
        for (var name : GIFTS.keySet()) {
            var value = give.optionalText(name);
            if (value != null) {
                check(give, name, value);
                gifts.put(GIFTS.get(name), value);
            }
        }
        if (gifts.isEmpty()) {
            throw table.wrong(
                    "give",
                    "is empty",
                    "at least one of " + String.join(", ", sorted(GIFTS.keySet())));
        }
        return gifts;
    }

    /// A name in braces must be one that a row can tell; an address that is written out must be one.
    private static void check(TomlReader give, String key, String value) {
        var names = NAME.matcher(value);
        if (key.equals("address") && !names.find() && !isAddress(value)) {
            throw give.wrong(
                    key,
                    "is \"" + value + "\", which is no IP address",
                    "such as 198.51.100.7 or 2001:db8::7");
        }
        names.reset();
        while (names.find()) {
            var name = names.group(1);
            boolean known =
                    SourceMap.NAMES.containsKey(name)
                            || name.startsWith("header:")
                            || name.startsWith("meta:");
            if (!known) {
                throw give.wrong(
                        key,
                        "names {" + name + "}",
                        "{header:x-name}, {meta:name} or one of {"
                                + String.join("}, {", sorted(SourceMap.NAMES.keySet()))
                                + "}");
            }
        }
    }

    /// `127.1` is one to resolvers, but no log spells an address so.
    private static boolean isAddress(String value) {
        if (!value.matches("\\d+(\\.\\d+){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
            return false;
        }
        try {
            return !InetAddress.ofLiteral(value).getHostAddress().isEmpty();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private static Set<String> sorted(Set<String> names) {
        return new LinkedHashSet<>(names.stream().sorted().toList());
    }
}
