package org.restante.app.migration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.restante.dns.AddressText;
import org.restante.dns.Network;

/// Postfix' files as a draft. All are read first: what a transport may do stands in another than where it is used.
final class Postfix {
    private final Draft draft;
    private final PostfixFiles files = new PostfixFiles();
    private final PostfixRoutes routes;
    private final PostfixLimits limits;

    Postfix(Draft draft) {
        this.draft = draft;
        routes = new PostfixRoutes(files, draft);
        limits = new PostfixLimits(files, draft);
    }

    static boolean looksLikeIt(Path file, String text) {
        return PostfixFiles.looksLikeIt(file, text);
    }

    void read(Path file) throws IOException {
        files.read(file);
    }

    /// Writes what all the files say together.
    void finish() {
        files.main()
                .forEach((name, parameter) ->
                        main(name, files.expanded(parameter.value()), parameter.origin()));
        files.services().forEach(this::service);
        routes.all();
        routes.ways().forEach(limits::of);
        new PostfixTls(files, routes, draft).all();
        new PostfixLogins(files, draft).all();
        pools();
    }

    /// A client of its own in master.cf is used by the mail that is given to it, no other: each becomes a pool.
    private void pools() {
        var own =
                files.services().stream()
                        .filter(one -> draft.has("source." + Draft.key(one.name())))
                        .toList();
        if (own.isEmpty()) {
            return;
        }
        var host = files.main().get("myhostname");
        if (!draft.has("source.default") && host != null) {
            draft.set(
                    "source.default",
                    "ehlo",
                    Draft.text(files.expanded(host.value())),
                    host.origin());
        }
        draft.pool("default", Map.of("default", 1L), own.getFirst().origin());
        own.forEach(one -> draft.pool(one.name(), Map.of(one.name(), 1L), one.origin()));
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
            case PostfixRoutes.TRANSPORTS, PostfixLogins.PASSWORDS -> tables(name, origin);
            case "relayhost",
                    "inet_interfaces",
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
                if (!PostfixTls.isOne(name) && !limits.isOne(name, value, origin)) {
                    draft.leave(origin, why(name));
                }
            }
        }
    }

    /// The tables that were handed in are read; the others are named.
    private void tables(String parameter, Origin origin) {
        for (var table : files.named(parameter)) {
            if (files.entriesOf(parameter).stream()
                    .noneMatch(one -> PostfixFiles.isOf(one, table))) {
                draft.leave(origin, "the table " + table + " was not handed in; name its file too");
            }
        }
    }

    private void count(String key, String value, Origin origin) {
        if (value.matches("\\d{1,9}")) {
            draft.set("reception", key, String.valueOf(Long.parseLong(value)), origin);
        } else {
            draft.leave(origin, "'" + value + "' is no number");
        }
    }

    private void span(String section, String key, String value, String unit, Origin origin) {
        var span = Spans.of(value, unit);
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

    private void service(PostfixFiles.Service service) {
        if (service.type().equals("inet") && service.command().equals("smtpd")) {
            listener(service);
        } else if (service.type().equals("unix")
                && PostfixRoutes.SMTP.contains(service.command())) {
            client(service);
        }
        // The others are Postfix' own parts.
    }

    private void listener(PostfixFiles.Service service) {
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

    private void client(PostfixFiles.Service service) {
        service.options()
                .forEach((name, value) -> {
                    var origin =
                            new Origin(
                                    service.origin().file(),
                                    service.origin().line(),
                                    service.name() + " -o " + name);
                    switch (name) {
                        case "smtp_bind_address", "smtp_bind_address6" ->
                                bound(service.name(), name, files.expanded(value), origin);
                        case "smtp_helo_name", "myhostname" ->
                                draft.set(
                                        "source." + Draft.key(service.name()),
                                        "ehlo",
                                        Draft.text(files.expanded(value)),
                                        origin);
                        default -> {
                            if (!PostfixTls.isOne(name)) {
                                draft.leave(origin, "there is no such setting of one source");
                            }
                        }
                    }
                });
    }

    private static String why(String name) {
        if (name.startsWith("smtpd_") && name.endsWith("_restrictions")) {
            return "only [reception] networks and users may send";
        }
        if (name.contains("sasl")) {
            return name.startsWith("smtp_")
                    ? "who we are to a next hop stands in [next_hop.NAME]; its password is said under TLS alone"
                    : "users are added by 'restante user add'";
        }
        if (name.contains("milter")) {
            return "filters are set up anew; see docs/configuration.md";
        }
        if (name.equals("smtp_tls_wrappermode")) {
            return "TLS from the first octet is not spoken to next hops; a port with STARTTLS, 587 mostly, would be right in [routes]";
        }
        if (name.contains("_tls_") || name.endsWith("_tls")) {
            return name.startsWith("smtpd_")
                    ? "[tls] has the certificate alone: STARTTLS is offered with TLS 1.2 and 1.3, and asked of clients before a password, of nothing else"
                    : "TLS 1.2 and 1.3 wherever offered, with the authorities this machine trusts; what must be encrypted stands in [receiver_tls]";
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
