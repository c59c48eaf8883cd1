package org.restante.app.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tomlj.Toml;
import org.tomlj.TomlTable;

/// Everybody who may sign in to the console, in the file's order.
public record ConsoleUsers(Map<String, ConsoleUser> byName) {
    static final ConsoleUsers NONE = new ConsoleUsers(Map.of());

    private static final List<String> KEYS = List.of("name", "role", "tenant", "password");

    public ConsoleUsers {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    public Optional<ConsoleUser> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Collection<ConsoleUser> all() {
        return byName.values();
    }

    /// Reads a file.
    ///
    /// @throws IOException when it cannot be read
    static ConsoleUsers read(Path file) throws IOException, BadUsers {
        return read(file, Files.readString(file));
    }

    /// The users of a file's text.
    ///
    /// @param file for messages
    static ConsoleUsers read(Path file, String text) throws BadUsers {
        var toml = Toml.parse(text);
        if (toml.hasErrors()) {
            var error = toml.errors().getFirst();
            throw new BadUsers(file + ":" + error.position().line() + ": " + error.getMessage());
        }
        new TableKeys(file, toml, 1).allow(List.of("user"), "file of console users");
        if (toml.contains("user") && !toml.isArray("user")) {
            throw new BadUsers(file + ": user is one table; [[user]] for each would be right");
        }
        var users = new LinkedHashMap<String, ConsoleUser>();
        var tables = toml.getArrayOrEmpty("user");
        for (int i = 0; i < tables.size(); i++) {
            int line = tables.inputPositionOf(i).line();
            if (!(tables.get(i) instanceof TomlTable table)) {
                throw new BadUsers(
                        file + ":" + line + ": user is no table; [[user]] would be right");
            }
            var user = user(new TableKeys(file, table, line));
            if (users.putIfAbsent(user.name(), user) != null) {
                throw new BadUsers(
                        file
                                + ":"
                                + line
                                + ": name '"
                                + user.name()
                                + "' stands twice; another name would be right");
            }
        }
        return new ConsoleUsers(users);
    }

    private static ConsoleUser user(TableKeys keys) throws BadUsers {
        keys.allow(KEYS, "console user");
        var name = keys.text("name").orElse("");
        if (!ConsoleUser.isName(name)) {
            throw keys.wrong("name", "is '" + name + "'", "at most 64 letters, digits and ._@+-");
        }
        var role = keys.text("role").orElse("");
        var password = keys.text("password").orElse("");
        if (PasswordHash.read(password).isEmpty()) {
            throw keys.wrong(
                    "password",
                    "is no Argon2id hash this server can use",
                    "\"$argon2id$v=19$m=…\"");
        }
        return new ConsoleUser(
                name,
                Role.of(role)
                        .orElseThrow(() ->
                                keys.wrong(
                                        "role",
                                        "is '" + role + "'",
                                        String.join(", ", Role.words()))),
                keys.word("tenant"),
                password);
    }
}
