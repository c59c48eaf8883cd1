package org.restante.app.migration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What stands in Postfix' files: the parameters of `main.cf`, the services of `master.cf` and the lines of tables (`postconf(5)`, `master(5)`,
/// `transport(5)`).
final class PostfixFiles {
    /// What is to be said of a line of a `regexp:` or `pcre:` table.
    static final String PATTERN =
            "is a pattern; [routes] and [receiver_tls] know domains, \"*.example.org\" and \"*\"";

    private static final Pattern REFERENCE =
            Pattern.compile("\\$(?:\\{(\\w+)}|\\((\\w+)\\)|(\\w+))");

    /// `-o name=value` and `-o { name = value }`, of `master.cf`.
    private static final Pattern OPTION =
            Pattern.compile("\\s-o\\s*(?:\\{\\s*(\\w+)\\s*=([^}]*)}|(\\w+)=(\\S*))");

    /// @param value as it is written
    record Parameter(String value, Origin origin) {}

    /// @param chroot whether it runs within the queue's folder
    /// @param processes at most so many at once; 0 where that is left to Postfix
    record Service(
            String name,
            String type,
            String command,
            boolean chroot,
            int processes,
            Map<String, String> options,
            Origin origin) {}

    /// A line of a table: of transports, or of passwords.
    record Entry(String key, String value, Origin origin) {}

    private final Map<String, Parameter> main = new LinkedHashMap<>();
    private final List<Service> services = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();

    static boolean looksLikeIt(Path file, String text) {
        var name = String.valueOf(file.getFileName());
        return name.endsWith(".cf")
                || text.lines()
                        .anyMatch(line ->
                                line.matches(
                                        "(myhostname|mynetworks|relayhost|default_destination_\\w+)\\s*=.*"))
                || text.lines()
                        .anyMatch(line -> line.matches("\\S+\\s+(inet|unix|pass)(\\s+\\S+){5,}"))
                || text.lines()
                        .anyMatch(line ->
                                line.matches(
                                        "\\S+\\s+(smtp|lmtp|relay|\\w+)?:(\\[?[\\w.-]+]?(:\\w+)?)?"));
    }

    void read(Path file) throws IOException {
        var text = Files.readString(file, StandardCharsets.ISO_8859_1);
        var name = String.valueOf(file.getFileName());
        if (text.lines()
                .anyMatch(line -> line.matches("\\S+\\s+(inet|unix|fifo|pass)(\\s+\\S+){5,}"))) {
            logical(text).forEach((line, number) -> service(line, name, number));
        } else if (text.lines().anyMatch(line -> line.matches("\\w+\\s*=.*"))) {
            logical(text).forEach((line, number) -> parameter(line, name, number));
        } else {
            logical(text).forEach((line, number) -> entry(line, name, number));
        }
    }

    /// Lines with those that continue them, and where each begins. A line that begins with white space goes on with the one before.
    private static Map<String, Integer> logical(String text) {
        var lines = new LinkedHashMap<String, Integer>();
        var line = new StringBuilder();
        int begun = 0;
        int number = 0;
        for (var raw : text.lines().toList()) {
            number++;
            if (raw.isBlank() || raw.strip().startsWith("#")) {
                continue;
            }
            if (Character.isWhitespace(raw.charAt(0)) && !line.isEmpty()) {
                line.append(' ').append(raw.strip());
            } else {
                if (!line.isEmpty()) {
                    lines.put(line.toString(), begun);
                }
                line.setLength(0);
                line.append(raw.strip());
                begun = number;
            }
        }
        if (!line.isEmpty()) {
            lines.put(line.toString(), begun);
        }
        return lines;
    }

    private void parameter(String line, String file, int number) {
        int equals = line.indexOf('=');
        if (equals < 1) {
            return;
        }
        var name = line.substring(0, equals).strip();
        main.put(
                name,
                new Parameter(line.substring(equals + 1).strip(), new Origin(file, number, name)));
    }

    private void service(String line, String file, int number) {
        var words = line.split("\\s+");
        if (words.length < 8) {
            return;
        }
        var options = new TreeMap<String, String>();
        var option = OPTION.matcher(line);
        while (option.find()) {
            var name = option.group(1) == null ? option.group(3) : option.group(1);
            var value = option.group(1) == null ? option.group(4) : option.group(2);
            options.put(name, value.strip());
        }
        services.add(
                new Service(
                        words[0],
                        words[1],
                        words[7],
                        words[4].equals("y"),
                        words[6].matches("\\d{1,6}") ? Integer.parseInt(words[6]) : 0,
                        options,
                        new Origin(file, number, words[0] + " " + words[1])));
    }

    private void entry(String line, String file, int number) {
        var words = line.split("\\s+", 2);
        if (words.length == 2) {
            entries.add(new Entry(words[0], words[1], new Origin(file, number, words[0])));
        }
    }

    /// The parameters of `main.cf`, in the order of the file.
    Map<String, Parameter> main() {
        return main;
    }

    List<Service> services() {
        return services;
    }

    /// The lines of the tables that the parameter names.
    List<Entry> entriesOf(String parameter) {
        return entries.stream().filter(one -> isOf(parameter, one)).toList();
    }

    /// The lines of the tables that were handed in and that no parameter speaks of.
    List<Entry> entriesOfNone() {
        return entries.stream()
                .filter(one -> main.keySet().stream().noneMatch(name -> isOf(name, one)))
                .toList();
    }

    private boolean isOf(String parameter, Entry entry) {
        return named(parameter).stream().anyMatch(table -> isOf(entry, table));
    }

    /// Whether the line stands in the table (`hash:/etc/postfix/transport`), whose folder here may be another.
    static boolean isOf(Entry entry, String table) {
        var path = table.replaceFirst("^(\\w+:)+", "");
        return path.startsWith("/")
                && entry.origin().file().equals(path.substring(path.lastIndexOf('/') + 1));
    }

    /// The tables that a parameter names.
    List<String> named(String parameter) {
        var value = value(parameter);
        return value == null || value.isEmpty() ? List.of() : List.of(value.split("[\\s,]+"));
    }

    /// The words of a parameter's value as they are written, without what they refer to.
    List<String> words(String parameter) {
        var found = main.get(parameter);
        return found == null || found.value().isEmpty()
                ? List.of()
                : List.of(found.value().split("[\\s,]+"));
    }

    /// A parameter's value with what it refers to put in (`$myhostname`, `${name}`), null where it is not set.
    @Nullable String value(String parameter) {
        var found = main.get(parameter);
        return found == null ? null : expanded(found.value());
    }

    String expanded(String written) {
        return expanded(written, 0);
    }

    private String expanded(String written, int depth) {
        var whole = new StringBuilder();
        Matcher reference = REFERENCE.matcher(written);
        while (reference.find()) {
            var name =
                    reference.group(1) != null
                            ? reference.group(1)
                            : reference.group(2) != null ? reference.group(2) : reference.group(3);
            var meant = main.get(name);
            var with = meant == null || depth > 10 ? "" : expanded(meant.value(), depth + 1);
            reference.appendReplacement(whole, Matcher.quoteReplacement(with));
        }
        return reference.appendTail(whole).toString().strip();
    }
}
