package org.restante.app.access;

import java.nio.file.Path;
import java.util.List;
import org.tomlj.TomlTable;

/// One `[[user]]` of the file, read key by key.
final class UserTable {
    static final List<String> KEYS =
            List.of(
                    "name",
                    "password",
                    "tenant",
                    "senders",
                    "pools",
                    "streams",
                    "steers",
                    "recipients_per_hour",
                    "recipients_per_day");

    private final TableKeys keys;

    UserTable(Path file, TomlTable table, int line) {
        this.keys = new TableKeys(file, table, line);
    }

    User user() throws BadUsers {
        keys.allow(KEYS, "user");
        return new User(keys.client(keys.name()), password());
    }

    private String password() throws BadUsers {
        var password = keys.text("password").orElse("");
        if (PasswordHash.read(password).isEmpty()) {
            throw keys.wrong(
                    "password",
                    password.isEmpty() ? "is missing" : "is no Argon2id hash this server can use",
                    "what 'restante user passwd' writes: \"$argon2id$v=19$m=…\"");
        }
        return password;
    }
}
