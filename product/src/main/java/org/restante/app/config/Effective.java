package org.restante.app.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// A key with the value that is in force.
///
/// @param section the table it stands in: `delivery`, `listener[0]`, `pool.news`; empty at the top
/// @param value as it would be written; empty where the key has none
/// @param from the file and line that say so, or `default`
/// @param meaning what the key is, a phrase; of a table's names, what they are names of
/// @param restart whether a change takes effect only when the server is started again
public record Effective(
        String section, String key, String value, String from, String meaning, boolean restart) {
    /// The table's heading in the file: `[delivery]`, `[[listener]]`.
    public String heading() {
        return section.endsWith("]")
                ? "[[" + section.substring(0, section.lastIndexOf('[')) + "]]"
                : "[" + section + "]";
    }

    /// As it is called: `listener[0].address`.
    public String path() {
        return section + "." + key;
    }

    static List<Effective> of(Object root, UnaryOperator<String> from) {
        var all = new ArrayList<Effective>();
        walk(root, "", from, all);
        return all;
    }

    private static void walk(
            Object record, String path, UnaryOperator<String> from, List<Effective> all) {
        for (var entry : new Shape.Section(record.getClass()).keys()) {
            var inner = path.isEmpty() ? entry.name() : path + "." + entry.name();
            add(entry, entry.name(), entry.shape(), entry.of(record), inner, path, from, all);
        }
    }

    private static void add(
            Shape.Entry entry,
            String key,
            Shape shape,
            Object value,
            String path,
            String section,
            UnaryOperator<String> from,
            List<Effective> all) {
        switch (shape) {
            case Shape.Section _ -> walk(value, path, from, all);
            case Shape.Many(Shape.Section _) -> {
                var list = (List<?>) value;
                for (int i = 0; i < list.size(); i++) {
                    walk(list.get(i), path + "[" + i + "]", from, all);
                }
            }
            case Shape.Named(Shape.Section inner) ->
                    ((Map<?, ?>) value)
                            .forEach((name, one) -> {
                                var at = path + "." + Reading.bare((String) name);
                                add(entry, "", inner, one, at, path, from, all);
                            });
            case Shape.Named(var inner) ->
                    ((Map<?, ?>) value)
                            .forEach((name, one) -> {
                                var at = path + "." + Reading.bare((String) name);
                                all.add(
                                        new Effective(
                                                path,
                                                Reading.bare((String) name),
                                                text(inner, one),
                                                from.apply(at),
                                                entry.key().value(),
                                                entry.key().restart()));
                            });
            case Shape.Maybe(Shape.Section inner) ->
                    ((Optional<?>) value)
                            .ifPresent(
                                    one -> add(entry, key, inner, one, path, section, from, all));
            default ->
                    all.add(
                            new Effective(
                                    section,
                                    key,
                                    text(shape, value),
                                    from.apply(path),
                                    entry.key().value(),
                                    entry.key().restart()));
        }
    }

    private static String text(Shape shape, Object value) {
        return switch (shape) {
            case Shape.Single(var scalar) -> scalar.write(value);
            case Shape.Maybe(var inner) ->
                    ((Optional<?>) value).map(one -> text(inner, one)).orElse("");
            case Shape.Many(var inner) ->
                    ((List<?>) value)
                            .stream()
                                    .map(one -> text(inner, one))
                                    .collect(Collectors.joining(", ", "[", "]"));
            case Shape.Named(var inner) ->
                    ((Map<?, ?>) value)
                            .entrySet().stream()
                                    .map(one ->
                                            Reading.bare((String) one.getKey())
                                                    + " = "
                                                    + text(inner, one.getValue()))
                                    .collect(Collectors.joining(", ", "{ ", " }"));
            case Shape.Section section ->
                    section.keys().stream()
                            .map(entry ->
                                    entry.name() + " = " + text(entry.shape(), entry.of(value)))
                            .collect(Collectors.joining(", ", "{ ", " }"));
        };
    }
}
