package org.restante.app.access;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The file of tokens and its changes, as [UserFile] does it: only the lines that change are touched, in one step, one change at a time.
/// A running server sees a change within a second.
public final class TokenFile {
    private static final String BEGINNING =
            """
            # Programs' keys to the HTTP interface, as digests. Changed by 'restante token create|revoke'; limits and rights may be edited here.
            """;
    private static final Pattern TABLE = Pattern.compile("\\s*\\[\\[\\s*\"?token\"?\\s*]].*");

    private final Path file;

    public TokenFile(Path file) {
        this.file = file;
    }

    private interface Change {
        String of(Tokens before, String text) throws BadUsers;
    }

    public Path path() {
        return file;
    }

    /// The tokens; none where there is no file yet.
    public Tokens tokens() throws IOException, BadUsers {
        return Files.exists(file) ? Tokens.read(file) : Tokens.NONE;
    }

    public void add(Token token) throws IOException, BadUsers {
        TableKeys.check(file, token.name(), token.client());
        change((before, text) -> {
            if (before.named(token.name()).isPresent()) {
                throw new BadUsers(
                        file
                                + ": there is a token '"
                                + token.name()
                                + "'; 'restante token revoke' ends it");
            }
            var gap = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
            return text + gap + "\n" + lines(token);
        });
    }

    /// Takes a token out, by its name or its id.
    public void remove(String nameOrId) throws IOException, BadUsers {
        change((before, text) -> {
            var token =
                    before.named(nameOrId)
                            .or(() -> before.withId(nameOrId))
                            .orElseThrow(() ->
                                    new BadUsers(
                                            file
                                                    + ": there is no token '"
                                                    + nameOrId
                                                    + "'"
                                                    + known(before)));
            var lines = new ArrayList<>(text.lines().toList());
            var starts = new ArrayList<Integer>();
            for (int at = 0; at < lines.size(); at++) {
                if (TABLE.matcher(lines.get(at)).matches()) {
                    starts.add(at);
                }
            }
            if (starts.size() != before.byId().size()) {
                throw new BadUsers(
                        file
                                + ": is written in another way than [[token]] for each; edit it by hand");
            }
            int index = new ArrayList<>(before.byId().keySet()).indexOf(token.id());
            int to = index + 1 < starts.size() ? starts.get(index + 1) : lines.size();
            lines.subList(starts.get(index), to).clear();
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
            var changed = change.of(Tokens.read(file, text), text);
            Tokens.read(file, changed);
            SecretFile.replace(file, changed);
        }
    }

    private static String known(Tokens tokens) {
        return tokens.all().isEmpty()
                ? "; there is none yet"
                : "; one of "
                        + tokens.all().stream().map(Token::name).collect(Collectors.joining(", "))
                        + " would be right";
    }

    private static String lines(Token token) {
        var keys = new LinkedHashMap<String, String>();
        keys.put("id", quoted(token.id()));
        keys.put("name", quoted(token.name()));
        keys.put("digest", quoted(token.digest()));
        keys.put(
                "scopes",
                list(token.scopes().stream().map(Scope::word).collect(Collectors.toSet())));
        keys.put("created", quoted(token.created().toString()));
        token.expires().ifPresent(end -> keys.put("expires", quoted(end.toString())));
        token.requestsPerSecond()
                .ifPresent(count -> keys.put("requests_per_second", String.valueOf(count)));
        var client = token.client();
        client.tenant().ifPresent(tenant -> keys.put("tenant", quoted(tenant)));
        keys.put(
                "senders",
                list(client.senders().stream().map(Object::toString).collect(Collectors.toSet())));
        keys.put("pools", list(client.pools()));
        keys.put("streams", list(client.streams()));
        keys.put("steers", String.valueOf(client.steers()));
        client.recipientsPerHour()
                .ifPresent(count -> keys.put("recipients_per_hour", String.valueOf(count)));
        client.recipientsPerDay()
                .ifPresent(count -> keys.put("recipients_per_day", String.valueOf(count)));
        return "[[token]]\n"
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
                .map(TokenFile::quoted)
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
