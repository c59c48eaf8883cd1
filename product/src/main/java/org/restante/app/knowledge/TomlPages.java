package org.restante.app.knowledge;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.reference.CodeClass;
import org.restante.meaning.reference.CodePage;
import org.restante.meaning.reference.Heading;
import org.restante.meaning.reference.Member;
import org.restante.meaning.reference.Nature;
import org.restante.meaning.reference.Origin;
import org.restante.meaning.reference.Question;
import org.restante.meaning.reference.Severity;
import org.restante.meaning.verdict.Cause;
import org.restante.meaning.verdict.NextStep;
import org.restante.meaning.verdict.Scope;
import org.restante.meaning.verdict.Word;
import org.tomlj.Toml;
import org.tomlj.TomlTable;

/// Reads pages from one TOML file. What does not fit is an error that names the file, the line, the key and what would do.
final class TomlPages {
    private static final Set<String> KEYS =
            Set.of(
                    "code provider title statuses tokens signs class severity category cause scope next why meaning causes now lasts log question member conflict link related origins"
                            .split(" "));

    private final Path file;

    private TomlPages(Path file) {
        this.file = file;
    }

    static List<CodePage> read(Path file) throws IOException {
        var toml = Toml.parse(file);
        if (toml.hasErrors()) {
            throw new IOException(file + ": " + toml.errors().getFirst());
        }
        return new TomlPages(file).pages(toml);
    }

    private List<CodePage> pages(TomlTable toml) throws IOException {
        var pages = new ArrayList<CodePage>();
        for (var table : tables(toml, "page")) {
            pages.add(page(table));
        }
        return pages;
    }

    private CodePage page(TomlTable table) throws IOException {
        for (var key : table.keySet()) {
            if (!KEYS.contains(key)) {
                throw error(
                        table,
                        key,
                        "unknown key; known are "
                                + String.join(", ", KEYS.stream().sorted().toList()));
            }
        }
        return new CodePage(
                heading(table),
                nature(table),
                text(table, "meaning"),
                texts(table, "causes"),
                texts(table, "now"),
                text(table, "lasts"),
                verbatim(table, "log"),
                questions(table),
                members(table),
                optional(table, "conflict"),
                optional(table, "link"),
                texts(table, "related"),
                origins(table));
    }

    private Heading heading(TomlTable table) throws IOException {
        return new Heading(
                text(table, "code"),
                optional(table, "provider"),
                text(table, "title"),
                texts(table, "statuses"),
                texts(table, "tokens"),
                texts(table, "signs"));
    }

    private Nature nature(TomlTable table) throws IOException {
        var next = new ArrayList<NextStep>();
        for (var word : texts(table, "next")) {
            next.add(word(table, "next", NextStep.class, word));
        }
        return new Nature(
                word(table, "class", CodeClass.class, text(table, "class")),
                word(table, "severity", Severity.class, text(table, "severity")),
                text(table, "category"),
                optionalWord(table, "cause", Cause.class),
                optionalWord(table, "scope", Scope.class),
                next,
                optional(table, "why"));
    }

    private <E extends Enum<E> & Word> @Nullable E optionalWord(
            TomlTable table, String key, Class<E> type) throws IOException {
        var word = optional(table, key);
        return word == null ? null : word(table, key, type, word);
    }

    private <E extends Enum<E> & Word> E word(
            TomlTable table, String key, Class<E> type, String word) throws IOException {
        var found = Word.of(type, word);
        if (found.isEmpty()) {
            var known = Stream.of(type.getEnumConstants()).map(Word::word).toList();
            throw error(table, key, "'" + word + "' is not one of " + String.join(", ", known));
        }
        return found.get();
    }

    private List<Question> questions(TomlTable table) throws IOException {
        var questions = new ArrayList<Question>();
        for (var question : tables(table, "question")) {
            questions.add(new Question(text(question, "q"), text(question, "a")));
        }
        return questions;
    }

    private List<Member> members(TomlTable table) throws IOException {
        var members = new ArrayList<Member>();
        for (var member : tables(table, "member")) {
            members.add(
                    new Member(text(member, "code"), text(member, "meaning"), text(member, "now")));
        }
        return members;
    }

    private List<Origin> origins(TomlTable table) throws IOException {
        var origins = new ArrayList<Origin>();
        for (var origin : tables(table, "origins")) {
            origins.add(new Origin(text(origin, "of"), text(origin, "at")));
        }
        return origins;
    }

    private List<TomlTable> tables(TomlTable table, String key) throws IOException {
        if (!table.contains(key)) {
            return List.of();
        }
        if (!table.isArray(key)) {
            throw error(table, key, "must be a list of tables");
        }
        var array = table.getArrayOrEmpty(key);
        var tables = new ArrayList<TomlTable>();
        for (int i = 0; i < array.size(); i++) {
            tables.add(array.getTable(i));
        }
        return tables;
    }

    private List<String> texts(TomlTable table, String key) throws IOException {
        if (!table.contains(key)) {
            return List.of();
        }
        if (!table.isArray(key)) {
            throw error(table, key, "must be a list of texts");
        }
        var array = table.getArrayOrEmpty(key);
        var texts = new ArrayList<String>();
        for (int i = 0; i < array.size(); i++) {
            if (!(array.get(i) instanceof String text)) {
                throw error(table, key, "must hold texts only");
            }
            texts.add(flowing(text));
        }
        return texts;
    }

    private String text(TomlTable table, String key) throws IOException {
        return flowing(verbatim(table, key));
    }

    private String verbatim(TomlTable table, String key) throws IOException {
        if (!table.isString(key)) {
            throw error(table, key, "a text is missing");
        }
        return table.getString(key, () -> "").strip();
    }

    private @Nullable String optional(TomlTable table, String key) throws IOException {
        return table.contains(key) ? text(table, key) : null;
    }

    /// A line break in the file is for whoever edits it.
    private static String flowing(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    private IOException error(TomlTable table, String key, String problem) {
        var position = table.inputPositionOf(key);
        if (position == null && !table.isEmpty()) {
            position = table.inputPositionOf(table.keySet().iterator().next());
        }
        var line = position == null ? "" : String.format(Locale.ROOT, ":%d", position.line());
        return new IOException(file + line + ": " + key + ": " + problem);
    }
}
