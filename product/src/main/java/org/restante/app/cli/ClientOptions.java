package org.restante.app.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.restante.mail.message.Domain;
import org.restante.sending.reception.Client;
import picocli.CommandLine.Option;

/// What a user or a token may do.
final class ClientOptions {
    @Option(
            names = "--tenant",
            paramLabel = "NAME",
            description = "All its mail belongs to this tenant.")
    private @Nullable String tenant;

    @Option(
            names = "--sender",
            paramLabel = "DOMAIN",
            description =
                    "A domain it may give in MAIL FROM and From, with all below it. May be given several times; without it any.")
    private List<String> senders = List.of();

    @Option(
            names = "--pool",
            paramLabel = "NAME",
            description =
                    "A pool its mail may leave by: the only one is that of all its mail, of several it asks for one. May be given several times; without it any.")
    private Set<String> pools = Set.of();

    @Option(
            names = "--stream",
            paramLabel = "NAME",
            description =
                    "A stream its mail may be of: the only one is that of all its mail, of several it asks for one. May be given several times; without it any.")
    private Set<String> streams = Set.of();

    @Option(
            names = "--steers",
            description =
                    "It may say stream, campaign, pool, tenant, time and expiry; without this it is refused.")
    private boolean steers;

    @Option(
            names = "--recipients-per-hour",
            paramLabel = "N",
            description = "No more than so many; without it no limit.")
    private @Nullable Long perHour;

    @Option(
            names = "--recipients-per-day",
            paramLabel = "N",
            description = "No more than so many; without it no limit.")
    private @Nullable Long perDay;

    Client named(String name) {
        return new Client(
                name,
                Optional.ofNullable(tenant),
                domains(),
                pools,
                streams,
                steers,
                count(perHour),
                count(perDay));
    }

    /// What is to be known of mail that asks for no pool, where that is not plain; empty where it is.
    String note() {
        if (pools.size() < 2) {
            return "";
        }
        return "Mail of it that asks for no pool leaves by the usual one ([queue] pool) where that is one of "
                + String.join(", ", new TreeSet<>(pools))
                + ", and else is refused"
                + (steers ? "." : "; without --steers it cannot ask.");
    }

    private Set<Domain> domains() {
        var domains = new LinkedHashSet<Domain>();
        for (var sender : senders) {
            domains.add(
                    Domain.of(sender)
                            .orElseThrow(() ->
                                    new InputError(
                                            "--sender: '"
                                                    + sender
                                                    + "' is no domain; such as example.com")));
        }
        return domains;
    }

    static OptionalLong count(@Nullable Long count) {
        return count == null ? OptionalLong.empty() : OptionalLong.of(count);
    }
}
