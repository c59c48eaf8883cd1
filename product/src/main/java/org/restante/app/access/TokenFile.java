package org.restante.app.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/// The file of tokens and its changes. A running server sees a change within a second.
public final class TokenFile {
    private static final String BEGINNING =
            """
            # Programs' keys to the HTTP interface, as digests. Changed by 'restante token create|revoke'; limits and rights may be edited here.
            """;

    private final Path file;
    private final TableFile<Tokens> tables;

    public TokenFile(Path file) {
        this.file = file;
        tables = new TableFile<>(file, "token", BEGINNING, Tokens::read);
    }

    public Path path() {
        return file;
    }

    /// The tokens; none where there is no file yet.
    public Tokens tokens() throws IOException, BadUsers {
        return Files.exists(file) ? Tokens.read(file) : Tokens.NONE;
    }

    public void add(Token token) throws IOException, BadUsers {
        TableKeys.check(file, token.client());
        tables.change((before, text) -> {
            if (before.named(token.name()).isPresent()) {
                throw new BadWish(
                        file
                                + ": there is a token '"
                                + token.name()
                                + "'; 'restante token revoke' ends it");
            }
            return tables.with(text, keys(token));
        });
    }

    /// Takes a token out, by its name or its id.
    public void remove(String nameOrId) throws IOException, BadUsers {
        tables.change((before, text) -> {
            var token =
                    before.named(nameOrId)
                            .or(() -> before.withId(nameOrId))
                            .orElseThrow(() ->
                                    new BadWish(
                                            file
                                                    + ": there is no token '"
                                                    + nameOrId
                                                    + "'"
                                                    + TableFile.known(
                                                            before.all().stream()
                                                                    .map(Token::name)
                                                                    .toList())));
            var ids = new ArrayList<>(before.byId().keySet());
            var lines = text.lines().toList();
            return TableFile.without(
                    lines, tables.block(lines, ids.indexOf(token.id()), ids.size()));
        });
    }

    private static LinkedHashMap<String, String> keys(Token token) {
        var keys = new LinkedHashMap<String, String>();
        keys.put("id", TableFile.quoted(token.id()));
        keys.put("name", TableFile.quoted(token.name()));
        keys.put("digest", TableFile.quoted(token.digest()));
        keys.put("scopes", TableFile.list(token.scopes().stream().map(Scope::word).toList()));
        keys.put("created", TableFile.quoted(token.created().toString()));
        token.expires().ifPresent(end -> keys.put("expires", TableFile.quoted(end.toString())));
        token.requestsPerSecond()
                .ifPresent(count -> keys.put("requests_per_second", String.valueOf(count)));
        TableFile.client(keys, token.client());
        return keys;
    }
}
