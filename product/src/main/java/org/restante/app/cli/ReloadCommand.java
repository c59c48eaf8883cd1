package org.restante.app.cli;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.restante.app.api.ServerRoutes.Changed;
import org.restante.app.api.ServerRoutes.Reloaded;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `restante reload`: a running server reads its settings anew. Exit 1 when they are wrong: nothing has changed then.
@Command(
        name = "reload",
        description =
                "Let a running server read its file of settings anew; with errors nothing changes. A SIGHUP does the same.",
        sortOptions = false)
final class ReloadCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Mixin private ServerOptions server = new ServerOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    ReloadCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        try (var client = server.connect(surroundings)) {
            return told(
                    client.post(
                            Ordering.path(surroundings, "/api/v1/reload"),
                            Map.of(),
                            Reloaded.class));
        }
    }

    private int told(Reloaded answer) {
        if (!answer.reloaded()) {
            answer.problems().forEach(surroundings.err()::println);
            surroundings.err().println("restante: nothing was changed");
            return Exit.FINDINGS;
        }
        answer.changed().forEach(one -> surroundings.out().println(line(one)));
        answer.needRestart()
                .forEach(one -> surroundings.out().println(line(one) + "  needs a restart"));
        answer.warnings().forEach(one -> surroundings.err().println("restante: warning: " + one));
        surroundings.out().println("settings, certificate, keys, users and tokens are read anew");
        return Exit.DONE;
    }

    private static String line(Changed one) {
        return one.key() + ": " + shown(one.before()) + " → " + shown(one.after());
    }

    private static String shown(String value) {
        return value.isEmpty() ? "none" : value;
    }
}
