package org.restante.app.api;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.restante.app.access.Scope;
import org.restante.app.explain.Explanations;
import org.restante.app.knowledge.CodePages;
import org.restante.mail.smtp.Stage;
import org.restante.meaning.reference.CodeReference;
import org.restante.meaning.reference.Heading;

/// The reference of codes, and what a code or a reply means. Read at the first question; answers are made one at a time.
public final class CodeRoutes implements Endpoint.Group {
    private static final int LONGEST = 4_000;

    private @Nullable CodeReference reference;
    private @Nullable Explanations explanations;

    /// A page of the reference, by what it is found by.
    ///
    /// @param provider null for a code of the standards
    public record Listed(String id, String code, @Nullable String provider, String title) {
        static Listed of(Heading heading) {
            return new Listed(heading.id(), heading.code(), heading.provider(), heading.title());
        }
    }

    /// Pages in the reference's order, or the best first where something was looked for.
    public record Codes(List<Listed> codes) {
        public Codes {
            codes = List.copyOf(codes);
        }
    }

    @Override
    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/api/v1/codes", Scope.READ, this::codes),
                Endpoint.get("/api/v1/explain", Scope.READ, this::explain));
    }

    private Answer codes(Call call) throws Problem {
        var wanted = bounded(call, "q");
        return Answer.ok(new Codes(found(wanted.orElse(""))));
    }

    private synchronized List<Listed> found(String wanted) {
        if (reference == null) {
            reference = CodePages.shipped();
        }
        if (wanted.isBlank()) {
            return reference.headings().stream().map(Listed::of).toList();
        }
        var text = wanted.strip().toLowerCase(Locale.ROOT);
        var named =
                reference.headings().stream()
                        .filter(heading ->
                                heading.id().toLowerCase(Locale.ROOT).contains(text)
                                        || heading.title().toLowerCase(Locale.ROOT).contains(text));
        var speaking = reference.search(wanted).stream().map(page -> page.heading());
        return java.util.stream.Stream.concat(named, speaking).distinct().map(Listed::of).toList();
    }

    private Answer explain(Call call) throws Problem {
        var text =
                bounded(call, "text")
                        .orElseThrow(() ->
                                Problem.field(
                                        "text", "is missing; a code or a reply would be right"));
        var word = call.query("stage");
        var stage = word.flatMap(Stage::of);
        if (word.isPresent() && stage.isEmpty()) {
            throw Problem.field(
                    "stage", "is '" + word.get() + "'; a stage such as rcpt would be right");
        }
        var json = explained(text, bounded(call, "mx_host").orElse(null), stage.orElse(null));
        return new Answer.Octets(200, "application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    private synchronized String explained(
            String text, @Nullable String host, @Nullable Stage stage) {
        if (explanations == null) {
            explanations = Explanations.shipped();
        }
        return explanations.of(text, host, stage).json();
    }

    private static Optional<String> bounded(Call call, String name) throws Problem {
        var text = call.query(name);
        if (text.filter(it -> it.length() > LONGEST).isPresent()) {
            throw Problem.field(name, "is longer than " + LONGEST + " characters");
        }
        return text;
    }
}
