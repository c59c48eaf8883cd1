package org.restante.app.cli;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.BadUsers;
import org.restante.app.access.User;
import org.restante.mail.message.Domain;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `restante user add`.
@Command(
        name = "add",
        description =
                "Add a user. The password comes from a prompt or as one line on standard input.",
        sortOptions = false)
final class UserAddCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "NAME", description = "What the client gives as its user name.")
    private String name = "";

    @Mixin private UserFileOption users = new UserFileOption();

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
            description = "Its X-Restante- headers are heeded; without this they are refused.")
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

    UserAddCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, BadUsers {
        var user =
                new User(
                        name,
                        "",
                        Optional.ofNullable(tenant),
                        domains(),
                        pools,
                        streams,
                        steers,
                        count(perHour),
                        count(perDay));
        var password = NewPassword.read(surroundings, name);
        users.file().add(user, password, new SecureRandom());
        surroundings.out().println("User " + name + " is in " + users.path() + ".");
        surroundings.out().flush();
        return Exit.DONE;
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

    private static OptionalLong count(@Nullable Long count) {
        return count == null ? OptionalLong.empty() : OptionalLong.of(count);
    }
}
