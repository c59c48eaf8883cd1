package org.restante.app.migration;

import org.restante.app.migration.PostfixRoutes.Way;

/// How much Postfix sends at once: the limits of transports, which are those of the domains whose mail they are given.
final class PostfixLimits {
    private final PostfixFiles files;
    private final Draft draft;

    PostfixLimits(PostfixFiles files, Draft draft) {
        this.files = files;
        this.draft = draft;
    }

    /// `default_destination_concurrency_limit`, `smtp_destination_recipient_limit`, `slow_destination_rate_delay` and their like; those of a transport
    /// of its own are used where mail is given to it.
    ///
    /// @return whether the parameter is such a one
    boolean isOne(String name, String value, Origin origin) {
        int at = name.indexOf("_destination_");
        if (at < 1) {
            return false;
        }
        var transport = name.substring(0, at);
        if (transport.equals("default") || PostfixRoutes.SMTP.contains(transport)) {
            return limit("limits.all", name.substring(at), value, origin);
        }
        return isKnown(name.substring(at))
                && files.entriesOf(PostfixRoutes.TRANSPORTS).stream()
                        .anyMatch(one -> one.value().startsWith(transport + ":"));
    }

    private static boolean isKnown(String what) {
        return what.matches("_destination_(concurrency_limit|recipient_limit|rate_delay)");
    }

    /// The limits of the transport that mail for a domain is given to.
    void of(Way way) {
        var transport = way.transport();
        if (transport.isEmpty() || PostfixRoutes.SMTP.contains(transport)) {
            return;
        }
        files.main()
                .forEach((name, parameter) -> {
                    if (name.startsWith(transport + "_destination_")) {
                        limit(
                                way,
                                name.substring(transport.length()),
                                files.expanded(parameter.value()),
                                parameter.origin());
                    }
                });
        for (var service : files.services()) {
            if (service.name().equals(transport)) {
                if (service.processes() > 0) {
                    limit(
                            way,
                            "_destination_concurrency_limit",
                            String.valueOf(service.processes()),
                            service.origin());
                }
                if (service.options().containsKey("smtp_bind_address")) {
                    draft.leave(
                            way.origin(),
                            "the source is chosen by the mail's pool, not by its recipient");
                }
            }
        }
    }

    private void limit(Way way, String what, String value, Origin origin) {
        if (way.hop().isEmpty() && way.domain().startsWith("*.")) {
            draft.leave(origin, "limits are of a site or a provider, not of " + way.domain());
            return;
        }
        var section =
                way.hop().isEmpty()
                        ? draft.limits(way.domain())
                        : "limits.site."
                                + Draft.key(PostfixRoutes.written(way.transport(), way.hop()));
        if (!limit(section, what, value, origin)) {
            draft.leave(origin, "there is no counterpart");
        }
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
        var span = Spans.of(value, "s");
        long seconds = span.map(PostfixLimits::seconds).orElse(-1L);
        if (seconds > 0) {
            draft.least(section, "messages_per_hour", Math.max(1, 3600 / seconds), origin);
            draft.least(section, "connections", 1, origin);
        } else if (seconds < 0) {
            draft.leave(origin, "'" + value + "' is no time span");
        }
    }

    static long seconds(String span) {
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
}
