package org.restante.app.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `restante store`: how the store of a running server stands; `rebuild` makes it anew.
final class StoreCommand {
    private StoreCommand() {}

    static CommandLine line(Surroundings surroundings) {
        return new CommandLine(new Standing(surroundings))
                .addSubcommand("rebuild", new Rebuild(surroundings));
    }

    /// Says how it stands.
    @Command(
            name = "store",
            description = "Say how many events a running server's store has, and how far it is.",
            synopsisSubcommandLabel = "[COMMAND]",
            sortOptions = false)
    private static final class Standing implements Callable<Integer> {
        private final Surroundings surroundings;

        @Mixin private ServerOptions server = new ServerOptions();

        @Option(names = "--json", description = "Write JSON.")
        private boolean json;

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this and exit.")
        private boolean help;

        Standing(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() throws IOException {
            try (var client = server.connect(surroundings)) {
                var standing = client.get("/api/v1/store");
                var out = surroundings.out();
                if (json) {
                    out.println(standing);
                } else {
                    var first = Columns.time(Columns.text(standing, "first"));
                    var last = Columns.time(Columns.text(standing, "last"));
                    var caughtUp = Columns.text(standing, "caught_up");
                    out.println(
                            Columns.count(standing.get("events").asLong(), "event")
                                    + (first.isEmpty() ? "" : " from " + first + " to " + last)
                                    + " in "
                                    + Columns.octets(standing.get("octets").asLong())
                                    + "; "
                                    + upTo(caughtUp));
                }
                out.flush();
            }
            return Exit.DONE;
        }

        private String upTo(@Nullable String caughtUp) {
            return caughtUp == null || caughtUp.isEmpty()
                    ? "it still reads what the journal has"
                    : "all of the journal was in it "
                            + Columns.when(caughtUp, surroundings.clock().instant());
        }
    }

    /// Makes it anew.
    @Command(
            name = "rebuild",
            description =
                    "Throw the store away and make it anew from the journal. Counts of a time of which the journal has nothing any more are lost.",
            sortOptions = false)
    private static final class Rebuild implements Callable<Integer> {
        private final Surroundings surroundings;

        @Mixin private ServerOptions server = new ServerOptions();

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Show this and exit.")
        private boolean help;

        Rebuild(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        public Integer call() throws IOException {
            try (var client = server.connect(surroundings)) {
                client.post("/api/v1/store/rebuild", null);
                surroundings
                        .out()
                        .println("The store is made anew; 'restante store' says how far it is.");
                surroundings.out().flush();
            }
            return Exit.DONE;
        }
    }
}
