package org.restante.app.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// What is written about the configuration, from its records alone: the reference and the example file.
public final class Reference {
    private static final int WIDTH = 110;

    private final StringBuilder text = new StringBuilder();

    private Reference() {}

    /// `docs/configuration.md`.
    public static String document() {
        var reference = new Reference();
        reference.text.append(
                """
                # Configuration

                `restante serve --config FILE` reads one file, `restante.toml` ([TOML 1.0](https://toml.io)). `restante config check FILE` says all that
                is wrong with it, by line and column (exit 0 nothing, 1 something, 2 it cannot be read); `restante config show FILE` says every
                value in force and where it comes from; `restante config example` prints a file with every key and its default, commented
                (it stands in [restante.example.toml](restante.example.toml)).

                - A key that nobody knows, a value of another type or beyond its range: the server does not start, a reload changes nothing.
                - Time spans have units: `"300ms"`, `"30s"`, `"5m"`, `"72h"`, `"14d"`, `"1h30m"`. Sizes too: `"50MB"` is fifty million octets,
                  `"50MiB"` 52,428,800.
                - Paths begin at the file's folder when they are relative.
                - A network is written by its first address: `"192.0.2.0/24"`; an address alone is a network of one.
                - A secret never stands in the file: `{ file = "/etc/restante/token" }` or `{ env = "TOKEN" }`.
                - *restart*: a change takes effect when the server is started again. Everything else takes effect at a reload (SIGHUP).

                This page is made from the program's records: `./restante config reference > docs/configuration.md`.
                """);
        for (var entry : new Shape.Section(Config.class).keys()) {
            reference.chapter(entry);
        }
        return reference.text.toString();
    }

    private void chapter(Shape.Entry entry) {
        text.append("\n## `")
                .append(heading(entry))
                .append("`\n\n")
                .append(entry.key().value())
                .append("\n");
        switch (entry.shape()) {
            case Shape.Section section -> table(section);
            case Shape.Many(Shape.Section section) -> table(section);
            case Shape.Named(Shape.Section section) -> table(section);
            case Shape.Maybe(Shape.Section section) -> table(section);
            case Shape.Named _, Shape.Many _, Shape.Maybe _, Shape.Single _ -> {}
        }
    }

    private static String heading(Shape.Entry entry) {
        return switch (entry.shape()) {
            case Shape.Many _ -> "[[" + entry.name() + "]]";
            case Shape.Named(Shape.Section _) -> "[" + entry.name() + ".NAME]";
            case Shape.Named _, Shape.Maybe _, Shape.Section _, Shape.Single _ ->
                    "[" + entry.name() + "]";
        };
    }

    private void table(Shape.Section section) {
        text.append("\n| key | type | default | what it is | why |\n|---|---|---|---|---|\n");
        rows(section, "");
    }

    private void rows(Shape.Section section, String prefix) {
        for (var entry : section.keys()) {
            switch (entry.shape()) {
                case Shape.Section inner -> rows(inner, prefix + entry.name() + ".");
                case Shape.Maybe(Shape.Section inner) -> rows(inner, prefix + entry.name() + ".");
                case Shape.Named(Shape.Section inner) -> {
                    row(entry, prefix + entry.name() + ".NAME", "table", "");
                    boolean isTold =
                            section.keys().stream().anyMatch(other -> other.shape().equals(inner));
                    if (!isTold) {
                        rows(inner, prefix + entry.name() + ".NAME.");
                    }
                }
                case Shape.Many(Shape.Section inner) -> {
                    row(entry, prefix + entry.name(), "list of tables", "");
                    rows(inner, prefix + entry.name() + ".");
                }
                default -> row(entry, prefix + entry.name(), type(entry), usual(entry));
            }
        }
    }

    private void row(Shape.Entry entry, String name, String type, String usual) {
        var key = entry.key();
        var cells =
                new String[] {
                    "`" + name + "`",
                    type,
                    usual,
                    key.value() + (key.restart() ? " (*restart*)" : ""),
                    key.why()
                };
        text.append(
                Arrays.stream(cells)
                        .map(cell -> cell.replace("|", "\\|"))
                        .collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    private static String type(Shape.Entry entry) {
        var key = entry.key();
        var type = name(entry.shape());
        if (key.min().isEmpty() && key.max().isEmpty()) {
            return type;
        }
        return type
                + (key.min().isEmpty() ? "" : ", from " + number(key.min()))
                + (key.max().isEmpty()
                        ? ""
                        : (key.min().isEmpty() ? ", up to " : " to ") + number(key.max()));
    }

    private static String number(String text) {
        return text.matches("\\d{4,18}")
                ? String.format(Locale.ROOT, "%,d", Long.parseLong(text))
                : text;
    }

    private static String name(Shape shape) {
        return switch (shape) {
            case Shape.Single(var scalar) -> scalar.name();
            case Shape.Maybe(var inner) -> name(inner);
            case Shape.Many(var inner) -> "list of " + name(inner);
            case Shape.Named(var inner) -> "{ NAME = " + name(inner) + ", … }";
            case Shape.Section _ -> "table";
        };
    }

    private static String usual(Shape.Entry entry) {
        var usual = written(entry);
        return usual.isEmpty()
                ? entry.shape() instanceof Shape.Single ? "must be there" : "none"
                : "`" + usual + "`";
    }

    /// The default as it stands in a file; empty where there is none.
    private static String written(Shape.Entry entry) {
        var usual = entry.key().usual();
        return switch (entry.shape()) {
            case Shape.Single(var scalar) -> usual.isEmpty() ? "" : literal(scalar, usual);
            case Shape.Many(Shape.Single(var scalar)) ->
                    Arrays.stream(usual.split(","))
                            .map(String::strip)
                            .filter(one -> !one.isEmpty())
                            .map(one -> literal(scalar, one))
                            .collect(Collectors.joining(", ", "[", "]"));
            case Shape.Maybe _, Shape.Many _, Shape.Named _, Shape.Section _ -> "";
        };
    }

    private static String literal(Scalar<?> scalar, String plain) {
        boolean isPlain =
                scalar.type() == Boolean.class || Number.class.isAssignableFrom(scalar.type());
        return isPlain ? plain : Scalar.quoted(plain);
    }

    /// A file with every key and its default, commented; what must be there stands with an example.
    public static String example() {
        var reference = new Reference();
        reference.text.append(
                """
                # restante.toml: the settings of a Restante server, every key with its default.
                # Take away a '#' to change one. 'restante config check FILE' says what is wrong with it; docs/configuration.md tells more.
                """);
        for (var entry : new Shape.Section(Config.class).keys()) {
            reference.section(entry);
        }
        return reference.text.toString();
    }

    private void section(Shape.Entry entry) {
        text.append("\n");
        comment("", entry.key().value());
        var name = entry.name();
        var example = entry.key().example();
        switch (entry.shape()) {
            case Shape.Section section -> keys(section, "[" + name + "]", "", name);
            case Shape.Maybe(Shape.Section section) -> keys(section, "[" + name + "]", "#", name);
            case Shape.Many(Shape.Section section) -> keys(section, "[[" + name + "]]", "#", name);
            case Shape.Named(Shape.Section section) -> {
                var named = name + "." + Reading.bare(example);
                keys(section, "[" + named + "]", "#", named);
            }
            case Shape.Named _ -> {
                text.append("[").append(name).append("]\n");
                example.lines().forEach(line -> text.append("#").append(line).append("\n"));
            }
            case Shape.Maybe _, Shape.Many _, Shape.Single _ -> {}
        }
    }

    /// @param off what makes a comment of a whole section
    private void keys(Shape.Section section, String heading, String off, String path) {
        text.append(off).append(heading).append("\n");
        for (var entry : section.keys()) {
            var key = entry.key();
            var at = path + "." + entry.name();
            switch (entry.shape()) {
                case Shape.Section inner -> keys(inner, "[" + at + "]", off, at);
                case Shape.Maybe(Shape.Section inner) -> keys(inner, "[" + at + "]", "#", at);
                case Shape.Named(Shape.Section inner) -> {
                    var named = at + "." + Reading.bare(key.example());
                    comment(off, key.value());
                    keys(inner, "[" + named + "]", "#", named);
                }
                case Shape.Many(Shape.Section inner) -> keys(inner, "[[" + at + "]]", "#", at);
                default -> line(entry, off);
            }
        }
    }

    private void line(Shape.Entry entry, String off) {
        var key = entry.key();
        comment(off, key.value() + (key.why().isEmpty() ? "" : " (" + key.why() + ")"));
        var usual = written(entry);
        boolean isNeeded = usual.isEmpty() && entry.shape() instanceof Shape.Single;
        var value = usual.isEmpty() || !key.example().isEmpty() ? shown(entry) : usual;
        text.append(isNeeded ? off : "#")
                .append(entry.name())
                .append(" = ")
                .append(value)
                .append("\n");
    }

    private static String shown(Shape.Entry entry) {
        var example = entry.key().example();
        return switch (entry.shape()) {
            case Shape.Single(var scalar) ->
                    scalar.type() == Secret.class ? example : literal(scalar, example);
            case Shape.Maybe(Shape.Single(var scalar)) ->
                    scalar.type() == Secret.class ? example : literal(scalar, example);
            case Shape.Maybe _, Shape.Many _, Shape.Named _, Shape.Section _ -> example;
        };
    }

    private void comment(String off, String words) {
        var line = new StringBuilder(off + "#");
        for (var word : words.split(" ")) {
            if (line.length() + word.length() > WIDTH) {
                text.append(line).append("\n");
                line = new StringBuilder(off + "#");
            }
            line.append(' ').append(word);
        }
        text.append(line).append("\n");
    }
}
