package org.restante.app.access;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.restante.sending.reception.Client;

/// A file of tables `[[word]]`, one for each user or token, that people edit too: only the lines that change are touched, comments stay,
/// and the new file takes the old one's place in one step. Changes of two people at once wait for each other.
///
/// @param word what the tables are called
/// @param beginning the comment a new file begins with
/// @param reader reads all tables of a text
record TableFile<T>(Path file, String word, String beginning, Reader<T> reader) {
    /// Reads all tables; what it refuses is never written.
    interface Reader<T> {
        T read(Path file, String text) throws BadUsers;
    }

    /// A change; what it throws leaves the file as it is.
    interface Change<T> {
        String of(T before, String text) throws BadUsers;
    }

    /// Lines `[from, to)` of one table.
    record Block(int from, int to) {}

    void change(Change<T> change) throws IOException, BadUsers {
        var lock = file.resolveSibling("." + file.getFileName() + ".lock");
        try (var channel =
                        FileChannel.open(
                                lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = channel.lock()) {
            assert held.isValid();
            var text = Files.exists(file) ? Files.readString(file) : beginning;
            var changed = change.of(reader.read(file, text), text);
            reader.read(file, changed);
            SecretFile.replace(file, changed);
        }
    }

    /// The text with a table more.
    String with(String text, Map<String, String> keys) {
        var gap = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
        return text
                + gap
                + "\n[["
                + word
                + "]]\n"
                + keys.entrySet().stream()
                        .map(key -> key.getKey() + " = " + key.getValue() + "\n")
                        .collect(Collectors.joining());
    }

    /// The text with a table less.
    static String without(List<String> lines, Block block) {
        var left = new ArrayList<>(lines);
        left.subList(block.from(), block.to()).clear();
        return String.join("\n", left) + (left.isEmpty() ? "" : "\n");
    }

    /// Where a table stands.
    ///
    /// @param index which
    /// @param count how many were read
    Block block(List<String> lines, int index, int count) throws BadUsers {
        var table = Pattern.compile("\\s*\\[\\[\\s*\"?" + word + "\"?\\s*]].*");
        var starts = new ArrayList<Integer>();
        for (int at = 0; at < lines.size(); at++) {
            if (table.matcher(lines.get(at)).matches()) {
                starts.add(at);
            }
        }
        if (starts.size() != count) {
            throw new BadUsers(
                    file
                            + ": is written in another way than [["
                            + word
                            + "]] for each; edit it by hand");
        }
        return new Block(
                starts.get(index),
                index + 1 < starts.size() ? starts.get(index + 1) : lines.size());
    }

    /// For the end of "there is no user 'x'": which there are.
    static String known(Collection<String> names) {
        return names.isEmpty()
                ? "; there is none yet"
                : "; one of " + String.join(", ", names) + " would be right";
    }

    /// What a client may do, key by key; its name is the table's own.
    static void client(Map<String, String> keys, Client client) {
        client.tenant().ifPresent(tenant -> keys.put("tenant", quoted(tenant)));
        keys.put("senders", list(client.senders().stream().map(Object::toString).toList()));
        keys.put("pools", list(client.pools()));
        keys.put("streams", list(client.streams()));
        keys.put("steers", String.valueOf(client.steers()));
        client.recipientsPerHour()
                .ifPresent(count -> keys.put("recipients_per_hour", String.valueOf(count)));
        client.recipientsPerDay()
                .ifPresent(count -> keys.put("recipients_per_day", String.valueOf(count)));
    }

    static String quoted(String text) {
        return "\"" + text + "\"";
    }

    static String list(Collection<String> texts) {
        return texts.stream()
                .sorted()
                .map(TableFile::quoted)
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
