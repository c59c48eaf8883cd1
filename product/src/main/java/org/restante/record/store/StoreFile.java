package org.restante.record.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.restante.record.journal.JournalPlace;

/// The database file, open. One process has it at a time.
final class StoreFile implements AutoCloseable {
    /// Of the tables; a file of another is made anew.
    private static final String VERSION = "5";

    /// Without counts by day; they are made of those by hour.
    private static final String VERSION_WITHOUT_DAYS = "2";

    /// Without the recipients that are still deferred; they are made of the events.
    private static final String VERSION_WITHOUT_DEFERRED = "3";

    /// Without the age of those; it is the time between two moments they have.
    private static final String VERSION_WITHOUT_AGES = "4";

    private final DuckDBConnection connection;

    /// Asked at every commit, so it is prepared once.
    private @Nullable PreparedStatement changing;

    private StoreFile(DuckDBConnection connection) {
        this.connection = connection;
    }

    /// Opens the file, or makes it; what cannot be used is put aside and made anew.
    ///
    /// @param told hears, in a sentence, of what was put aside
    static StoreFile open(StoreSettings settings, Consumer<String> told)
            throws IOException, SQLException {
        Files.createDirectories(settings.folder());
        Files.createDirectories(settings.scratch());
        boolean isNew = !Files.exists(settings.file());
        try {
            return checked(settings, isNew);
        } catch (SQLException e) {
            if (isNew || isTaken(e)) {
                throw e;
            }
            told.accept(putAside(settings.file(), e));
            return checked(settings, true);
        }
    }

    private static boolean isTaken(SQLException e) {
        return String.valueOf(e.getMessage()).contains("Conflicting lock");
    }

    static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
    }

    /// What there is to tell of it.
    private static String putAside(Path file, SQLException why) throws IOException {
        var aside = file.resolveSibling(file.getFileName() + ".unusable");
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".wal"));
        return "%s cannot be used (%s); it is put aside and made anew from the events. Counts older than the journal are not in the new one. %s stays: delete it when nobody needs it"
                .formatted(file, firstLine(why), aside);
    }

    private static StoreFile checked(StoreSettings settings, boolean isNew) throws SQLException {
        var connection = connect(settings);
        try {
            var file = new StoreFile(connection);
            if (isNew) {
                file.create();
            }
            file.addWhatIsNew();
            if (!file.noted("version").equals(Optional.of(VERSION))) {
                throw new SQLException("its tables are of another version");
            }
            return file;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static DuckDBConnection connect(StoreSettings settings) throws SQLException {
        var wishes = new Properties();
        wishes.put("memory_limit", settings.memoryMebibytes() + "MiB");
        wishes.put("threads", String.valueOf(settings.threads()));
        wishes.put("temp_directory", settings.scratch().toString());
        wishes.put("autoinstall_known_extensions", "false");
        wishes.put("autoload_known_extensions", "false");
        var connection = DriverManager.getConnection("jdbc:duckdb:" + settings.file(), wishes);
        try (var statement = connection.createStatement()) {
            statement.execute("SET checkpoint_threshold = '32MiB'");
        }
        return (DuckDBConnection) connection;
    }

    private void create() throws SQLException {
        make(EventTables.made());
    }

    private void addWhatIsNew() throws SQLException {
        switch (noted("version").orElse("")) {
            case VERSION_WITHOUT_DAYS ->
                    make(
                            Stream.concat(EventTables.DAYS.stream(), Stream.of(StillDeferred.MADE))
                                    .toList());
            case VERSION_WITHOUT_DEFERRED -> make(List.of(StillDeferred.MADE));
            case VERSION_WITHOUT_AGES -> make(StillDeferred.AGED);
            default -> {
                // Of this version, or of one that cannot be used.
            }
        }
    }

    private void make(List<String> tables) throws SQLException {
        together(() -> {
            for (var table : tables) {
                run(table);
            }
            note(Map.of("version", VERSION));
        });
    }

    /// Several statements.
    @FunctionalInterface
    interface Change {
        void make() throws SQLException;
    }

    /// Does all of it, or nothing when one statement fails.
    void together(Change change) throws SQLException {
        boolean isDone = false;
        connection.setAutoCommit(false);
        try {
            change.make();
            connection.commit();
            isDone = true;
        } finally {
            if (!isDone) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        }
    }

    /// Runs a statement of ours, without values.
    void run(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// The time of the newest event, in milliseconds; [Long#MIN_VALUE] when there is none.
    long newest() throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT epoch_ms(max(time)) FROM event_rows")) {
            rows.next();
            long newest = rows.getLong(1);
            return rows.wasNull() ? Long.MIN_VALUE : newest;
        }
    }

    DuckDBConnection connection() {
        return connection;
    }

    /// A connection of its own for another thread.
    DuckDBConnection another() throws SQLException {
        return connection.duplicate();
    }

    /// Sets with how many threads the database works, that of the caller among them; from any thread.
    void threads(int count) throws SQLException {
        try (var own = another();
                var statement = own.createStatement()) {
            statement.execute("SET threads = " + count);
        }
    }

    Optional<String> noted(String name) throws SQLException {
        return noted(connection, name);
    }

    static Optional<String> noted(DuckDBConnection connection, String name) throws SQLException {
        try (var statement =
                connection.prepareStatement("SELECT value FROM notes WHERE name = ?")) {
            statement.setString(1, name);
            try (var rows = statement.executeQuery()) {
                return rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
            }
        }
    }

    /// Sets notes, in the transaction that is open.
    void note(Map<String, String> notes) throws SQLException {
        if (changing == null) {
            changing = connection.prepareStatement("UPDATE notes SET value = ? WHERE name = ?");
        }
        for (var note : notes.entrySet()) {
            changing.setString(1, note.getValue());
            changing.setString(2, note.getKey());
            if (changing.executeUpdate() > 0) {
                continue;
            }
            try (var statement = connection.prepareStatement("INSERT INTO notes VALUES (?, ?)")) {
                statement.setString(1, note.getKey());
                statement.setString(2, note.getValue());
                statement.executeUpdate();
            }
        }
    }

    /// How far a journal was read; null before the first time.
    @Nullable JournalPlace place(String journal) throws SQLException {
        var file = noted(journal + ".file");
        return file.isEmpty()
                ? null
                : new JournalPlace(
                        Instant.parse(file.get()),
                        Long.parseLong(noted(journal + ".octets").orElse("0")));
    }

    void notePlaces(Map<String, JournalPlace> places) throws SQLException {
        var notes = new HashMap<String, String>();
        places.forEach((journal, place) -> {
            notes.put(journal + ".file", place.file().toString());
            notes.put(journal + ".octets", String.valueOf(place.octets()));
        });
        note(notes);
    }

    @Override
    public void close() throws SQLException {
        if (changing != null) {
            changing.close();
        }
        connection.close();
    }
}
