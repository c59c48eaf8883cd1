package org.restante.app.access;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The file of users and its changes: only the lines that change are touched, comments stay, and the new file takes the old one's place in
/// one step. Changes of two people at once wait for each other.
public final class UserFile {
    private static final String BEGINNING =
            """
            # Who may send with a password. Changed by 'restante user add|passwd|remove'; limits and rights may be edited here.
            """;
    private static final Pattern TABLE = Pattern.compile("\\s*\\[\\[\\s*\"?user\"?\\s*]].*");
    private static final Pattern PASSWORD = Pattern.compile("\\s*password\\s*=.*");

    private final Path file;

    public UserFile(Path file) {
        this.file = file;
    }

    /// A change of the users; what it throws leaves the file as it is.
    private interface Change {
        String of(Users before, String text) throws BadUsers;
    }

    /// The users; none where there is no file yet.
    public Users users() throws IOException, BadUsers {
        return Files.exists(file) ? Users.read(file) : Users.NONE;
    }

    /// Adds a user with the hash of this password.
    public void add(User user, String password, SecureRandom chance) throws IOException, BadUsers {
        UserTable.check(file, user);
        change((before, text) -> {
            if (before.named(user.name()).isPresent()) {
                throw new BadUsers(
                        file
                                + ": there is a user '"
                                + user.name()
                                + "'; 'restante user passwd' gives a new password");
            }
            var gap = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
            return text + gap + "\n" + lines(user, PasswordDoor.hash(password, chance));
        });
    }

    public void changePassword(String name, String password, SecureRandom chance)
            throws IOException, BadUsers {
        change((before, text) -> {
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
            lines.set(at, "password = \"" + PasswordDoor.hash(password, chance) + "\"");
            return String.join("\n", lines) + "\n";
        });
    }

    public void remove(String name) throws IOException, BadUsers {
        change((before, text) -> {
            var lines = new ArrayList<>(text.lines().toList());
            var block = block(before, lines, name);
            lines.subList(block.from(), block.to()).clear();
            return String.join("\n", lines) + (lines.isEmpty() ? "" : "\n");
        });
    }

    private void change(Change change) throws IOException, BadUsers {
        var lock = file.resolveSibling("." + file.getFileName() + ".lock");
        try (var channel =
                        FileChannel.open(
                                lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = channel.lock()) {
            assert held.isValid();
            var text = Files.exists(file) ? Files.readString(file) : BEGINNING;
            var changed = change.of(Users.read(file, text), text);
            Users.read(file, changed);
            SecretFile.replace(file, changed);
        }
    }

    /// Lines `[from, to)` of one user.
    private record Block(int from, int to) {}

    private Block block(Users users, List<String> lines, String name) throws BadUsers {
        int index = new ArrayList<>(users.byName().keySet()).indexOf(name);
        if (index < 0) {
            throw new BadUsers(file + ": there is no user '" + name + "'" + known(users));
        }
        var starts = new ArrayList<Integer>();
        for (int at = 0; at < lines.size(); at++) {
            if (TABLE.matcher(lines.get(at)).matches()) {
                starts.add(at);
            }
        }
        if (starts.size() != users.byName().size()) {
            throw new BadUsers(
                    file + ": is written in another way than [[user]] for each; edit it by hand");
        }
        return new Block(
                starts.get(index),
                index + 1 < starts.size() ? starts.get(index + 1) : lines.size());
    }

    private static String known(Users users) {
        return users.byName().isEmpty()
                ? "; there is none yet"
                : "; one of " + String.join(", ", users.byName().keySet()) + " would be right";
    }

    private static String lines(User user, String hash) {
        var keys = new LinkedHashMap<String, String>();
        keys.put("name", quoted(user.name()));
        keys.put("password", quoted(hash));
        user.tenant().ifPresent(tenant -> keys.put("tenant", quoted(tenant)));
        keys.put(
                "senders",
                list(user.senders().stream().map(Object::toString).collect(Collectors.toSet())));
        keys.put("pools", list(user.pools()));
        keys.put("streams", list(user.streams()));
        keys.put("steers", String.valueOf(user.steers()));
        user.recipientsPerHour()
                .ifPresent(count -> keys.put("recipients_per_hour", String.valueOf(count)));
        user.recipientsPerDay()
                .ifPresent(count -> keys.put("recipients_per_day", String.valueOf(count)));
        return "[[user]]\n"
                + keys.entrySet().stream()
                        .map(key -> key.getKey() + " = " + key.getValue() + "\n")
                        .collect(Collectors.joining());
    }

    private static String quoted(String text) {
        return "\"" + text + "\"";
    }

    private static String list(Set<String> texts) {
        return texts.stream()
                .sorted()
                .map(UserFile::quoted)
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
