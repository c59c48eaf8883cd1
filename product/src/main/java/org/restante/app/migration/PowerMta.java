package org.restante.app.migration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.restante.dns.AddressText;

/// PowerMTA's `config`: directives one a line, in blocks such as `<virtual-mta NAME>`, `<virtual-mta-pool NAME>`, `<domain NAME>`,
/// `<source NETWORK>`; `domain-macro NAME a,b` names domains together.
final class PowerMta {
    private static final Pattern OPENED =
            Pattern.compile("<([a-z-]+)(?:\\s+(.*?))?>", Pattern.CASE_INSENSITIVE);
    private static final Pattern CLOSED = Pattern.compile("</([a-z-]+)>", Pattern.CASE_INSENSITIVE);
    private static final int DEEPEST = 10;

    /// Of 1,024 octets each (K, M, G).
    private static final Pattern SIZE =
            Pattern.compile("(\\d{1,12})\\s*([KMG]?)B?", Pattern.CASE_INSENSITIVE);

    private record Block(String kind, String name) {}

    private final Draft draft;
    private final PowerMtaDomains domains;
    private final PowerMtaKeys keys;
    private final Map<String, List<String>> macros = new HashMap<>();
    private final Map<String, Map<String, Long>> pools = new LinkedHashMap<>();
    private final Map<String, Origin> poolOrigins = new HashMap<>();
    private final List<String> networks = new ArrayList<>();
    private Origin networksFrom = new Origin("", 0, "");
    private long largest;
    private final Set<String> sources = new HashSet<>();
    private @Nullable String usual;
    private Origin usualFrom = new Origin("", 0, "");

    PowerMta(Draft draft) {
        this.draft = draft;
        domains = new PowerMtaDomains(draft, macros);
        keys = new PowerMtaKeys(draft);
    }

    static boolean looksLikeIt(String text) {
        return Pattern.compile(
                        "(?mi)^\\s*<(virtual-mta|virtual-mta-pool|domain|source|acct-file)\\s")
                .matcher(text)
                .find();
    }

    void read(Path file) throws IOException {
        read(file, 0);
    }

    /// What stands only when all files were read.
    void finish() {
        domains.finish();
        pools.forEach((name, members) ->
                draft.pool(name, members, Objects.requireNonNull(poolOrigins.get(name))));
        if (usual != null) {
            if (!draft.hasPool(usual) && sources.contains(usual)) {
                draft.pool(usual, Map.of(usual, 1L), usualFrom);
            }
            draft.usualPool(usual, usualFrom);
        }
        if (!networks.isEmpty()) {
            draft.set(
                    "reception", "networks", "[" + String.join(", ", networks) + "]", networksFrom);
        }
    }

    private void read(Path file, int depth) throws IOException {
        var name = String.valueOf(file.getFileName());
        var blocks = new ArrayDeque<Block>();
        int number = 0;
        for (var raw : Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList()) {
            number++;
            var line = raw.replaceFirst("(^|\\s)#.*", "").strip();
            if (line.isEmpty()) {
                continue;
            }
            var opened = OPENED.matcher(line);
            if (CLOSED.matcher(line).matches()) {
                blocks.poll();
            } else if (opened.matches()) {
                var block =
                        new Block(
                                opened.group(1).toLowerCase(Locale.ROOT),
                                opened.group(2) == null ? "" : opened.group(2).strip());
                blocks.push(block);
                begun(block, new Origin(name, number, line));
            } else {
                var parts = line.split("\\s+", 2);
                var origin = new Origin(name, number, parts[0]);
                var value = parts.length > 1 ? parts[1].strip() : "";
                if (parts[0].equalsIgnoreCase("include")) {
                    include(file.resolveSibling(value), origin, depth);
                } else {
                    directive(parts[0].toLowerCase(Locale.ROOT), value, blocks, origin);
                }
            }
        }
    }

    private void include(Path file, Origin origin, int depth) throws IOException {
        if (!Files.isRegularFile(file)) {
            draft.leave(origin, file + " is not there");
        } else if (depth >= DEEPEST) {
            draft.leave(origin, "files include each other");
        } else {
            read(file, depth + 1);
        }
    }

    private void begun(Block block, Origin origin) {
        switch (block.kind()) {
            case "virtual-mta" -> {
                sources.add(block.name());
                draft.source(block.name());
            }
            case "domain", "source", "mx-rollup-list" -> {}
            case "virtual-mta-pool" -> poolOrigins.put(block.name(), origin);
            default -> draft.leave(origin, why(block.kind()));
        }
    }

    private static String why(String kind) {
        return switch (kind) {
            case "acct-file", "diag-file", "spool" ->
                    "every event is in the journal; 'restante events --format pmta-csv' writes accounting";
            case "smtp-pattern-list", "bounce-category-patterns" ->
                    "what a reply means is known by 'restante classify'; own rules stand in knowledge/";
            case "pattern-list" -> "mail is given a pool by its X-Restante-Pool header or its user";
            case "smtp-user" -> "users are added by 'restante user add'";
            default -> "there is no counterpart";
        };
    }

    private void directive(String name, String value, Deque<Block> blocks, Origin origin) {
        var block = blocks.peek();
        switch (block == null ? "" : block.kind()) {
            case "" -> whole(name, value, origin);
            case "virtual-mta" -> virtual(block.name(), name, value, origin);
            case "virtual-mta-pool" -> pooled(block.name(), name, value, origin);
            case "domain" -> {
                var outer = blocks.size() > 1 ? blocks.peekLast().name() : "";
                domains.say(block.name(), outer, name, value, origin);
            }
            case "mx-rollup-list" -> domains.rollup(name + " " + value, origin);
            case "source" -> source(block.name(), name, value, origin);
            default -> {} // The block as a whole was named.
        }
    }

    private void whole(String name, String value, Origin origin) {
        switch (name) {
            case "host-name" -> draft.set("server", "name", Draft.text(value), origin);
            case "smtp-listener" -> listener(value, origin);
            case "smtp-port" -> listener("0/0:" + value, origin);
            case "domain-macro" -> {
                var parts = value.split("\\s+", 2);
                macros.put(
                        parts[0].toLowerCase(Locale.ROOT),
                        parts.length < 2
                                ? List.of()
                                : List.of(parts[1].strip().split("\\s*,\\s*")));
            }
            case "smtp-server-tls-certificate" ->
                    draft.leave(
                            origin,
                            "[tls] takes a certificate and its key in PEM, without a passphrase");
            case "postmaster",
                    "http-mgmt-port",
                    "http-access",
                    "run-as-root",
                    "log-file",
                    "sync-msg-create",
                    "sync-msg-update" ->
                    draft.leave(origin, "there is no such setting here");
            case "total-max-smtp-in" -> {
                if (value.matches("[1-9]\\d{0,8}")) {
                    draft.set("reception", "connections", value, origin);
                } else {
                    draft.leave(origin, "'" + value + "' is no number");
                }
            }
            case "total-max-smtp-out" ->
                    draft.leave(
                            origin,
                            "there is no bound over all lanes; [limits] bounds those of each");
            case "domain-key" -> keys.key("", value, origin);
            case "default-virtual-mta" -> usually(value, origin);
            default -> domains.say("*", "", name, value, origin);
        }
    }

    private void listener(String value, Origin origin) {
        var words = value.split("\\s+");
        var at = words[0].indexOf(':') < 0 ? words[0] + ":25" : words[0];
        draft.listener(
                at.replaceFirst("^(0|0\\.0\\.0\\.0|0/0|0\\.0\\.0\\.0/0|\\[::0?]):", "*:"),
                "relay",
                origin);
    }

    private void virtual(String vmta, String name, String value, Origin origin) {
        switch (name) {
            case "smtp-source-host" -> host(vmta, value.split("\\s+"), origin);
            case "host-name" ->
                    draft.set("source." + Draft.key(vmta), "ehlo", Draft.text(value), origin);
            case "domain-key" -> keys.key(vmta, value, origin);
            case "max-cold-virtual-mta-msg", "cold-virtual-mta" ->
                    draft.leave(origin, PowerMtaDomains.COLD);
            default ->
                    draft.leave(
                            origin,
                            "there are no settings of one source; limits hold for each source by itself");
        }
    }

    /// `192.0.2.1 host.example`
    private void host(String vmta, String[] words, Origin origin) {
        var address = AddressText.of(words[0]);
        if (address.isEmpty()) {
            draft.withoutSource(vmta, origin, "'" + words[0] + "' is no address");
            return;
        }
        var section = "source." + Draft.key(vmta);
        var key = words[0].indexOf(':') < 0 ? "ipv4" : "ipv6";
        var text = AddressText.shown(address.get());
        if (draft.value(section, key).isPresent()) {
            draft.leave(
                    origin,
                    "a source has one address of each family; "
                            + text
                            + " would be [source."
                            + Draft.key(vmta + "-2")
                            + "], beside "
                            + vmta
                            + " in its pools");
            return;
        }
        draft.set(section, key, Draft.text(text), origin);
        if (words.length > 1) {
            draft.set(section, "ehlo", Draft.text(words[1]), origin);
        }
    }

    private void usually(String value, Origin origin) {
        if (value.startsWith("by-")) {
            draft.leave(
                    origin,
                    "the source is not chosen by where mail comes in or who sends it, but by pool: that of its user or token, X-Restante-Pool of one"
                            + " that steers, or [queue] pool");
        } else if (usual == null || usual.equals(value)) {
            usual = value;
            usualFrom = origin;
        } else {
            draft.leave(
                    origin,
                    "[queue] pool is of all mail that names none, and is "
                            + usual
                            + "; 'restante user add NAME --pool "
                            + value
                            + "' gives one client's mail another");
        }
    }

    private void pooled(String pool, String name, String value, Origin origin) {
        if (name.equals("virtual-mta")) {
            var members = pools.computeIfAbsent(pool, ignored -> new LinkedHashMap<>());
            for (var member : value.split("[\\s,]+")) {
                members.merge(member, 1L, Long::sum);
            }
        } else {
            draft.leave(origin, "there is no counterpart in a pool");
        }
    }

    private void source(String network, String name, String value, Origin origin) {
        switch (name) {
            case "always-allow-relaying" -> {
                if (isOn(value) && !network.startsWith("{")) {
                    if (network.matches("0/0|0\\.0\\.0\\.0/0|::/0")) {
                        draft.leave(
                                origin, "of " + network + ": the server would relay for everybody");
                    } else {
                        networks.add(Draft.text(network));
                        networksFrom = origin;
                    }
                }
            }
            case "max-message-size" -> size(value, origin);
            case "default-virtual-mta" -> {
                if (network.startsWith("{") && !network.equals("{auth}")) {
                    draft.leave(
                            origin,
                            "is of the users of "
                                    + network
                                    + ": 'restante user add NAME --pool "
                                    + value
                                    + "'");
                } else {
                    usually(value, origin);
                }
            }
            case "process-x-virtual-mta" -> {
                if (isOn(value)) {
                    draft.leave(
                            origin,
                            "mail names its pool by X-Restante-Pool, of a user that steers ('restante user add --steers'); a virtual MTA that is named"
                                    + " alone needs a pool of its own, such as "
                                    + pool());
                }
            }
            case "smtp-service", "allow-unencrypted-plain-auth" -> {
                // Whoever may send does so at every listener; passwords are heard under TLS alone.
            }
            case "log-connections",
                    "log-commands",
                    "log-resolution",
                    "log-data",
                    "log-transfer-failures" ->
                    draft.leave(origin, PowerMtaDomains.LOGS);
            case "require-auth" -> {
                if (isOn(value)) {
                    draft.leave(
                            origin,
                            "who is in [reception] networks sends without a password, everybody else with one");
                }
            }
            case "add-date-header", "add-message-id-header" ->
                    draft.leave(
                            origin,
                            "a missing Date and Message-ID are added at [[listener]] kind = \"submission\"");
            case "hide-message-source", "remove-received-headers", "add-received-header" ->
                    draft.leave(
                            origin, "the header goes out as it came in, with our Received field");
            case "process-x-envid", "process-x-job", "jobid-header" ->
                    draft.leave(
                            origin,
                            "a mail's campaign is named by X-Restante-Campaign, of a user that steers ('restante user add --steers')");
            default -> draft.leave(origin, "there is no counterpart for one client's network");
        }
    }

    private static boolean isOn(String value) {
        return value.matches("(?i)yes|true|1");
    }

    private String pool() {
        var name = sources.stream().sorted().findFirst().orElse("mta1");
        return "[pool." + Draft.key(name) + "] sources = { " + Draft.key(name) + " = 1 }";
    }

    /// Sizes are of all clients alike here: the largest is the one that refuses nobody's mail.
    private void size(String value, Origin origin) {
        var size = SIZE.matcher(value);
        if (value.matches("(?i)unlimited|0")) {
            draft.leave(origin, "there is always a largest message; up to 1GiB can be set");
            return;
        }
        if (!size.matches()) {
            draft.leave(origin, "'" + value + "' is no size");
            return;
        }
        var unit = size.group(2).toUpperCase(Locale.ROOT);
        long octets =
                Long.parseLong(size.group(1))
                        * switch (unit) {
                            case "K" -> 1L << 10;
                            case "M" -> 1L << 20;
                            case "G" -> 1L << 30;
                            default -> 1;
                        };
        var before = draft.origin("reception", "message_size");
        if (before.isPresent() && octets <= largest) {
            if (octets < largest) {
                draft.leave(
                        origin,
                        value
                                + " is less than what "
                                + before.get()
                                + " says; the size is of all clients alike, and the larger one was kept");
            }
            return;
        }
        largest = octets;
        draft.set(
                "reception",
                "message_size",
                Draft.text(size.group(1) + (unit.isEmpty() ? "B" : unit + "iB")),
                origin);
    }
}
