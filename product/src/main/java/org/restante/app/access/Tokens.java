package org.restante.app.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tomlj.Toml;
import org.tomlj.TomlTable;

/// All tokens, in the file's order.
public record Tokens(Map<String, Token> byId) {
    public static final Tokens NONE = new Tokens(Map.of());

    public Tokens {
        byId = Collections.unmodifiableMap(new LinkedHashMap<>(byId));
    }

    public Optional<Token> withId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    public Optional<Token> named(String name) {
        return all().stream().filter(token -> token.name().equals(name)).findFirst();
    }

    public Collection<Token> all() {
        return byId.values();
    }

    /// Reads a file.
    ///
    /// @throws IOException when it cannot be read
    public static Tokens read(Path file) throws IOException, BadUsers {
        return read(file, Files.readString(file));
    }

    /// The tokens of a file's text.
    ///
    /// @param file for messages
    static Tokens read(Path file, String text) throws BadUsers {
        var toml = Toml.parse(text);
        if (toml.hasErrors()) {
            var error = toml.errors().getFirst();
            throw new BadUsers(file + ":" + error.position().line() + ": " + error.getMessage());
        }
        for (var key : toml.keySet()) {
            if (!key.equals("token") || !toml.isArray("token")) {
                var at = toml.inputPositionOf(key);
                throw new BadUsers(
                        file
                                + ":"
                                + (at == null ? 1 : at.line())
                                + ": "
                                + key
                                + " is not known here; [[token]] for each would be right");
            }
        }
        return read(file, toml);
    }

    private static Tokens read(Path file, TomlTable toml) throws BadUsers {
        var tokens = new LinkedHashMap<String, Token>();
        var tables = toml.getArrayOrEmpty("token");
        for (int i = 0; i < tables.size(); i++) {
            int line = tables.inputPositionOf(i).line();
            if (!(tables.get(i) instanceof TomlTable table)) {
                throw new BadUsers(
                        file + ":" + line + ": token is no table; [[token]] would be right");
            }
            var token = new TokenTable(file, table, line).token();
            boolean isNew =
                    tokens.values().stream().noneMatch(old -> old.name().equals(token.name()));
            if (!isNew || tokens.putIfAbsent(token.id(), token) != null) {
                throw new BadUsers(
                        file
                                + ":"
                                + line
                                + ": the name or the id of token '"
                                + token.name()
                                + "' stands twice; others would be right");
            }
        }
        return new Tokens(tokens);
    }
}
