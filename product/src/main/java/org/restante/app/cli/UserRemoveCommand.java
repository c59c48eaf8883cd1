package org.restante.app.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.restante.app.access.BadUsers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `restante user remove`.
@Command(name = "remove", description = "Take a user out of the file.", sortOptions = false)
final class UserRemoveCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "NAME", description = "The user.")
    private String name = "";

    @Mixin private UserFileOption users = new UserFileOption();

    UserRemoveCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, BadUsers {
        users.file().remove(name);
        surroundings.out().println("User " + name + " is out of " + users.path() + ".");
        surroundings.out().flush();
        return Exit.DONE;
    }
}
