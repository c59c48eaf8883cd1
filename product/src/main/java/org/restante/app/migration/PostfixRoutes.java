package org.restante.app.migration;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.restante.app.migration.PostfixFiles.Entry;

/// Where Postfix sends mail, as whom and how much of it at once: `relayhost`, the table of transports, the table of passwords and the limits of
/// transports.
final class PostfixRoutes {
    static final Set<String> SMTP = Set.of("smtp", "relay", "lmtp");

    /// A parameter that names the table of passwords for next hops.
    static final String PASSWORDS = "smtp_sasl_password_maps";

    private static final Pattern HOP = Pattern.compile("(\\[[^]]+]|[^:\\[\\]]+)(?::(\\w+))?");

    private final PostfixFiles files;
    private final Draft draft;

    PostfixRoutes(PostfixFiles files, Draft draft) {
        this.files = files;
        this.draft = draft;
    }

    void all() {
        files.entriesBut(PASSWORDS).forEach(this::transport);
        files.entriesOf(PASSWORDS).forEach(this::password);
    }

    /// The tables that were handed in are read; the others are named.
    void tables(String parameter, Origin origin) {
        for (var table : files.named(parameter)) {
            if (files.entriesOf(parameter).stream()
                    .noneMatch(one -> PostfixFiles.isOf(one, table))) {
                draft.leave(origin, "the table " + table + " was not handed in; name its file too");
            }
        }
    }

    /// A password stays where it is: what is made here may be shown to others. What to write where is told.
    private void password(Entry line) {
        int colon = line.value().indexOf(':');
        var user = colon < 0 ? line.value() : line.value().substring(0, colon);
        if (line.key().indexOf('@') >= 0) {
            draft.leave(line.origin(), "who we are to a next hop does not depend on the sender");
            return;
        }
        var hop = HOP.matcher(line.key());
        if (!hop.matches()) {
            draft.leave(line.origin(), "'" + line.key() + "' is no next hop");
            return;
        }
        draft.leave(
                line.origin(),
                "its password is not copied; put it into a file of its own and write [next_hop."
                        + Draft.text(written(hop.group(1), hop.group(2)))
                        + "] with user = "
                        + Draft.text(user)
                        + " and password = { file = \"…\" }");
    }

    /// `default_destination_concurrency_limit`, `smtp_destination_recipient_limit`, `slow_destination_rate_delay` and their like; those of a transport
    /// of its own are used where mail is given to it.
    boolean limit(String name, String value, Origin origin) {
        int at = name.indexOf("_destination_");
        if (at < 1) {
            return false;
        }
        var transport = name.substring(0, at);
        if (transport.equals("default") || SMTP.contains(transport)) {
            return limit("limits.all", name.substring(at), value, origin);
        }
        return files.entriesBut(PASSWORDS).stream()
                .anyMatch(one -> one.value().startsWith(transport + ":"));
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
        long seconds = span.map(PostfixRoutes::seconds).orElse(-1L);
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

    private void transport(Entry line) {
        int colon = line.value().indexOf(':');
        var transport = colon < 0 ? line.value() : line.value().substring(0, colon);
        var hop = colon < 0 ? "" : line.value().substring(colon + 1);
        var domain = line.key().startsWith(".") ? "*" + line.key() : line.key();
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
            files.main()
                    .forEach((name, parameter) -> {
                        if (name.startsWith(transport + "_destination_")) {
                            if (isOne) {
                                limit(
                                        draft.limits(domain),
                                        name.substring(transport.length()),
                                        files.expanded(parameter.value()),
                                        parameter.origin());
                            } else {
                                draft.leave(
                                        parameter.origin(),
                                        "limits are of a site or a provider, not of " + domain);
                            }
                        }
                    });
            if (files.services().stream()
                    .anyMatch(one ->
                            one.name().equals(transport)
                                    && one.options().containsKey("smtp_bind_address"))) {
                draft.leave(
                        line.origin(),
                        "the source is chosen by the mail's pool, not by its recipient");
            }
        }
    }

    void hop(String domain, String hop, boolean isLmtp, Origin origin) {
        var parts = HOP.matcher(hop.replaceFirst("^inet:", ""));
        if (!parts.matches()) {
            draft.leave(
                    origin,
                    "'" + hop + "' is no next hop that mail can be sent to by SMTP or LMTP");
            return;
        }
        draft.set(
                "routes",
                domain,
                Draft.text((isLmtp ? "lmtp:" : "") + written(parts.group(1), parts.group(2))),
                origin);
    }

    /// @param port null where there is none
    private static String written(String host, @Nullable String port) {
        return host + (port == null ? "" : ":" + port(port));
    }

    private static String port(String word) {
        return switch (word) {
            case "smtp" -> "25";
            case "submission" -> "587";
            case "lmtp" -> "24";
            default -> word;
        };
    }
}
