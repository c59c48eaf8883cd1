package org.restante.app.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.restante.app.spelling.Nearest;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/// A table of a scenario's file. Any value may be left to chance, and then is drawn when it is read:
///
/// ```text
/// { even = [1, 4] }      evenly between; for whole numbers both ends are possible
/// { log = [0.1, 8] }     evenly by its logarithm
/// { one_of = [60, 300] } one of these; written twice is twice as likely
/// { share = 0.4 }        true in 40 % of the draws
/// ```
final class DrawnTable {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)(ms|s|m|h|d)");
    private static final String SPAN_WANTED = "a number and ms, s, m, h or d, such as \"90s\"";

    private final String file;
    private final TomlTable table;
    private final int line;
    private final RandomGenerator chance;
    private final Set<String> read = new TreeSet<>();

    DrawnTable(String file, TomlTable table, int line, RandomGenerator chance) {
        this.file = file;
        this.table = table;
        this.line = line;
        this.chance = chance;
    }

    boolean has(String key) {
        read.add(key);
        return table.contains(List.of(key));
    }

    /// Refuses every key that was not asked for.
    void end() {
        for (var key : table.keySet()) {
            if (!read.contains(key)) {
                throw wrong(
                        key,
                        "is not a key here",
                        Nearest.of(key, read)
                                        .map(near -> near + "; the keys here are ")
                                        .orElse("one of ")
                                + String.join(", ", read));
            }
        }
    }

    List<DrawnTable> tables(String key) {
        if (!has(key)) {
            return List.of();
        }
        if (!(value(key) instanceof TomlArray array)) {
            throw wrong(key, "is no list of tables", "[[" + key + "]]");
        }
        var tables = new ArrayList<DrawnTable>();
        for (int i = 0; i < array.size(); i++) {
            if (!(array.get(i) instanceof TomlTable inner)) {
                throw wrong(key, "is no list of tables", "[[" + key + "]]");
            }
            tables.add(new DrawnTable(file, inner, array.inputPositionOf(i).line(), chance));
        }
        return tables;
    }

    @Nullable DrawnTable table(String key) {
        if (!has(key)) {
            return null;
        }
        if (!(value(key) instanceof TomlTable inner)) {
            throw wrong(key, "is " + value(key), "a table [" + key + "]");
        }
        return new DrawnTable(file, inner, lineOf(key), chance);
    }

    /// The value as it stands in the file.
    @Nullable Object written(String key) {
        return value(key);
    }

    private @Nullable Object value(String key) {
        return table.get(List.of(key));
    }

    String text(String key) {
        var drawn = drawn(key, "a text in quotes");
        if (drawn instanceof String text) {
            return text;
        }
        throw wrong(key, found(drawn), key + " = \"…\"");
    }

    String text(String key, String usual) {
        return has(key) ? text(key) : usual;
    }

    boolean flag(String key) {
        if (!has(key)) {
            return false;
        }
        var draw = draws(key);
        if (draw != null && draw.how().equals("share")) {
            return chance.nextDouble() < number(key, draw.among().getFirst());
        }
        var drawn = drawn(key, "true or false");
        if (drawn instanceof Boolean flag) {
            return flag;
        }
        throw wrong(key, found(drawn), "true or false");
    }

    double number(String key) {
        var draw = draws(key);
        if (draw != null) {
            switch (draw.how()) {
                case "even" -> {
                    double from = number(key, draw.among().get(0));
                    return from + (number(key, draw.among().get(1)) - from) * chance.nextDouble();
                }
                case "log" -> {
                    return log(number(key, draw.among().get(0)), number(key, draw.among().get(1)));
                }
                default -> {} // one_of is drawn below, share is for flags
            }
        }
        return number(key, drawn(key, "a number"));
    }

    double number(String key, double usual) {
        return has(key) ? number(key) : usual;
    }

    /// A number from 0 to 1.
    double share(String key, double usual) {
        double share = number(key, usual);
        if (share < 0 || share > 1) {
            throw wrong(key, "is " + share, "a share from 0 to 1");
        }
        return share;
    }

    /// A number above 0.
    double positive(String key) {
        double number = number(key);
        if (!(number > 0) || Double.isInfinite(number)) {
            throw wrong(
                    key,
                    "is " + number,
                    Double.isInfinite(number) ? "a finite number above 0" : "a number above 0");
        }
        return number;
    }

    int whole(String key, int least) {
        double number;
        var draw = draws(key);
        if (draw != null && draw.how().equals("even")) {
            int from = (int) number(key, draw.among().get(0));
            int until = (int) number(key, draw.among().get(1));
            number = from + chance.nextInt(Math.max(1, until - from + 1));
        } else {
            number = number(key);
        }
        boolean isExact = draw != null || number == Math.rint(number);
        if (!isExact || number < least || number > Integer.MAX_VALUE) {
            throw wrong(key, "is " + value(key), "a whole number from " + least);
        }
        return (int) number;
    }

    int whole(String key, int least, int usual) {
        return has(key) ? whole(key, least) : usual;
    }

    Duration span(String key) {
        var draw = draws(key);
        if (draw != null && draw.how().equals("log")) {
            double from = span(key, draw.among().get(0)).toNanos();
            double until = span(key, draw.among().get(1)).toNanos();
            return Duration.ofNanos((long) log(from, until));
        }
        return span(key, drawn(key, SPAN_WANTED));
    }

    Duration span(String key, Duration usual) {
        return has(key) ? span(key) : usual;
    }

    /// One of a set of words.
    <T> T word(String key, T[] all, Function<T, String> spelled, T usual) {
        return has(key) ? word(key, all, spelled) : usual;
    }

    <T> T word(String key, T[] all, Function<T, String> spelled) {
        var word = text(key);
        return Arrays.stream(all)
                .filter(each -> spelled.apply(each).equals(word))
                .findFirst()
                .orElseThrow(() ->
                        wrong(
                                key,
                                "is \"" + word + "\"",
                                "one of "
                                        + String.join(
                                                ", ", Arrays.stream(all).map(spelled).toList())));
    }

    /// A key of the table that nobody has asked for, and may be a slip for this one.
    String near(String key) {
        var unread = table.keySet().stream().filter(it -> !read.contains(it)).toList();
        return unread.stream()
                .filter(it -> Nearest.of(it, Set.of(key)).isPresent())
                .findFirst()
                .map(it -> " (line " + lineOf(it) + " has " + it + ")")
                .orElse("");
    }

    private double log(double from, double until) {
        return from * StrictMath.pow(until / from, chance.nextDouble());
    }

    private double number(String key, @Nullable Object value) {
        return switch (value) {
            case Long whole -> whole;
            case Double fraction -> fraction;
            case null, default -> throw wrong(key, found(value), "a number");
        };
    }

    private Duration span(String key, @Nullable Object value) {
        if (value instanceof String text) {
            var span = SPAN.matcher(text);
            if (span.matches()) {
                double amount = Double.parseDouble(span.group(1));
                long unit =
                        switch (span.group(2)) {
                            case "ms" -> 1_000_000L;
                            case "s" -> 1_000_000_000L;
                            case "m" -> 60_000_000_000L;
                            case "h" -> 3_600_000_000_000L;
                            default -> 86_400_000_000_000L;
                        };
                return Duration.ofNanos((long) (amount * unit));
            }
        }
        throw wrong(key, found(value), SPAN_WANTED);
    }

    /// How a value is drawn, and from what.
    private record Draw(String how, List<Object> among) {}

    /// Null where the value stands as it is.
    private @Nullable Draw draws(String key) {
        if (!has(key) || !(value(key) instanceof TomlTable inner)) {
            return null;
        }
        for (var how : List.of("even", "log", "one_of", "share")) {
            var among = inner.size() == 1 ? inner.get(how) : null;
            if (among instanceof TomlArray array && isRight(how, array.size())) {
                requireOrder(key, how, array);
                return new Draw(how, array.toList());
            }
            if (among != null && how.equals("share")) {
                return new Draw(how, List.of(among));
            }
        }
        throw wrong(
                key,
                "is a table",
                "a value, or a draw: { even = [a, b] }, { log = [a, b] }, { one_of = [a, b, …] }, { share = 0.4 }");
    }

    private void requireOrder(String key, String how, TomlArray among) {
        if (!how.equals("one_of")
                && among.get(0) instanceof Number from
                && among.get(1) instanceof Number until
                && from.doubleValue() > until.doubleValue()) {
            throw wrong(
                    key,
                    "is drawn from " + from + " to " + until,
                    "{ " + how + " = [" + until + ", " + from + "] }");
        }
    }

    private static boolean isRight(String how, int size) {
        return switch (how) {
            case "even", "log" -> size == 2;
            case "one_of" -> size > 0;
            default -> false;
        };
    }

    /// The value, or one of those it may be.
    private @Nullable Object drawn(String key, String wanted) {
        if (!has(key)) {
            throw wrong(key, "is missing", wanted + near(key));
        }
        var draw = draws(key);
        if (draw == null) {
            return value(key);
        }
        if (!draw.how().equals("one_of")) {
            throw wrong(key, "is drawn by " + draw.how(), wanted + ", or { one_of = […] }");
        }
        return draw.among().get(chance.nextInt(draw.among().size()));
    }

    private static String found(@Nullable Object value) {
        return value instanceof String text ? "is \"" + text + "\"" : "is " + value;
    }

    ScenarioException wrong(String key, String found, String right) {
        return new ScenarioException(
                file
                        + ":"
                        + lineOf(key)
                        + ": "
                        + key
                        + ": "
                        + found
                        + "; right would be: "
                        + right);
    }

    private int lineOf(String key) {
        var position = has(key) ? table.inputPositionOf(List.of(key)) : null;
        return position == null ? line : position.line();
    }
}
