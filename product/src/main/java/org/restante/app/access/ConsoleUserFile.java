package org.restante.app.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file of console users and its changes. It is read again within a second of a change; one that cannot be used leaves the users as they
/// were, and is told once. May be shared.
public final class ConsoleUserFile {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleUserFile.class);
    private static final long LOOKS_AGAIN = Duration.ofSeconds(1).toNanos();
    private static final String BEGINNING =
            """
            # Who may sign in to the console. Changed in its settings; without any user the server prints a set-up link when it starts.
            """;

    private final Path file;
    private final LongSupplier ticker;
    private final TableFile<ConsoleUsers> tables;
    private volatile Seen seen;

    /// @param at when it was looked at
    private record Seen(ConsoleUsers users, @Nullable Stamp stamp, long at) {}

    private record Stamp(FileTime changed, long size) {}

    /// @param ticker nanoseconds, monotonic
    /// @throws BadUsers when the file cannot be used
    public ConsoleUserFile(Path file, LongSupplier ticker) throws IOException, BadUsers {
        this.file = file;
        this.ticker = ticker;
        tables = new TableFile<>(file, "user", BEGINNING, ConsoleUsers::read);
        seen = new Seen(read(), stamp(), ticker.getAsLong());
    }

    private ConsoleUsers read() throws IOException, BadUsers {
        return Files.exists(file) ? ConsoleUsers.read(file) : ConsoleUsers.NONE;
    }

    private @Nullable Stamp stamp() throws IOException {
        try {
            return new Stamp(Files.getLastModifiedTime(file), Files.size(file));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /// The users as the file has them.
    public ConsoleUsers users() {
        if (ticker.getAsLong() - seen.at() >= LOOKS_AGAIN) {
            lookAgain();
        }
        return seen.users();
    }

    private synchronized void lookAgain() {
        var before = seen;
        Stamp stamp = null;
        try {
            stamp = stamp();
            seen =
                    new Seen(
                            Objects.equals(stamp, before.stamp()) ? before.users() : read(),
                            stamp,
                            ticker.getAsLong());
        } catch (IOException | BadUsers e) {
            LOG.error("the console's users stay as they were: {}", e.getMessage());
            seen = new Seen(before.users(), stamp, ticker.getAsLong());
        }
    }

    private void change(TableFile.Change<ConsoleUsers> change) throws IOException, BadUsers {
        tables.change(change);
        synchronized (this) {
            seen = new Seen(read(), stamp(), ticker.getAsLong());
        }
    }

    /// Adds a user, or puts one in the place of another of the same name.
    void put(ConsoleUser user) throws IOException, BadUsers {
        change((before, text) ->
                tables.with(
                        before.named(user.name()).isPresent()
                                ? without(before, text, user.name())
                                : text,
                        keys(user)));
    }

    /// Adds the first user; refuses where there is one already.
    void putFirst(ConsoleUser user) throws IOException, BadUsers {
        change((before, text) -> {
            if (!before.all().isEmpty()) {
                throw new BadWish(file + ": there are users already");
            }
            return tables.with(text, keys(user));
        });
    }

    void remove(String name) throws IOException, BadUsers {
        change((before, text) -> without(before, text, name));
    }

    private String without(ConsoleUsers users, String text, String name) throws BadUsers {
        var names = new ArrayList<>(users.byName().keySet());
        int index = names.indexOf(name);
        if (index < 0) {
            throw new BadWish(file + ": there is no user '" + name + "'" + TableFile.known(names));
        }
        List<String> lines = text.lines().toList();
        return TableFile.without(lines, tables.block(lines, index, names.size()));
    }

    private static LinkedHashMap<String, String> keys(ConsoleUser user) {
        var keys = new LinkedHashMap<String, String>();
        keys.put("name", TableFile.quoted(user.name()));
        keys.put("role", TableFile.quoted(user.role().word()));
        user.tenant().ifPresent(tenant -> keys.put("tenant", TableFile.quoted(tenant)));
        keys.put("password", TableFile.quoted(user.password()));
        return keys;
    }
}
