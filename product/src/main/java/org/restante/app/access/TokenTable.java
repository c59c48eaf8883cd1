package org.restante.app.access;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tomlj.TomlTable;

/// One `[[token]]` of the file, read key by key.
final class TokenTable {
    static final List<String> KEYS =
            List.of(
                    "id",
                    "name",
                    "digest",
                    "scopes",
                    "created",
                    "expires",
                    "requests_per_second",
                    "tenant",
                    "senders",
                    "pools",
                    "streams",
                    "steers",
                    "recipients_per_hour",
                    "recipients_per_day");

    private final TableKeys keys;

    TokenTable(Path file, TomlTable table, int line) {
        this.keys = new TableKeys(file, table, line);
    }

    Token token() throws BadUsers {
        keys.allow(KEYS, "token");
        return new Token(
                matching("id", "[a-z2-7]{8}"),
                matching("digest", "[0-9a-f]{64}"),
                scopes(),
                keys.client(keys.name()),
                keys.count("requests_per_second"),
                time("created").orElse(Instant.EPOCH),
                time("expires"));
    }

    private String matching(String key, String form) throws BadUsers {
        var text = keys.text(key).orElse("");
        if (!text.matches(form)) {
            throw keys.wrong(key, "is '" + text + "'", "what 'restante token create' writes there");
        }
        return text;
    }

    private Set<Scope> scopes() throws BadUsers {
        var scopes = EnumSet.noneOf(Scope.class);
        for (var word : keys.texts("scopes")) {
            scopes.add(
                    Scope.of(word)
                            .orElseThrow(() ->
                                    keys.wrong(
                                            "scopes",
                                            "holds '" + word + "'",
                                            "some of " + String.join(", ", Scope.words()))));
        }
        if (scopes.isEmpty()) {
            throw keys.wrong("scopes", "is empty", "some of " + String.join(", ", Scope.words()));
        }
        return scopes;
    }

    private Optional<Instant> time(String key) throws BadUsers {
        var text = keys.text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text.get()).toInstant());
        } catch (DateTimeException e) {
            throw keys.wrong(
                    key, "is '" + text.get() + "'", "a time such as \"2027-01-31T12:00:00Z\"");
        }
    }
}
