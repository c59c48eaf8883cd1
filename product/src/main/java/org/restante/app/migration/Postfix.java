package org.restante.app.migration;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.restante.dns.AddressText;
import org.restante.dns.Network;

/// Postfix' files as a draft. All are read first: what a transport may do stands in another than where it is used.
final class Postfix {
    /// The bits before the IPv4 address of a mapped one (RFC 4291 §2.5.5.2).
    private static final int IPV4_MAPPED = 96;

    private final Draft draft;
    private final PostfixFiles files = new PostfixFiles();
    private final PostfixRoutes routes;
    private final PostfixLimits limits;
    private final PostfixListeners listeners;
    private List<PostfixFiles.Entry> senders = List.of();

    Postfix(Draft draft) {
        this.draft = draft;
        routes = new PostfixRoutes(files, draft);
        limits = new PostfixLimits(files, draft);
        listeners = new PostfixListeners(files, draft);
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
        certificate();
        retries();
        new PostfixMilters(files, draft).all();
        files.services().forEach(this::service);
        routes.all();
        routes.ways().forEach(limits::of);
        new PostfixTls(files, routes, draft).all();
        new PostfixLogins(files, draft).all();
        pools();
        senders.forEach(this::sender);
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
        draft.source("default");
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
            case "maximal_queue_lifetime" -> {
                span("queue", "bulk", value, "d", origin);
                span("queue", "relayed", value, "d", origin);
            }
            case "delay_warning_time" -> {
                if (!value.matches("0\\w?")) {
                    span("queue", "delay_notice", value, "h", origin);
                    draft.leave(
                            origin, "senders who asked for it (NOTIFY=DELAY) are told, no others");
                }
            }
            case "smtpd_tls_security_level" -> {
                if (!value.equals("may") && !value.equals("none")) {
                    draft.leave(origin, PostfixWords.why(name));
                }
            }
            case "smtpd_tls_auth_only" -> {
                if (!value.equals("yes")) {
                    draft.leave(origin, "passwords are heard under TLS, or from this machine");
                }
            }
            case "inet_protocols" -> protocols(value, origin);
            case PostfixListeners.INTERFACES -> listeners.interfaces(origin);
            case "sender_dependent_default_transport_maps" -> senders(name, origin);
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
                    "default_transport",
                    "smtpd_tls_cert_file",
                    "smtpd_tls_key_file",
                    "smtpd_tls_chain_files",
                    "minimal_backoff_time",
                    "maximal_backoff_time",
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
                    "smtp_dns_support_level",
                    "smtp_tls_session_cache_database",
                    "smtpd_tls_session_cache_database",
                    "smtp_tls_loglevel",
                    "smtpd_tls_loglevel",
                    "debug_peer_level",
                    "debugger_command" -> {
                // Speaks of the installation, or of what this server has no use for.
            }
            default -> {
                if (!PostfixTls.isOne(name)
                        && !PostfixMilters.isOne(name)
                        && !limits.isOne(name, value, origin)) {
                    draft.leave(origin, PostfixWords.why(name));
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

    private void protocols(String value, Origin origin) {
        if (value.equals("ipv4") || value.equals("ipv6")) {
            boolean isFour = value.equals("ipv4");
            draft.leave(
                    origin,
                    (isFour ? "IPv6" : "IPv4")
                            + " is used too where this machine has it; a [source.NAME] with "
                            + value
                            + " alone sends from that alone");
        }
    }

    /// The table of senders, whose lines say by which transport their mail leaves.
    private void senders(String parameter, Origin origin) {
        draft.leave(
                origin,
                "the pool is that of the mail's user or token, not of its sender's address: 'restante user add NAME --sender DOMAIN --pool POOL'");
        senders = files.entriesOf(parameter);
    }

    private void sender(PostfixFiles.Entry line) {
        var transport = line.value().replaceFirst(":.*", "");
        var name = line.key().substring(line.key().indexOf('@') + 1);
        if (draft.hasPool(transport)) {
            draft.leave(
                    line.origin(),
                    "'restante user add NAME --sender "
                            + name
                            + " --pool "
                            + transport
                            + "' gives its mail that source");
        }
    }

    /// A file may hold both; of `smtpd_tls_chain_files` the key's comes first (`postconf(5)`).
    private void certificate() {
        var chain = files.named("smtpd_tls_chain_files");
        var chainFrom = files.main().get("smtpd_tls_chain_files");
        if (chainFrom != null && !chain.isEmpty()) {
            draft.set("tls", "certificate", Draft.text(chain.getLast()), chainFrom.origin());
            draft.set("tls", "key", Draft.text(chain.getFirst()), chainFrom.origin());
            if (chain.size() > 2) {
                draft.leave(
                        chainFrom.origin(),
                        "there is one certificate for all, with its chain in one file; others are of names ([tls.name.\"…\"])");
            }
            return;
        }
        var certificate = files.main().get("smtpd_tls_cert_file");
        var file = files.value("smtpd_tls_cert_file");
        if (certificate == null || file == null || file.isEmpty() || file.equals("none")) {
            return;
        }
        draft.set("tls", "certificate", Draft.text(file), certificate.origin());
        var key = files.main().get("smtpd_tls_key_file");
        var keyFile = files.value("smtpd_tls_key_file");
        draft.set(
                "tls",
                "key",
                Draft.text(keyFile == null || keyFile.isEmpty() ? file : keyFile),
                key == null ? certificate.origin() : key.origin());
    }

    /// Postfix tries again when as much time is over as the mail has waited (`qmgr(8)`), from the least to the longest of these.
    private void retries() {
        var least = delay("minimal_backoff_time", Duration.ofSeconds(300));
        var longest = delay("maximal_backoff_time", Duration.ofSeconds(4000));
        var from = files.main().get("minimal_backoff_time");
        var origin = from == null ? files.main().get("maximal_backoff_time") : from;
        if (origin == null || least.isEmpty() || longest.isEmpty()) {
            return;
        }
        var delays = Spans.doubling(least.get(), longest.get());
        if (delays.size() > 1) {
            delays.addFirst(least.get());
        }
        draft.retry("", delays, origin.origin());
    }

    /// @return empty where it is none, which is told
    private Optional<Duration> delay(String parameter, Duration usual) {
        var value = files.value(parameter);
        var found = files.main().get(parameter);
        if (found == null || value == null || value.isEmpty()) {
            return Optional.of(usual);
        }
        var span = Spans.of(value, "s");
        if (span.isEmpty()) {
            draft.leave(found.origin(), "'" + value + "' is no time span");
        }
        return span.map(Spans::duration);
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
                draft.leave(
                        origin,
                        word.startsWith("!")
                                ? "'" + word + "': nobody is taken out of a network"
                                : "'" + word + "' is no network");
            } else if (network.prefix() == 0) {
                draft.leave(origin, word + ": the server would relay for everybody");
            } else if (!networks.contains(Draft.text(network.toString()))) {
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
        if (!prefix.matches("\\d{1,3}")) {
            return null;
        }
        boolean isMapped = slash >= 0 && bits == 32 && text.indexOf(':') >= 0;
        int length = Integer.parseInt(prefix) - (isMapped ? IPV4_MAPPED : 0);
        return length >= 0 && length <= bits ? Network.around(address.get(), length) : null;
    }

    private void bound(String source, String name, String value, Origin origin) {
        draft.set(
                "source." + Draft.key(source),
                name.endsWith("6") ? "ipv6" : "ipv4",
                Draft.text(value.replaceAll("[\\[\\]]", "")),
                origin);
    }

    private void service(PostfixFiles.Service service) {
        if (service.type().equals("inet")) {
            listeners.of(service);
        } else if (service.type().equals("unix")
                && PostfixRoutes.SMTP.contains(service.command())) {
            client(service);
        }
        // The others are Postfix' own parts.
    }

    private void client(PostfixFiles.Service service) {
        if (service.processes() > 0 && PostfixRoutes.SMTP.contains(service.name())) {
            draft.leave(
                    service.origin(),
                    service.processes()
                            + " processes bound all connections together; [limits] bounds those of each lane");
        }
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
}
