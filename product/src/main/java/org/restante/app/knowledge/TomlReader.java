package org.restante.app.knowledge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Word;
import org.tomlj.Toml;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// A table of a TOML file, read key by key; whatever is wrong is told with file, line, key, what was found, what would be right.
final class TomlReader {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,4})([smhd])");

    private final Path file;
    private final TomlTable table;
    private final int line;

    private TomlReader(Path file, TomlTable table, int line) {
        this.file = file;
        this.table = table;
        this.line = line;
    }

    static TomlReader of(Path file) {
        try {
            var result = Toml.parse(file);
            if (result.hasErrors()) {
                var error = result.errors().getFirst();
                throw new KnowledgeException(
                        file + ":" + error.position().line() + ": " + error.getMessage());
            }
            return new TomlReader(file, result, 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Refuses a key that nobody reads.
    void allow(Set<String> keys) {
        for (var key : table.keySet()) {
            if (!keys.contains(key)) {
                throw wrong(
                        key,
                        "is not a key here",
                        "one of " + String.join(", ", keys.stream().sorted().toList()));
            }
        }
    }

    List<TomlReader> tables(String key) {
        if (!table.contains(key)) {
            return List.of();
        }
        if (!table.isArray(key)) {
            throw wrong(key, "is no list of tables", "[[" + key + "]]");
        }
        var array = table.getArrayOrEmpty(key);
        var readers = new ArrayList<TomlReader>();
        for (int i = 0; i < array.size(); i++) {
            if (!(array.get(i) instanceof TomlTable inner)) {
                throw wrong(key, "is no list of tables", "[[" + key + "]]");
            }
            readers.add(new TomlReader(file, inner, array.inputPositionOf(i).line()));
        }
        return readers;
    }

    @Nullable TomlReader table(String key) {
        if (!table.contains(key)) {
            return null;
        }
        if (!table.isTable(key)) {
            throw wrong(key, "is no table", "[" + key + "]");
        }
        return new TomlReader(file, table.getTableOrEmpty(key), line(key));
    }

    Set<String> keys() {
        return table.keySet();
    }

    String text(String key) {
        var value = optionalText(key);
        if (value == null) {
            throw wrong(key, "is missing", key + " = \"…\"");
        }
        return value;
    }

    @Nullable String optionalText(String key) {
        if (!table.contains(key)) {
            return null;
        }
        if (!table.isString(key)) {
            throw wrong(key, "is " + table.get(key), "a text in quotes");
        }
        return table.getString(key);
    }

    boolean flag(String key) {
        if (!table.contains(key)) {
            return false;
        }
        if (!table.isBoolean(key)) {
            throw wrong(key, "is " + table.get(key), "true or false");
        }
        return Boolean.TRUE.equals(table.getBoolean(key));
    }

    @Nullable Integer number(String key) {
        if (!table.contains(key)) {
            return null;
        }
        if (!table.isLong(key)) {
            throw wrong(key, "is " + table.get(key), "a whole number");
        }
        return Math.toIntExact((long) table.get(key));
    }

    List<Integer> numbers(String key) {
        if (!table.isArray(key)) {
            throw wrong(key, "is no list", "a list of whole numbers");
        }
        var numbers = new ArrayList<Integer>();
        for (var value : table.getArrayOrEmpty(key).toList()) {
            if (!(value instanceof Long number) || number != (int) (long) number) {
                throw wrong(key, "holds " + value, "only whole numbers");
            }
            numbers.add((int) (long) number);
        }
        return numbers;
    }

    List<String> texts(String key) {
        if (!table.contains(key)) {
            return List.of();
        }
        if (!table.isArray(key)) {
            throw wrong(key, "is " + table.get(key), "a list of texts");
        }
        var texts = new ArrayList<String>();
        for (var value : table.getArrayOrEmpty(key).toList()) {
            if (!(value instanceof String text)) {
                throw wrong(key, "holds " + value, "only texts in quotes");
            }
            texts.add(text);
        }
        return texts;
    }

    /// A text, or a list of at least one.
    List<String> oneOrMoreTexts(String key) {
        var texts = table.isString(key) ? List.of(text(key)) : texts(key);
        if (texts.isEmpty()) {
            throw wrong(key, "is missing", key + " = \"…\" or a list of texts");
        }
        return texts;
    }

    <E extends Enum<E> & Word> E word(String key, Class<E> type) {
        return wordOf(key, text(key), type);
    }

    <E extends Enum<E> & Word> @Nullable E optionalWord(String key, Class<E> type) {
        var word = optionalText(key);
        return word == null ? null : wordOf(key, word, type);
    }

    <E extends Enum<E> & Word> List<E> words(String key, Class<E> type) {
        return texts(key).stream().map(word -> wordOf(key, word, type)).toList();
    }

    private <E extends Enum<E> & Word> E wordOf(String key, String word, Class<E> type) {
        return Word.of(type, word)
                .orElseThrow(() ->
                        wrong(
                                key,
                                "is \"" + word + "\"",
                                "one of "
                                        + Arrays.stream(type.getEnumConstants())
                                                .map(Word::word)
                                                .collect(Collectors.joining(", "))));
    }

    @Nullable Duration span(String key) {
        var text = optionalText(key);
        if (text == null) {
            return null;
        }
        var span = SPAN.matcher(text);
        if (!span.matches()) {
            throw wrong(key, "is \"" + text + "\"", "a number and s, m, h or d, such as 4h");
        }
        long amount = Long.parseLong(span.group(1));
        return switch (span.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    KnowledgeException wrong(String key, String found, String right) {
        return new KnowledgeException(
                file + ":" + line(key) + ": " + key + ": " + found + "; right would be: " + right);
    }

    private int line(String key) {
        TomlPosition position = table.contains(key) ? table.inputPositionOf(key) : null;
        return position == null ? line : position.line();
    }
}
