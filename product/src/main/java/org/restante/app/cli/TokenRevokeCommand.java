package org.restante.app.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.restante.app.access.BadUsers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `restante token revoke`.
@Command(name = "revoke", description = "End a token.", sortOptions = false)
final class TokenRevokeCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(paramLabel = "NAME", description = "The token's name, or its id.")
    private String name = "";

    @Mixin private TokenFileOption tokens = new TokenFileOption();

    TokenRevokeCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, BadUsers {
        var file = tokens.file(surroundings);
        file.remove(name);
        surroundings.out().println("Token " + name + " is out of " + file.path() + ".");
        surroundings.out().flush();
        return Exit.DONE;
    }
}
