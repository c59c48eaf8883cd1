package org.restante.app.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.restante.app.explain.Explanations;
import org.restante.app.knowledge.CodePages;
import org.restante.app.knowledge.Knowledge;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.verdict.Judge;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `restante explain`: what a code or a whole reply means.
@Command(
        name = "explain",
        description =
                "Say what a code (4.7.0, 421, TSS04) or a whole reply line means, and what to do about it.",
        sortOptions = false)
final class ExplainCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Parameters(
            paramLabel = "TEXT",
            arity = "1..*",
            description = "A code, or the reply as it stands in the log.")
    private List<String> words = new ArrayList<>();

    @Option(names = "--mx", paramLabel = "HOST", description = "The MX host that said it.")
    private @Nullable String mx;

    @Option(
            names = "--stage",
            paramLabel = "STAGE",
            description =
                    "connect, greeting, ehlo, starttls, auth, mail, rcpt, data, content or quit.")
    private @Nullable String stage;

    @Option(
            names = "--knowledge",
            paramLabel = "DIR",
            description = "A folder of rules of your own, asked before ours.")
    private @Nullable Path knowledge;

    @Option(names = "--json", description = "Write JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this and exit.")
    private boolean help;

    ExplainCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        var asked = String.join(" ", words);
        if (asked.isBlank()) {
            throw new InputError("there is no text to explain; a code, or a reply from a log");
        }
        var explanation = explanations().of(asked, mx, stage());
        if (json) {
            surroundings.out().println(explanation.json());
        } else {
            explanation.render(
                    surroundings.out(),
                    Math.clamp(surroundings.width(), 60, 100),
                    surroundings.colours());
        }
        surroundings.out().flush();
        return Exit.DONE;
    }

    private Explanations explanations() throws IOException {
        if (knowledge == null) {
            return Explanations.shipped();
        }
        var known = Knowledge.with(knowledge);
        return new Explanations(
                new Judge(known.rules()), known.providers(), CodePages.with(knowledge));
    }

    private @Nullable Stage stage() {
        if (stage == null) {
            return null;
        }
        return Stage.of(stage)
                .orElseThrow(() ->
                        new InputError(
                                "--stage: '"
                                        + stage
                                        + "' is no stage; one of connect, greeting, ehlo, starttls, auth, mail, rcpt, data, content, quit"));
    }
}
