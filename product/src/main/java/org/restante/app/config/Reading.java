package org.restante.app.config;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.restante.app.spelling.Nearest;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// One reading of one file into records. It goes on after what is wrong, so that all of it is told.
final class Reading {
    private static final TomlTable NOTHING = Toml.parse("");

    private final Path file;
    private final Around around;
    private final Shape.Section root;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, TomlPosition> places = new TreeMap<>();

    Reading(Path file, Around around, Class<?> root) {
        this.file = file;
        this.around = around;
        this.root = new Shape.Section(root);
    }

    /// Where something stands, and how it is called in messages.
    private record Spot(String path, @Nullable TomlPosition position) {
        Spot inner(String key, @Nullable TomlPosition inner) {
            return new Spot(
                    (path.isEmpty() ? "" : path + ".") + bare(key),
                    inner == null ? position : inner);
        }

        Spot element(int index, @Nullable TomlPosition inner) {
            return new Spot(path + "[" + index + "]", inner == null ? position : inner);
        }
    }

    /// A key as it stands in a dotted path.
    static String bare(String key) {
        return key.matches("[A-Za-z0-9_-]+") ? key : Scalar.quoted(key);
    }

    List<Problem> problems() {
        return problems;
    }

    /// Where each key that was written stands, by its path.
    Map<String, TomlPosition> places() {
        return places;
    }

    /// The whole file's record; null when something is wrong that has no default.
    @Nullable Object read(TomlTable table) {
        return section(root, table, new Spot("", null));
    }

    void wrong(Spot spot, String found, String right) {
        var at = spot.position();
        problems.add(
                new Problem(
                        file,
                        at == null ? 0 : at.line(),
                        at == null ? 0 : at.column(),
                        spot.path(),
                        found,
                        right));
    }

    private @Nullable Object section(Shape.Section section, TomlTable table, Spot spot) {
        for (var key : table.keySet()) {
            if (section.key(key).isEmpty()) {
                unknown(section, key, spot.inner(key, table.inputPositionOf(List.of(key))));
            }
        }
        var values = new ArrayList<@Nullable Object>();
        for (var entry : section.keys()) {
            values.add(entry(entry, table, spot));
        }
        return values.contains(null) ? null : made(section, values, spot);
    }

    private void unknown(Shape.Section section, String key, Spot spot) {
        var names = section.keys().stream().map(Shape.Entry::name).toList();
        var near = Nearest.of(key, names);
        var right =
                near.filter(name -> Nearest.isSlip(key, name))
                        .map(Reading::meant)
                        .or(() -> elsewhere(key))
                        .or(() -> near.map(Reading::meant))
                        .orElseGet(() -> "the keys here are " + String.join(", ", names));
        wrong(spot, "is not a key here", right);
    }

    private static String meant(String name) {
        return "did you mean '" + name + "'?";
    }

    /// Where a key stands that was written in the wrong table.
    private Optional<String> elsewhere(String key) {
        return root.keys().stream()
                .filter(entry -> holds(entry.shape(), key))
                .findFirst()
                .map(entry -> "it belongs in [" + entry.name() + "]");
    }

    private static boolean holds(Shape shape, String key) {
        return switch (shape) {
            case Shape.Section inner -> inner.key(key).isPresent();
            case Shape.Many(var inner) -> holds(inner, key);
            case Shape.Maybe(var inner) -> holds(inner, key);
            case Shape.Named _, Shape.Single _ -> false;
        };
    }

    private @Nullable Object entry(Shape.Entry entry, TomlTable table, Spot section) {
        var path = List.of(entry.name());
        var written = table.get(path);
        var spot = section.inner(entry.name(), table.inputPositionOf(path));
        if (written != null) {
            if (spot.position() != null) {
                places.put(spot.path(), spot.position());
            }
            var value = value(entry.shape(), entry.key(), written, spot);
            return value == null ? usual(entry, spot, false) : value;
        }
        return usual(entry, spot, true);
    }

    /// @param missing whether to say so where there is no default
    private @Nullable Object usual(Shape.Entry entry, Spot spot, boolean missing) {
        var usual = entry.key().usual();
        return switch (entry.shape()) {
            case Shape.Maybe _ -> Optional.empty();
            case Shape.Named _ -> Map.of();
            case Shape.Many(Shape.Single(var scalar)) ->
                    Arrays.stream(usual.split(","))
                            .map(String::strip)
                            .filter(text -> !text.isEmpty())
                            .<Object>map(text -> scalar.read(text, around))
                            .toList();
            case Shape.Many _ -> List.of();
            case Shape.Section inner -> missing ? section(inner, NOTHING, spot) : null;
            case Shape.Single(var scalar) -> {
                if (usual.isEmpty()) {
                    if (missing) {
                        wrong(spot, "is missing", right(scalar));
                    }
                    yield null;
                }
                yield scalar.read(usual, around);
            }
        };
    }

    private static String right(Scalar<?> scalar) {
        return scalar.right().isEmpty() ? "" : scalar.right() + " would be right";
    }

    /// What was written; null when it is wrong, which is told then.
    private @Nullable Object value(Shape shape, Key key, Object written, Spot spot) {
        return switch (shape) {
            case Shape.Single(var scalar) -> single(scalar, key, written, spot);
            case Shape.Maybe(var inner) -> {
                var value = value(inner, key, written, spot);
                yield value == null ? null : Optional.of(value);
            }
            case Shape.Section inner -> {
                if (written instanceof TomlTable table) {
                    yield section(inner, table, spot);
                }
                wrong(
                        spot,
                        "is " + Scalar.shown(written),
                        "a table, [" + spot.path() + "], would be right");
                yield null;
            }
            case Shape.Many(var inner) -> many(inner, key, written, spot);
            case Shape.Named(var inner) -> named(inner, key, written, spot);
        };
    }

    private @Nullable Object single(Scalar<?> scalar, Key key, Object written, Spot spot) {
        try {
            var value = scalar.read(written, around);
            bound(scalar, key.min(), value, -1, "or more", spot);
            bound(scalar, key.max(), value, 1, "at most", spot);
            return value;
        } catch (Unfit e) {
            wrong(spot, e.found(), e.right());
            return null;
        }
    }

    /// @param side on which side of the bound a value is wrong
    private void bound(
            Scalar<?> scalar, String bound, Object value, int side, String words, Spot spot)
            throws Unfit {
        if (bound.isEmpty()) {
            return;
        }
        @SuppressWarnings("unchecked")
        var least = (Comparable<Object>) scalar.read(bound, around);
        if (Integer.signum(-least.compareTo(value)) == side) {
            var right = side < 0 ? bound + " " + words : words + " " + bound;
            throw new Unfit("is " + scalar.write(value), right + " would be right");
        }
    }

    private @Nullable Object many(Shape inner, Key key, Object written, Spot spot) {
        boolean isTables = inner instanceof Shape.Section;
        if (!(written instanceof TomlArray array)) {
            wrong(
                    spot,
                    "is " + Scalar.shown(written),
                    isTables
                            ? "[[" + spot.path() + "]] for each would be right"
                            : "a list would be right: [ … ]");
            return null;
        }
        var values = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            var value = value(inner, key, array.get(i), spot.element(i, array.inputPositionOf(i)));
            if (value != null) {
                values.add(value);
            }
        }
        return List.copyOf(values);
    }

    private @Nullable Object named(Shape inner, Key key, Object written, Spot spot) {
        if (!(written instanceof TomlTable table)) {
            wrong(
                    spot,
                    "is " + Scalar.shown(written),
                    "a table, [" + spot.path() + "], would be right");
            return null;
        }
        var values = new LinkedHashMap<String, Object>();
        var names =
                table.keySet().stream()
                        .sorted(
                                java.util.Comparator.comparingInt(
                                        name -> order(table.inputPositionOf(List.of(name)))))
                        .collect(Collectors.toList());
        for (var name : names) {
            var at = spot.inner(name, table.inputPositionOf(List.of(name)));
            var written1 = table.get(List.of(name));
            if (at.position() != null) {
                places.put(at.path(), at.position());
            }
            var value = written1 == null ? null : value(inner, key, written1, at);
            if (value != null) {
                values.put(name, value);
            }
        }
        return java.util.Collections.unmodifiableMap(values);
    }

    private static int order(@Nullable TomlPosition position) {
        return position == null ? 0 : position.line() * 10_000 + Math.min(position.column(), 9_999);
    }

    private @Nullable Object made(Shape.Section section, List<@Nullable Object> values, Spot spot) {
        var components = section.type().getRecordComponents();
        var types =
                Arrays.stream(components)
                        .map(java.lang.reflect.RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        try {
            var constructor = section.type().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            var made = constructor.newInstance(values.toArray());
            if (made instanceof Checked checked) {
                checked.check((key, found, right) -> object(spot, key, found, right));
            }
            return made;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException wrong) {
                wrong(spot, "does not hold together: " + wrong.getMessage(), "");
                return null;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("records are made by their constructor", e);
        }
    }

    /// An objection stands where its key was written, else where the section begins.
    private void object(Spot section, String key, String found, String right) {
        var path = section.path() + (key.isEmpty() || section.path().isEmpty() ? "" : ".") + key;
        var at = path;
        while (!at.isEmpty() && !places.containsKey(at)) {
            at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
        }
        var place = places.get(at);
        wrong(new Spot(path, place == null ? section.position() : place), found, right);
    }
}
