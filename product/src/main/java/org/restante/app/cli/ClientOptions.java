package org.restante.app.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
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
            description = "A pool it may ask for. May be given several times; without it any.")
    private Set<String> pools = Set.of();

    @Option(
            names = "--stream",
            paramLabel = "NAME",
            description = "A stream it may ask for. May be given several times; without it any.")
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
