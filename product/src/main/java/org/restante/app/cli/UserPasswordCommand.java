package org.restante.app.cli;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import org.restante.app.access.BadUsers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `restante user passwd`.
@Command(
        name = "passwd",
        description = "Give a user a new password, from a prompt or as one line on standard input.",
        sortOptions = false)
final class UserPasswordCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "NAME", description = "The user.")
    private String name = "";

    @Mixin private UserFileOption users = new UserFileOption();

    UserPasswordCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, BadUsers {
        users.file().changePassword(name, NewPassword.read(surroundings, name), new SecureRandom());
        surroundings.out().println("User " + name + " has a new password.");
        surroundings.out().flush();
        return Exit.DONE;
    }
}
