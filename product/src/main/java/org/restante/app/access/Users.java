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

/// Everybody who may come in with a password, in the file's order.
public record Users(Map<String, User> byName) {
    public static final Users NONE = new Users(Map.of());

    public Users {
        byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
    }

    public Optional<User> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Collection<User> all() {
        return byName.values();
    }

    /// The users of a file's text.
    ///
    /// @param file for messages
    static Users read(Path file, String text) throws BadUsers {
        var toml = Toml.parse(text);
        if (toml.hasErrors()) {
            var error = toml.errors().getFirst();
            throw new BadUsers(file + ":" + error.position().line() + ": " + error.getMessage());
        }
        for (var key : toml.keySet()) {
            if (!key.equals("user")) {
                throw new BadUsers(
                        file
                                + ":"
                                + line(toml, key)
                                + ": "
                                + key
                                + " is no key here; [[user]] would be right");
            }
        }
        return read(file, toml);
    }

    private static int line(TomlTable table, String key) {
        var at = table.inputPositionOf(key);
        return at == null ? 1 : at.line();
    }

    private static Users read(Path file, TomlTable toml) throws BadUsers {
        var users = new LinkedHashMap<String, User>();
        if (toml.contains("user") && !toml.isArray("user")) {
            throw new BadUsers(
                    file
                            + ":"
                            + line(toml, "user")
                            + ": user is one table; [[user]] for each would be right");
        }
        var tables = toml.getArrayOrEmpty("user");
        for (int i = 0; i < tables.size(); i++) {
            int line = tables.inputPositionOf(i).line();
            if (!(tables.get(i) instanceof TomlTable table)) {
                throw new BadUsers(
                        file + ":" + line + ": user is no table; [[user]] would be right");
            }
            var user = new UserTable(file, table, line).user();
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
        return new Users(users);
    }

    /// Reads a file.
    ///
    /// @throws IOException when it cannot be read
    public static Users read(Path file) throws IOException, BadUsers {
        return read(file, Files.readString(file));
    }
}
