package org.restante.record.logs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.restante.record.logs.LogRow.Field;

/// What a log does not hold, declared by its owner: which source and pool stand behind a host, an instance or a transport,
/// which stream, tenant and campaign behind a sender, a header or a job.
///
/// Every rule whose conditions all fit gives its values, in order; a value the log tells, or an earlier rule gave, stays. What is given to one
/// line of a message holds for its others ([Given]), so that a rule by the sender reaches the attempts.
public final class SourceMap {
    /// One declaration.
    ///
    /// @param when patterns (`*`, `?`) that the row's fields must fit
    /// @param whenNamed the same for headers and the server's own values, by the names of [LogRow#extra]
    /// @param give what the fields are where they fit; `{name}` in a value stands for a condition field or, as
    ///     `{header:x-name}` and `{meta:name}`, for a named value: where that is unknown nothing is given
    public record Rule(
            Map<Field, String> when, Map<String, String> whenNamed, Map<Field, String> give) {
        public Rule {
            when = Map.copyOf(when);
            whenNamed = Map.copyOf(whenNamed);
            give = Map.copyOf(give);
        }
    }

    /// A map that declares nothing.
    public static final SourceMap NOTHING = new SourceMap(List.of());

    private final List<Prepared> rules;

    public SourceMap(List<Rule> rules) {
        this.rules =
                IntStream.range(0, rules.size())
                        .mapToObj(i -> new Prepared(rules.get(i), i + 1))
                        .toList();
    }

    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /// The reader, with what is declared filled into its rows. For one thread, as the reader is.
    public LineReader over(LineReader reader) {
        if (rules.isEmpty()) {
            return reader;
        }
        return (block, from, to, sink) ->
                reader.read(
                        block,
                        from,
                        to,
                        row -> {
                            apply(row);
                            sink.accept(row);
                        });
    }

    /// Fills what is declared and not told.
    public void apply(LogRow row) {
        row.isMapped = true;
        for (var rule : rules) {
            rule.apply(row);
        }
    }

    /// The condition fields that a value may name, by their names in a map file.
    public static final Map<String, Field> NAMES =
            Map.of(
                    "host", Field.LOG_HOST,
                    "instance", Field.INSTANCE,
                    "transport", Field.TRANSPORT,
                    "sender", Field.REVERSE_PATH,
                    "from-domain", Field.FROM_DOMAIN,
                    "job", Field.CAMPAIGN,
                    "pool", Field.POOL,
                    "source", Field.SOURCE,
                    "address", Field.SOURCE_IP,
                    "tenant", Field.TENANT);

    private record Condition(Field field, Glob glob) {}

    private record Named(String name, Glob glob) {}

    private record Gift(Field field, Template value) {}

    private static final class Prepared {
        private final List<Condition> conditions;
        private final List<Named> named;
        private final List<Gift> gifts;
        private final int number;

        Prepared(Rule rule, int number) {
            this.number = Math.min(number, LogRow.ABSENT - 2);
            conditions =
                    rule.when().entrySet().stream()
                            .map(one -> new Condition(one.getKey(), new Glob(one.getValue())))
                            .toList();
            named =
                    rule.whenNamed().entrySet().stream()
                            .map(one -> new Named(one.getKey(), new Glob(one.getValue())))
                            .toList();
            gifts =
                    rule.give().entrySet().stream()
                            .map(one -> new Gift(one.getKey(), new Template(one.getValue())))
                            .toList();
        }

        void apply(LogRow row) {
            if (!fits(row)) {
                return;
            }
            for (var gift : gifts) {
                if (!row.has(gift.field)) {
                    gift.value.give(row, gift.field);
                    row.givenBy(gift.field, number);
                }
            }
        }

        private boolean fits(LogRow row) {
            for (var one : conditions) {
                if (!one.glob.matches(
                        row.bytes(one.field), row.start(one.field), row.end(one.field))) {
                    return false;
                }
            }
            for (var one : named) {
                var value = row.extra(one.name);
                if (value == null || !one.glob.matches(value)) {
                    return false;
                }
            }
            return true;
        }
    }

    /// A value, perhaps with names in braces to be filled from the row.
    private static final class Template {
        /// Texts and names by turns, beginning with a text.
        private final List<String> parts = new ArrayList<>();

        private final byte[] whole;

        Template(String value) {
            int at = 0;
            for (int open = value.indexOf('{'); open >= 0; open = value.indexOf('{', at)) {
                int close = value.indexOf('}', open);
                if (close < 0) {
                    break;
                }
                parts.add(value.substring(at, open));
                parts.add(value.substring(open + 1, close));
                at = close + 1;
            }
            parts.add(value.substring(at));
            whole = Bytes.of(value);
        }

        void give(LogRow row, Field field) {
            if (parts.size() == 1) {
                row.set(field, whole, 0, whole.length);
                return;
            }
            var text = new StringBuilder();
            for (int i = 0; i < parts.size(); i++) {
                var part = i % 2 == 0 ? parts.get(i) : value(row, parts.get(i));
                if (part == null) {
                    return;
                }
                text.append(part);
            }
            row.put(field, text.toString());
        }

        private static @org.jspecify.annotations.Nullable String value(LogRow row, String name) {
            var field = NAMES.get(name);
            if (field != null) {
                return row.text(field);
            }
            return row.extra(
                    name.startsWith("header:") ? name.substring("header:".length()) : name);
        }
    }
}
