package org.restante.insight.casefile;

import org.jspecify.annotations.Nullable;
import org.restante.insight.incident.Evidence;
import org.restante.insight.incident.Incident;

/// The facts of a case, a line each.
record EvidenceBlock(Incident incident, CaseFacts facts) {
    private static final int SOME = 5;

    String text() {
        var scope = incident.scope();
        var lines =
                new Lines()
                        .fact("Source address", source())
                        .fact("Named in replies", Lines.named(facts.named()))
                        .fact("PTR", facts.ptr())
                        .fact("EHLO", facts.ehlo())
                        .fact("Receiving host", host())
                        .fact("Envelope sender", facts.envelopeSender())
                        .fact("Sender domain", facts.senderDomainAlone())
                        .all("Recipient domains", facts.recipientDomains(), SOME)
                        .fact("Stage", scope.stage() == null ? null : scope.stage().word())
                        .reply("Reply", facts.reply())
                        .time(
                                "First seen",
                                facts.first() == null ? incident.since() : facts.first())
                        .time("Last seen", facts.last())
                        .time("Ended", incident.until())
                        .fact("Scope", scope.words())
                        .fact(
                                "Refused",
                                "%s of %s attempts (%s), %s"
                                        .formatted(
                                                Lines.number(incident.refusals()),
                                                Lines.number(incident.attempts()),
                                                Lines.percent(incident.refusalRate()),
                                                incident.usually()))
                        .fact("Taken for", diagnosis());
        incident.evidence().stream()
                .filter(e ->
                        !(e instanceof Evidence.Inside
                                || e instanceof Evidence.Before
                                || e instanceof Evidence.Replies))
                .forEach(e -> lines.fact("Evidence", e.sentence()));
        lines.fact("Retries of", facts.historyOf());
        facts.history().stream()
                .limit(2 * SOME)
                .forEach(t -> lines.fact("Tried " + Lines.minute(t.at()), t.outcome()));
        lines.all("Message ids", facts.messageIds(), SOME).all("Queue ids", facts.queueIds(), SOME);
        facts.authentication().forEach(c -> lines.fact(c.name(), c.result()));
        facts.changesToTell(source())
                .forEach(c -> lines.fact("Changed " + Lines.minute(c.at()), c.told()));
        return lines.toString();
    }

    private @Nullable String source() {
        return facts.sourceAddress() == null ? incident.scope().source() : facts.sourceAddress();
    }

    private @Nullable String host() {
        var host = facts.receiverHost() == null ? incident.scope().mxHost() : facts.receiverHost();
        return host == null || facts.receiverAddress() == null
                ? host
                : host + " [" + facts.receiverAddress() + "]";
    }

    private String diagnosis() {
        return "%s (%s), confidence %s"
                .formatted(
                        incident.diagnosis().word(),
                        incident.cause().word(),
                        Lines.percent(incident.confidence()));
    }
}
