package org.restante.app.cli;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.restante.app.access.BadUsers;
import org.restante.app.access.User;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin private ClientOptions client = new ClientOptions();

    UserAddCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, BadUsers {
        var password = NewPassword.read(surroundings, name);
        users.file().add(new User(client.named(name), ""), password, new SecureRandom());
        surroundings.out().println("User " + name + " is in " + users.path() + ".");
        if (!client.note().isEmpty()) {
            surroundings.out().println(client.note());
        }
        surroundings.out().flush();
        return Exit.DONE;
    }
}
