package org.restante.app.knowledge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.Word;

/// The labels of other schemes and what they may be called here (`mappings/causes.tsv`).
final class Labels {
    /// What a label allows: a set of causes, anything, or nothing because it is no refusal.
    record Allowed(boolean scored, boolean any, Set<Cause> causes) {}

    private final Map<String, Allowed> byLabel = new HashMap<>();

    private final List<String[]> disputed = new ArrayList<>();

    Labels() {
        for (var line : resource("/mappings/disputed.tsv")) {
            disputed.add(line.split("\t"));
        }
        for (var line : resource("/mappings/causes.tsv")) {
            var cells = line.split("\t", -1);
            byLabel.put(cells[0] + ":" + cells[1], allowed(cells[2]));
        }
    }

    private static List<String> resource(String name) {
        try (var in = Labels.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Whether the label of a row, which is known by how it begins, stands on the list of those held to be wrong.
    boolean disputes(String set, String row, String label) {
        return disputed.stream()
                .anyMatch(entry ->
                        entry[0].equals(set)
                                && row.startsWith(entry[1])
                                && label.startsWith(entry[2] + ":"));
    }

    int disputes(String set) {
        return (int) disputed.stream().filter(entry -> entry[0].equals(set)).count();
    }

    private static Allowed allowed(String causes) {
        return switch (causes) {
            case "-" -> new Allowed(false, false, Set.of());
            case "*" -> new Allowed(true, true, Set.of());
            default ->
                    new Allowed(
                            true,
                            false,
                            Arrays.stream(causes.split("\\|"))
                                    .map(word -> Word.of(Cause.class, word).orElseThrow())
                                    .collect(Collectors.toSet()));
        };
    }

    /// What `scheme:label` allows, `a|b` either; null for a label that stands on no list.
    @Nullable Allowed of(String label) {
        var known = byLabel.get(label);
        if (known != null || label.indexOf('|') < 0) {
            return known;
        }
        var scheme = label.substring(0, label.indexOf(':') + 1);
        var causes = new java.util.HashSet<Cause>();
        for (var part : label.substring(scheme.length()).split("\\|")) {
            var one = byLabel.get(scheme + part);
            if (one == null) {
                return null;
            }
            if (one.any()) {
                return one;
            }
            causes.addAll(one.causes());
        }
        return new Allowed(true, false, causes);
    }

    /// The rows of a TSV file, each by its column's name.
    static List<Map<String, String>> rows(Path file) {
        try {
            var lines = Files.readString(file).split("\n");
            var names = lines[0].split("\t", -1);
            var rows = new ArrayList<Map<String, String>>();
            for (int i = 1; i < lines.length; i++) {
                var cells = lines[i].split("\t", -1);
                var row = new HashMap<String, String>();
                for (int j = 0; j < names.length; j++) {
                    row.put(names[j], j < cells.length ? cells[j] : "");
                }
                rows.add(row);
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
