package org.restante.app.migration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.restante.dns.AddressText;
import org.restante.dns.Network;

/// Postfix' `main.cf`, `master.cf` and tables of transports (`postconf(5)`, `master(5)`, `transport(5)`). All files are read first: what a transport
/// may do stands in another than where it is used.
final class Postfix {
    private static final Pattern REFERENCE =
            Pattern.compile("\\$(?:\\{(\\w+)}|\\((\\w+)\\)|(\\w+))");
    private static final Pattern HOP = Pattern.compile("(\\[[^]]+]|[^:\\[\\]]+)(?::(\\w+))?");
    private static final Set<String> SMTP = Set.of("smtp", "relay", "lmtp");

    /// @param value as it is written
    private record Parameter(String value, Origin origin) {}

    private record Service(
            String name, String type, String command, Map<String, String> options, Origin origin) {}

    private record Transport(String domain, String target, Origin origin) {}

    private final Draft draft;
    private final Map<String, Parameter> main = new LinkedHashMap<>();
    private final List<Service> services = new ArrayList<>();
    private final List<Transport> transports = new ArrayList<>();

    Postfix(Draft draft) {
        this.draft = draft;
    }

    static boolean looksLikeIt(Path file, String text) {
        var name = String.valueOf(file.getFileName());
        return name.endsWith(".cf")
                || text.lines()
                        .anyMatch(line ->
                                line.matches(
                                        "(myhostname|mynetworks|relayhost|default_destination_\\w+)\\s*=.*"))
                || text.lines()
                        .anyMatch(line -> line.matches("\\S+\\s+(inet|unix|pass)(\\s+\\S+){5,}"))
                || text.lines()
                        .anyMatch(line ->
                                line.matches(
                                        "\\S+\\s+(smtp|lmtp|relay|\\w+)?:(\\[?[\\w.-]+]?(:\\w+)?)?"));
    }

    void read(Path file) throws IOException {
        var text = Files.readString(file, StandardCharsets.ISO_8859_1);
        var name = String.valueOf(file.getFileName());
        if (text.lines()
                .anyMatch(line -> line.matches("\\S+\\s+(inet|unix|fifo|pass)(\\s+\\S+){5,}"))) {
            logical(text).forEach((line, number) -> service(line, name, number));
        } else if (text.lines().anyMatch(line -> line.matches("\\w+\\s*=.*"))) {
            logical(text).forEach((line, number) -> parameter(line, name, number));
        } else {
            logical(text).forEach((line, number) -> transport(line, name, number));
        }
    }

    /// Lines with those that continue them, and where each begins. A line that begins with white space goes on with the one before.
    private static Map<String, Integer> logical(String text) {
        var lines = new LinkedHashMap<String, Integer>();
        var line = new StringBuilder();
        int begun = 0;
        int number = 0;
        for (var raw : text.lines().toList()) {
            number++;
            if (raw.isBlank() || raw.strip().startsWith("#")) {
                continue;
            }
            if (Character.isWhitespace(raw.charAt(0)) && !line.isEmpty()) {
                line.append(' ').append(raw.strip());
            } else {
                if (!line.isEmpty()) {
                    lines.put(line.toString(), begun);
                }
                line.setLength(0);
                line.append(raw.strip());
                begun = number;
            }
        }
        if (!line.isEmpty()) {
            lines.put(line.toString(), begun);
        }
        return lines;
    }

    private void parameter(String line, String file, int number) {
        int equals = line.indexOf('=');
        if (equals < 1) {
            return;
        }
        var name = line.substring(0, equals).strip();
        main.put(
                name,
                new Parameter(line.substring(equals + 1).strip(), new Origin(file, number, name)));
    }

    private void service(String line, String file, int number) {
        var words = line.split("\\s+");
        if (words.length < 8) {
            return;
        }
        var options = new TreeMap<String, String>();
        for (int i = 8; i + 1 < words.length; i++) {
            int equals = words[i + 1].indexOf('=');
            if (words[i].equals("-o") && equals > 0) {
                options.put(words[i + 1].substring(0, equals), words[i + 1].substring(equals + 1));
            }
        }
        services.add(
                new Service(
                        words[0],
                        words[1],
                        words[7],
                        options,
                        new Origin(file, number, words[0] + " " + words[1])));
    }

    private void transport(String line, String file, int number) {
        var words = line.split("\\s+");
        if (words.length == 2) {
            transports.add(new Transport(words[0], words[1], new Origin(file, number, words[0])));
        }
    }

    /// Writes what all the files say together.
    void finish() {
        main.forEach(
                (name, parameter) -> main(name, value(parameter.value(), 0), parameter.origin()));
        services.forEach(this::service);
        transports.forEach(this::transport);
        pools();
    }

    /// A client of its own in master.cf is used by the mail that is given to it, no other: each becomes a pool.
    private void pools() {
        var own =
                services.stream()
                        .filter(one -> draft.has("source." + Draft.key(one.name())))
                        .toList();
        if (own.isEmpty()) {
            return;
        }
        var host = main.get("myhostname");
        if (!draft.has("source.default") && host != null) {
            draft.set("source.default", "ehlo", Draft.text(value(host.value(), 0)), host.origin());
        }
        draft.pool("default", Map.of("default", 1L), own.getFirst().origin());
        own.forEach(one -> draft.pool(one.name(), Map.of(one.name(), 1L), one.origin()));
    }

    /// With what it refers to put in (`$myhostname`, `${name}`).
    private String value(String written, int depth) {
        var whole = new StringBuilder();
        Matcher reference = REFERENCE.matcher(written);
        while (reference.find()) {
            var name =
                    reference.group(1) != null
                            ? reference.group(1)
                            : reference.group(2) != null ? reference.group(2) : reference.group(3);
            var meant = main.get(name);
            var with = meant == null || depth > 10 ? "" : value(meant.value(), depth + 1);
            reference.appendReplacement(whole, Matcher.quoteReplacement(with));
        }
        return reference.appendTail(whole).toString().strip();
    }

    private void main(String name, String value, Origin origin) {
        if (value.isEmpty()) {
            return;
        }
        switch (name) {
            case "myhostname" -> draft.set("server", "name", Draft.text(value), origin);
            case "mynetworks" -> networks(value, origin);
            case "message_size_limit" -> size(value, origin);
            case "smtpd_recipient_limit" -> count("recipients", value, origin);
            case "smtpd_hard_error_limit" -> count("refusals", value, origin);
            case "smtpd_client_connection_count_limit" ->
                    count("connections_per_client", value, origin);
            case "hopcount_limit" -> count("hops", value, origin);
            case "smtpd_timeout" ->
                    span(
                            "reception",
                            "idle",
                            value.replaceAll(".*\\{.*:(\\w+)}.*", "$1"),
                            "s",
                            origin);
            case "relayhost" -> hop("*", value, false, origin);
            case "smtp_bind_address", "smtp_bind_address6" -> bound("default", name, value, origin);
            case "smtp_helo_name" -> draft.set("source.default", "ehlo", Draft.text(value), origin);
            case "smtpd_tls_cert_file" ->
                    draft.set("tls", "certificate", Draft.text(value), origin);
            case "smtpd_tls_key_file" -> draft.set("tls", "key", Draft.text(value), origin);
            case "maximal_queue_lifetime" -> {
                span("queue", "bulk", value, "d", origin);
                span("queue", "relayed", value, "d", origin);
            }
            case "delay_warning_time" -> span("queue", "delay_notice", value, "h", origin);
            case "smtp_connect_timeout" -> span("delivery", "connect", value, "s", origin);
            case "smtp_helo_timeout" -> {
                span("delivery", "greeting", value, "s", origin);
                span("delivery", "ehlo", value, "s", origin);
            }
            case "smtp_mail_timeout" -> span("delivery", "mail", value, "s", origin);
            case "smtp_rcpt_timeout" -> span("delivery", "rcpt", value, "s", origin);
            case "smtp_starttls_timeout" -> span("delivery", "start_tls", value, "s", origin);
            case "smtp_data_init_timeout" -> span("delivery", "data", value, "s", origin);
            case "smtp_data_xfer_timeout" -> span("delivery", "block", value, "s", origin);
            case "smtp_data_done_timeout" -> span("delivery", "content", value, "s", origin);
            case "smtp_quit_timeout" -> span("delivery", "quit", value, "s", origin);
            case "transport_maps" -> tables(value, origin);
            case "inet_interfaces",
                    "inet_protocols",
                    "compatibility_level",
                    "config_directory",
                    "command_directory",
                    "daemon_directory",
                    "data_directory",
                    "queue_directory",
                    "mail_owner",
                    "setgid_group",
                    "myorigin",
                    "mydomain",
                    "alias_maps",
                    "alias_database",
                    "biff",
                    "append_dot_mydomain",
                    "readme_directory",
                    "html_directory",
                    "manpage_directory",
                    "sample_directory",
                    "mailq_path",
                    "newaliases_path",
                    "sendmail_path",
                    "smtpd_banner",
                    "debug_peer_level",
                    "debugger_command" -> {
                // Speaks of the installation, or of what this server has no use for.
            }
            default -> {
                if (!limit(name, value, origin)) {
                    draft.leave(origin, why(name));
                }
            }
        }
    }

    /// `default_destination_concurrency_limit`, `smtp_destination_recipient_limit`, `slow_destination_rate_delay` and their like; those of a transport
    /// of its own are used where mail is given to it.
    private boolean limit(String name, String value, Origin origin) {
        int at = name.indexOf("_destination_");
        if (at < 1) {
            return false;
        }
        var transport = name.substring(0, at);
        if (transport.equals("default") || SMTP.contains(transport)) {
            return limit("limits.all", name.substring(at), value, origin);
        }
        return transports.stream().anyMatch(one -> one.target().startsWith(transport + ":"));
    }

    private boolean limit(String section, String what, String value, Origin origin) {
        switch (what) {
            case "_destination_concurrency_limit" -> number(section, "connections", value, origin);
            case "_destination_recipient_limit" ->
                    number(section, "recipients_per_message", value, origin);
            case "_destination_rate_delay" -> delay(section, value, origin);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void number(String section, String key, String value, Origin origin) {
        if (value.matches("[1-9]\\d{0,8}")) {
            draft.least(section, key, Long.parseLong(value), origin);
        } else {
            draft.leave(
                    origin,
                    "'" + value + "' is no limit; without one the provider's profile holds");
        }
    }

    /// A delay between two messages to one destination, one after the other, is a rate with one connection.
    private void delay(String section, String value, Origin origin) {
        var span = Draft.span(value, "s");
        long seconds = span.map(Postfix::seconds).orElse(-1L);
        if (seconds > 0) {
            draft.least(section, "messages_per_hour", Math.max(1, 3600 / seconds), origin);
            draft.least(section, "connections", 1, origin);
        } else if (seconds < 0) {
            draft.leave(origin, "'" + value + "' is no time span");
        }
    }

    private static long seconds(String span) {
        var number = span.replaceAll("\\D", "");
        if (!span.matches("\\d{1,9}[smhd]")) {
            return -1;
        }
        long amount = Long.parseLong(number);
        return switch (span.charAt(span.length() - 1)) {
            case 's' -> amount;
            case 'm' -> amount * 60;
            case 'h' -> amount * 3600;
            default -> amount * 86_400;
        };
    }

    private void count(String key, String value, Origin origin) {
        if (value.matches("\\d{1,9}")) {
            draft.set("reception", key, String.valueOf(Long.parseLong(value)), origin);
        } else {
            draft.leave(origin, "'" + value + "' is no number");
        }
    }

    private void span(String section, String key, String value, String unit, Origin origin) {
        var span = Draft.span(value, unit);
        if (span.isPresent()) {
            draft.set(section, key, Draft.text(span.get()), origin);
        } else {
            draft.leave(origin, "'" + value + "' is no time span");
        }
    }

    private void size(String value, Origin origin) {
        if (value.equals("0")) {
            draft.leave(origin, "there is always a largest message; up to 1GiB can be set");
        } else {
            draft.set("reception", "message_size", Draft.text(value + "B"), origin);
        }
    }

    private void networks(String value, Origin origin) {
        var networks = new ArrayList<String>();
        for (var word : value.split("[\\s,]+")) {
            var network = network(word);
            if (network == null) {
                draft.leave(origin, "'" + word + "' is no network");
            } else if (network.prefix() == 0) {
                draft.leave(origin, word + ": the server would relay for everybody");
            } else {
                networks.add(Draft.text(network.toString()));
            }
        }
        if (!networks.isEmpty()) {
            draft.set("reception", "networks", "[" + String.join(", ", networks) + "]", origin);
        }
    }

    /// `192.0.2.7/24` and `[2001:db8::1]/64` name the network around an address.
    private static @Nullable Network network(String word) {
        int slash = word.lastIndexOf('/');
        var text = slash < 0 ? word : word.substring(0, slash);
        var address =
                AddressText.of(
                        text.startsWith("[") && text.endsWith("]")
                                ? text.substring(1, text.length() - 1)
                                : text);
        if (address.isEmpty()) {
            return null;
        }
        int bits = address.get().getAddress().length * 8;
        var prefix = slash < 0 ? String.valueOf(bits) : word.substring(slash + 1);
        return prefix.matches("\\d{1,3}") && Integer.parseInt(prefix) <= bits
                ? Network.around(address.get(), Integer.parseInt(prefix))
                : null;
    }

    private void bound(String source, String name, String value, Origin origin) {
        draft.set(
                "source." + Draft.key(source),
                name.endsWith("6") ? "ipv6" : "ipv4",
                Draft.text(value.replaceAll("[\\[\\]]", "")),
                origin);
    }

    /// The tables that were handed in are read; the others are named.
    private void tables(String value, Origin origin) {
        for (var table : value.split("[\\s,]+")) {
            var file = table.replaceFirst("^\\w+:", "");
            boolean isRead =
                    transports.stream()
                            .anyMatch(one ->
                                    one.origin()
                                            .file()
                                            .equals(String.valueOf(Path.of(file).getFileName())));
            if (!isRead) {
                draft.leave(origin, "the table " + table + " was not handed in; name its file too");
            }
        }
    }

    private void service(Service service) {
        if (service.type().equals("inet") && service.command().equals("smtpd")) {
            listener(service);
        } else if (service.type().equals("unix") && SMTP.contains(service.command())) {
            client(service);
        }
        // The others are Postfix' own parts.
    }

    private void listener(Service service) {
        int colon = service.name().lastIndexOf(':');
        var host = colon < 0 ? "*" : service.name().substring(0, colon);
        var port =
                switch (service.name().substring(colon + 1)) {
                    case "smtp" -> "25";
                    case "submission" -> "587";
                    case "smtps", "submissions" -> "465";
                    default -> service.name().substring(colon + 1);
                };
        boolean isWrapped = "yes".equals(service.options().get("smtpd_tls_wrappermode"));
        boolean isSubmission =
                port.equals("587") || "yes".equals(service.options().get("smtpd_sasl_auth_enable"));
        draft.listener(
                host + ":" + port,
                isWrapped ? "implicit-tls" : isSubmission ? "submission" : "relay",
                service.origin());
    }

    private void client(Service service) {
        service.options()
                .forEach((name, value) -> {
                    var origin =
                            new Origin(
                                    service.origin().file(),
                                    service.origin().line(),
                                    service.name() + " -o " + name);
                    switch (name) {
                        case "smtp_bind_address", "smtp_bind_address6" ->
                                bound(service.name(), name, value(value, 0), origin);
                        case "smtp_helo_name", "myhostname" ->
                                draft.set(
                                        "source." + Draft.key(service.name()),
                                        "ehlo",
                                        Draft.text(value(value, 0)),
                                        origin);
                        default -> draft.leave(origin, "there is no such setting of one source");
                    }
                });
    }

    private void transport(Transport line) {
        int colon = line.target().indexOf(':');
        var transport = colon < 0 ? line.target() : line.target().substring(0, colon);
        var hop = colon < 0 ? "" : line.target().substring(colon + 1);
        var domain = line.domain().startsWith(".") ? "*" + line.domain() : line.domain();
        if (domain.indexOf('@') >= 0) {
            draft.leave(line.origin(), "mail is routed by domain, not by address");
            return;
        }
        if (Set.of("error", "discard", "retry", "local", "virtual", "pipe").contains(transport)) {
            draft.leave(line.origin(), "there is no transport '" + transport + "'");
            return;
        }
        if (!hop.isEmpty()) {
            hop(domain, hop, transport.equals("lmtp"), line.origin());
        }
        if (!transport.isEmpty() && !SMTP.contains(transport)) {
            boolean isOne = !domain.startsWith("*.");
            main.forEach((name, parameter) -> {
                if (name.startsWith(transport + "_destination_")) {
                    if (isOne) {
                        limit(
                                draft.limits(domain),
                                name.substring(transport.length()),
                                value(parameter.value(), 0),
                                parameter.origin());
                    } else {
                        draft.leave(
                                parameter.origin(),
                                "limits are of a site or a provider, not of " + domain);
                    }
                }
            });
            if (services.stream()
                    .anyMatch(one ->
                            one.name().equals(transport)
                                    && one.options().containsKey("smtp_bind_address"))) {
                draft.leave(
                        line.origin(),
                        "the source is chosen by the mail's pool, not by its recipient");
            }
        }
    }

    private void hop(String domain, String hop, boolean isLmtp, Origin origin) {
        var parts = HOP.matcher(hop.replaceFirst("^inet:", ""));
        if (!parts.matches()) {
            draft.leave(
                    origin,
                    "'" + hop + "' is no next hop that mail can be sent to by SMTP or LMTP");
            return;
        }
        var port = parts.group(2) == null ? "" : ":" + port(parts.group(2));
        draft.set(
                "routes",
                domain,
                Draft.text((isLmtp ? "lmtp:" : "") + parts.group(1) + port),
                origin);
    }

    private static String port(String word) {
        return switch (word) {
            case "smtp" -> "25";
            case "submission" -> "587";
            case "lmtp" -> "24";
            default -> word;
        };
    }

    private static String why(String name) {
        if (name.startsWith("smtpd_") && name.endsWith("_restrictions")) {
            return "only [reception] networks and users may send";
        }
        if (name.contains("sasl")) {
            return name.startsWith("smtp_")
                    ? "passwords for next hops are not supported"
                    : "users are added by 'restante user add'";
        }
        if (name.contains("milter")) {
            return "filters are set up anew; see docs/configuration.md";
        }
        if (name.contains("_tls_") || name.endsWith("_tls")) {
            return "TLS 1.2 and 1.3 wherever offered; what a domain demands is found by MTA-STS and DANE";
        }
        if (name.contains("backoff_time") || name.equals("queue_run_delay")) {
            return "a recipient is tried again after 15 and 30 minutes, 1, 2 and every 4 hours, or when the receiver says";
        }
        if (name.startsWith("virtual_")
                || name.startsWith("local_")
                || name.startsWith("mailbox_")
                || name.equals("mydestination")
                || name.startsWith("relay_")
                || name.startsWith("recipient_")
                || name.startsWith("canonical_")) {
            return "this server sends only; it has no mailboxes and rewrites no address";
        }
        if (name.startsWith("sender_dependent_") || name.equals("default_transport")) {
            return "the source is chosen by pools: X-Restante-Pool, or the user's";
        }
        return "there is no counterpart";
    }
}
