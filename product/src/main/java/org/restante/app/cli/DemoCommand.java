package org.restante.app.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `restante demo`: analyses a sample log and names the page it wrote.
@Command(
        name = "demo",
        description = "Analyse a sample log of a day with an incident in it, and write its page.",
        sortOptions = false)
final class DemoCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Option(
            names = "--html",
            paramLabel = "OUT",
            description =
                    "Where the page goes; default: restante-demo.html in the temporary folder.")
    private Path page = Path.of(System.getProperty("java.io.tmpdir", "."), "restante-demo.html");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    DemoCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        var folder = Files.createTempDirectory("restante-demo");
        var sample = folder.resolve("postfix.log");
        try (var log = DemoCommand.class.getResourceAsStream("/samples/postfix.log")) {
            if (log == null) {
                throw new InputError(
                        "this build holds no sample log; build it from a whole checkout");
            }
            Files.write(sample, log.readAllBytes());
            var said = Restante.run(surroundings, "analyze", sample.toString(), "--tz", "UTC");
            var written =
                    Restante.run(
                            surroundings,
                            "analyze",
                            sample.toString(),
                            "--tz",
                            "UTC",
                            "--html",
                            page.toString());
            tell();
            return Math.max(said, written);
        } finally {
            Files.deleteIfExists(sample);
            Files.deleteIfExists(folder);
        }
    }

    private void tell() {
        surroundings.out().println();
        surroundings.out().println("The same as a page to send on: " + page.toUri());
        surroundings
                .out()
                .println(
                        "Your own log: ./restante analyze /var/log/mail.log   One reply: ./restante explain \"421 4.7.0 …\"");
        surroundings.out().flush();
    }
}
