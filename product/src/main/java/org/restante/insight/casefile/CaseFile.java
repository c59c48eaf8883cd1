package org.restante.insight.casefile;

import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.restante.insight.incident.Incident;
import org.restante.meaning.provider.Provider;

/// The case of one incident, ready to be handed over in four forms.
///
/// @param provider who runs the receiver; null when unknown or when the incident touches several
/// @param masked whether mailboxes and addresses are hidden in all that is written
public record CaseFile(
        Incident incident, CaseFacts facts, @Nullable Provider provider, boolean masked) {

    /// What is known, a line each, in the order in which a postmaster looks for it.
    public String evidence() {
        return mask().apply(new EvidenceBlock(incident, facts).text());
    }

    /// A letter to the receiver's postmaster. It is never sent by itself.
    public String letter() {
        return mask().apply(new Letter(incident, facts, provider).text());
    }

    /// Whom it goes to: the provider's form where there is one, else a postmaster; empty where nobody is known, or nothing is to be written.
    public Optional<String> letterTo() {
        return new Letter(incident, facts, provider).to().map(mask());
    }

    /// Notes for a ticket of one's own.
    public String ticket() {
        return mask().apply(new Ticket(incident, facts).text());
    }

    /// Lines of configuration that fit the cause, in the words of one mail server.
    public String configuration(Server server) {
        var remedy = Remedy.of(incident, facts, provider);
        var advice =
                switch (server) {
                    case POSTFIX -> new PostfixAdvice(remedy).text();
                    case POWERMTA -> new PowerMtaAdvice(remedy).text();
                    case KUMOMTA -> new KumoMtaAdvice(remedy).text();
                    case EXIM -> new EximAdvice(remedy).text();
                    case RESTANTE -> new RestanteAdvice(remedy, incident.scope()).text();
                };
        var over = incident.until();
        return mask().apply(
                        over != null && remedy.kind().stops()
                                ? forAnotherTime(advice, over)
                                : advice);
    }

    /// What is over is not stopped any more: the lines stand there as comments, under the first, which says what they are for.
    private static String forAnotherTime(String advice, Instant over) {
        var lines = new Lines();
        var all = advice.lines().toList();
        lines.line(all.getFirst())
                .line(
                        "# over since "
                                + Lines.minute(over)
                                + ": nothing needs to be stopped now. Should it come back:");
        all.stream().skip(1).forEach(line -> lines.line(line.startsWith("#") ? line : "# " + line));
        return lines.toString();
    }

    private UnaryOperator<String> mask() {
        return masked ? Mask::of : UnaryOperator.identity();
    }
}
