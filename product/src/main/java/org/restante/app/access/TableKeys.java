package org.restante.app.access;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.restante.mail.message.Domain;
import org.restante.sending.reception.Client;
import org.tomlj.TomlTable;

/// One table of a file of users or tokens, read key by key; what is wrong is told with its line and with what would be right.
final class TableKeys {
    private static final Pattern NAME = Pattern.compile("[^\\s\\p{Cntrl}\"\\\\]{1,200}");
    private static final Pattern WORD = Pattern.compile("[\\w.@:/+-]{1,100}");

    private final Path file;
    private final TomlTable table;
    private final int line;

    TableKeys(Path file, TomlTable table, int line) {
        this.file = file;
        this.table = table;
        this.line = line;
    }

    /// Refuses a key that is none of these.
    ///
    /// @param whose what the table describes
    void allow(List<String> keys, String whose) throws BadUsers {
        for (var key : table.keySet()) {
            if (!keys.contains(key)) {
                throw wrong(key, "is no key of a " + whose, nearest(key, keys));
            }
        }
    }

    /// The key that was probably meant, or all there are.
    private static String nearest(String key, List<String> keys) {
        return keys.stream()
                .filter(known ->
                        known.startsWith(key) || key.startsWith(known) || differInOne(known, key))
                .findFirst()
                .orElse("one of " + String.join(", ", keys));
    }

    private static boolean differInOne(String a, String b) {
        int same = 0;
        while (same < Math.min(a.length(), b.length()) && a.charAt(same) == b.charAt(same)) {
            same++;
        }
        int end = 0;
        while (end < Math.min(a.length(), b.length()) - same
                && a.charAt(a.length() - 1 - end) == b.charAt(b.length() - 1 - end)) {
            end++;
        }
        return Math.max(a.length(), b.length()) - same - end <= 2;
    }

    String name() throws BadUsers {
        var name = text("name").orElse("");
        if (!isName(name)) {
            throw wrong(
                    "name",
                    "is '" + name + "'",
                    "a name without blanks, of at most 200 characters, other than " + Token.BESIDE);
        }
        return name;
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches() && !name.equals(Token.BESIDE);
    }

    static boolean isWord(String word) {
        return WORD.matcher(word).matches();
    }

    /// What somebody with this name may do.
    ///
    /// @param name for reception
    Client client(String name) throws BadUsers {
        return new Client(
                name,
                word("tenant"),
                senders(),
                words("pools"),
                words("streams"),
                steers(),
                count("recipients_per_hour"),
                count("recipients_per_day"));
    }

    /// Refuses what the file could not hold: what is not checked here would be read back as something else.
    static void check(Path file, Client client) throws BadUsers {
        var name = client.name();
        if (!isName(name)) {
            throw new BadUsers(
                    file
                            + ": '"
                            + name
                            + "' is no name; one without blanks and quotes, of at most 200 characters, other than "
                            + Token.BESIDE
                            + ", would be right");
        }
        var words = new ArrayList<String>(client.pools());
        words.addAll(client.streams());
        client.tenant().ifPresent(words::add);
        for (var word : words) {
            if (!isWord(word)) {
                throw new BadUsers(
                        file
                                + ": '"
                                + word
                                + "' is no word of letters, digits and ._@:/+-, as tenants, pools and streams are");
            }
        }
        if (client.recipientsPerHour().orElse(0) < 0 || client.recipientsPerDay().orElse(0) < 0) {
            throw new BadUsers(file + ": a number of recipients is 0 or more");
        }
    }

    Optional<String> text(String key) throws BadUsers {
        if (!table.contains(key)) {
            return Optional.empty();
        }
        if (!(table.get(key) instanceof String text)) {
            throw wrong(key, "is " + table.get(key), "a text in quotes");
        }
        return Optional.of(text);
    }

    Optional<String> word(String key) throws BadUsers {
        var text = text(key);
        if (text.isPresent() && !WORD.matcher(text.get()).matches()) {
            throw wrong(key, "is '" + text.get() + "'", "a word of letters, digits and ._@:/+-");
        }
        return text;
    }

    List<String> texts(String key) throws BadUsers {
        if (!table.contains(key)) {
            return List.of();
        }
        if (!table.isArray(key)
                || !table.getArrayOrEmpty(key).toList().stream()
                        .allMatch(String.class::isInstance)) {
            throw wrong(key, "is no list of texts", "[\"…\", \"…\"]");
        }
        return table.getArrayOrEmpty(key).toList().stream().map(String.class::cast).toList();
    }

    Set<String> words(String key) throws BadUsers {
        var words = new LinkedHashSet<String>();
        for (var text : texts(key)) {
            if (!WORD.matcher(text).matches()) {
                throw wrong(key, "holds '" + text + "'", "words of letters, digits and ._@:/+-");
            }
            words.add(text);
        }
        return words;
    }

    Set<Domain> senders() throws BadUsers {
        var domains = new LinkedHashSet<Domain>();
        for (var text : texts("senders")) {
            domains.add(
                    Domain.of(text)
                            .orElseThrow(() ->
                                    wrong(
                                            "senders",
                                            "holds '" + text + "'",
                                            "domains such as \"example.com\"")));
        }
        return domains;
    }

    boolean steers() throws BadUsers {
        if (!table.contains("steers")) {
            return false;
        }
        if (!(table.get("steers") instanceof Boolean steers)) {
            throw wrong("steers", "is " + table.get("steers"), "true or false");
        }
        return steers;
    }

    OptionalLong count(String key) throws BadUsers {
        if (!table.contains(key)) {
            return OptionalLong.empty();
        }
        if (!(table.get(key) instanceof Long count) || count < 0) {
            throw wrong(key, "is " + table.get(key), "a whole number, 0 or more");
        }
        return OptionalLong.of(count);
    }

    BadUsers wrong(String key, String found, String right) {
        var at = table.inputPositionOf(key);
        return new BadUsers(
                file
                        + ":"
                        + (at == null ? line : at.line())
                        + ": "
                        + key
                        + " "
                        + found
                        + "; "
                        + right
                        + " would be right");
    }
}
