package org.restante.app.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Entries as CSV (RFC 4180). Written with the columns of [#HEADER]; read by the names of the columns, ours or those that other systems give
/// them, in any order; a file without a header has the recipient first.
final class SuppressionCsv {
    static final List<String> HEADER =
            List.of("recipient", "tenant", "origin", "reason", "since", "until");

    private static final Map<String, String> NAMES =
            Map.ofEntries(
                    Map.entry("recipient", "recipient"),
                    Map.entry("email", "recipient"),
                    Map.entry("email address", "recipient"),
                    Map.entry("emailaddress", "recipient"),
                    Map.entry("address", "recipient"),
                    Map.entry("domain", "recipient"),
                    Map.entry("tenant", "tenant"),
                    Map.entry("origin", "origin"),
                    Map.entry("reason", "reason"),
                    Map.entry("error", "reason"),
                    Map.entry("since", "since"),
                    Map.entry("created", "since"),
                    Map.entry("created_at", "since"),
                    Map.entry("createdat", "since"),
                    Map.entry("until", "until"));

    private final BufferedReader in;
    private final String name;
    private @Nullable List<String> columns;
    private long line;

    /// @param name of the file, for messages
    SuppressionCsv(BufferedReader in, String name) {
        this.in = in;
        this.name = name;
    }

    static String line(JsonNode entry) {
        var cells = HEADER.stream().map(column -> quoted(Columns.text(entry, column))).toList();
        return String.join(",", cells);
    }

    private static String quoted(String text) {
        return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /// The next entry; empty at the end.
    Optional<Map<String, String>> next() throws IOException {
        while (true) {
            var cells = cells();
            if (cells == null) {
                return Optional.empty();
            }
            if (cells.stream().allMatch(String::isBlank)) {
                continue;
            }
            if (columns == null && isHeader(cells)) {
                continue;
            }
            return Optional.of(entry(cells));
        }
    }

    private boolean isHeader(List<String> cells) {
        var known = cells.stream().map(cell -> NAMES.getOrDefault(plain(cell), "")).toList();
        boolean isOne = known.contains("recipient");
        columns = isOne ? known : List.of("recipient");
        return isOne;
    }

    private static String plain(String cell) {
        var text = cell.strip().toLowerCase(Locale.ROOT);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private Map<String, String> entry(List<String> cells) {
        var entry = new LinkedHashMap<String, String>();
        var named = columns == null ? List.<String>of() : columns;
        for (int i = 0; i < Math.min(cells.size(), named.size()); i++) {
            var value = cells.get(i).strip();
            var column = named.get(i);
            if (!column.isEmpty() && !value.isEmpty()) {
                entry.put(
                        column,
                        column.equals("since") || column.equals("until")
                                ? time(column, value)
                                : value);
            }
        }
        return entry;
    }

    private String time(String column, String text) {
        try {
            if (text.matches("\\d{9,11}")) {
                return Instant.ofEpochSecond(Long.parseLong(text)).toString();
            }
            if (text.length() == 10) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant().toString();
            }
            var joined = text.replace(' ', 'T');
            return joined.matches(".*([Zz]|[+-]\\d\\d:?\\d\\d)$")
                    ? OffsetDateTime.parse(joined).toInstant().toString()
                    : LocalDateTime.parse(joined).toInstant(ZoneOffset.UTC).toString();
        } catch (DateTimeException e) {
            throw new InputError(
                    at()
                            + column
                            + " is '"
                            + text
                            + "'; 2026-11-20T13:00:00Z, 2026-11-20 or seconds since 1970 would be right");
        }
    }

    /// Where it stands, for messages.
    String at() {
        return name + ":" + line + ": ";
    }

    /// Cells of a record, which may span lines; null at the end.
    private @Nullable List<String> cells() throws IOException {
        var cells = new ArrayList<String>();
        var cell = new StringBuilder();
        boolean isQuoted = false;
        var text = in.readLine();
        if (text == null) {
            return null;
        }
        line++;
        for (int i = 0; ; i++) {
            if (i == text.length()) {
                if (!isQuoted) {
                    cells.add(cell.toString());
                    return cells;
                }
                var more = in.readLine();
                if (more == null) {
                    throw new InputError(at() + "a quote is not closed");
                }
                line++;
                cell.append('\n');
                text = more;
                i = -1;
                continue;
            }
            char one = text.charAt(i);
            boolean isDoubled =
                    isQuoted && one == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"';
            if (isDoubled) {
                cell.append('"');
                i++;
            } else if (one == '"') {
                isQuoted = !isQuoted;
            } else if (one == ',' && !isQuoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(one);
            }
        }
    }
}
