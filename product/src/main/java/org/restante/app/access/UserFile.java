package org.restante.app.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;

/// The file of users and its changes.
public final class UserFile {
    private static final String BEGINNING =
            """
            # Who may send with a password. Changed by 'restante user add|passwd|remove'; limits and rights may be edited here.
            """;
    private static final Pattern PASSWORD = Pattern.compile("\\s*password\\s*=.*");

    private final Path file;
    private final TableFile<Users> tables;

    public UserFile(Path file) {
        this.file = file;
        tables = new TableFile<>(file, "user", BEGINNING, Users::read);
    }

    /// The users; none where there is no file yet.
    public Users users() throws IOException, BadUsers {
        return Files.exists(file) ? Users.read(file) : Users.NONE;
    }

    /// Adds a user with the hash of this password.
    public void add(User user, String password, SecureRandom chance) throws IOException, BadUsers {
        TableKeys.check(file, user.client());
        tables.change((before, text) -> {
            if (before.named(user.name()).isPresent()) {
                throw new BadUsers(
                        file
                                + ": there is a user '"
                                + user.name()
                                + "'; 'restante user passwd' gives a new password");
            }
            var keys = new LinkedHashMap<String, String>();
            keys.put("name", TableFile.quoted(user.name()));
            keys.put("password", TableFile.quoted(PasswordDoor.hash(password, chance)));
            TableFile.client(keys, user.client());
            return tables.with(text, keys);
        });
    }

    public void changePassword(String name, String password, SecureRandom chance)
            throws IOException, BadUsers {
        tables.change((before, text) -> {
            var lines = new ArrayList<>(text.lines().toList());
            var block = block(before, lines, name);
            int at = block.from();
            while (at < block.to() && !PASSWORD.matcher(lines.get(at)).matches()) {
                at++;
            }
            if (at == block.to()) {
                throw new BadUsers(
                        file
                                + ": no line 'password = …' of user '"
                                + name
                                + "' was found; edit it by hand");
            }
            lines.set(at, "password = " + TableFile.quoted(PasswordDoor.hash(password, chance)));
            return String.join("\n", lines) + "\n";
        });
    }

    public void remove(String name) throws IOException, BadUsers {
        tables.change((before, text) -> {
            var lines = text.lines().toList();
            return TableFile.without(lines, block(before, lines, name));
        });
    }

    private TableFile.Block block(Users users, List<String> lines, String name) throws BadUsers {
        var names = new ArrayList<>(users.byName().keySet());
        int index = names.indexOf(name);
        if (index < 0) {
            throw new BadUsers(file + ": there is no user '" + name + "'" + TableFile.known(names));
        }
        return tables.block(lines, index, names.size());
    }
}
