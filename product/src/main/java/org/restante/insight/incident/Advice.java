package org.restante.insight.incident;

import static org.restante.meaning.verdict.NextStep.*;

import java.util.List;
import org.restante.meaning.verdict.NextStep;

/// What to do about a diagnosis, and what to look at to be sure of it.
record Advice(List<NextStep> next, List<String> steps, String check) {
    /// The same where the scope is one stream of ours, what others do there is not to change; and where nobody knows from which sources mail left,
    /// nothing is said of other sources.
    static Advice on(Diagnosis diagnosis, boolean isOneStream, boolean tellsSources) {
        if (!tellsSources && diagnosis == Diagnosis.SENDER_BLOCKED) {
            return new Advice(
                    List.of(PAUSE, ESCALATE),
                    List.of(
                            "Stop bulk mail to this receiver from the source that the replies name; do not move it to another source.",
                            "Look that source and the sending domain up in the receiver's own sender tools and ask for review there.",
                            "Find what changed: volume, list, complaints, authentication."),
                    "The replies name one address alone: the source; they name several or none: the sender.");
        }
        return isOneStream && diagnosis == Diagnosis.RATE_CUT
                ? new Advice(
                        List.of(SLOW, RETRY),
                        List.of(
                                "Lower the rate of this stream at this receiver until refusals stop; other streams may go on as they are.",
                                "Look at what sets this stream apart: its DKIM domain, its volume, its complaints."),
                        "Other streams pass at this receiver from the same sources.")
                : on(diagnosis);
    }

    static Advice on(Diagnosis diagnosis) {
        return switch (diagnosis) {
            case RATE_CUT ->
                    new Advice(
                            List.of(SLOW, RETRY),
                            List.of(
                                    "Lower the rate to this receiver until refusals stop, then raise it in small steps.",
                                    "Spread bulk mail over more hours; let transactional mail go first."),
                            "Refusals fall as soon as less is sent, from every source alike.");
            case CONNECTION_LIMIT ->
                    new Advice(
                            List.of(FEWER_CONNECTIONS, SLOW),
                            List.of(
                                    "Open fewer connections at once to this receiver and send more messages over each.",
                                    "This is a setting of the sending server, not a matter of reputation."),
                            "Refusals come at connect or greeting and stop with fewer parallel connections.");
            case SOURCE_BLOCKED_AT_ONE ->
                    new Advice(
                            List.of(PAUSE, DELIST, ESCALATE),
                            List.of(
                                    "Stop bulk mail from this source to this receiver; do not move it to another source.",
                                    "Look the source up in the receiver's own sender tools and ask for review there.",
                                    "Find what changed: volume, list, complaints, authentication."),
                            "Other sources pass at this receiver, and this source passes elsewhere.");
            case SOURCE_BLOCKED_AT_MANY ->
                    new Advice(
                            List.of(PAUSE, DELIST),
                            List.of(
                                    "Look the source up on the public blocklists, Spamhaus first.",
                                    "Stop bulk mail from this source everywhere; do not move it to another source.",
                                    "Remove the reason before asking for removal."),
                            "The source is found on a public blocklist; other sources pass at the same receivers.");
            case SENDER_BLOCKED ->
                    new Advice(
                            List.of(PAUSE, ESCALATE),
                            List.of(
                                    "All sources are refused alike: look at the domain's reputation and complaint rate at this receiver.",
                                    "Halve the volume to this receiver at least, bulk first; keep transactional mail apart.",
                                    "Check SPF, DKIM and DMARC of what was sent since the onset."),
                            "Every source is refused at this receiver, and the texts speak of reputation or a block.");
            case SENDER_BLOCKED_AT_MANY ->
                    new Advice(
                            List.of(PAUSE, DELIST),
                            List.of(
                                    "Look up every source and the sending domain on the public blocklists.",
                                    "Pause bulk mail until the reason is found."),
                            "The whole address range or the domain is found on a public blocklist.");
            case POLICY_REFUSAL ->
                    new Advice(
                            List.of(SLOW, FIX_IDENTITY, ESCALATE),
                            List.of(
                                    "Reduce connections and lengthen the retry interval to this receiver; do not force retries.",
                                    "Verify PTR, forward DNS, EHLO name, SPF, DKIM and DMARC.",
                                    "Write to the receiver's postmaster with times, source and the exact reply."),
                            "The reply names no reason; the receiver alone can say which rule matched.");
            case IDENTITY ->
                    new Advice(
                            List.of(FIX_IDENTITY),
                            List.of(
                                    "Give the source a PTR record whose name resolves back to it, and use that name in EHLO.",
                                    "Resend a test once the record is visible everywhere."),
                            "The PTR of the source is missing, generic, or does not resolve back to it.");
            case HOST_BAD ->
                    new Advice(
                            List.of(RETRY),
                            List.of(
                                    "Nothing is wrong on this side: other hosts of the receiver take the mail on retry.",
                                    "Tell the receiver if it lasts."),
                            "Only this MX host fails; its siblings accept at the same time.");
            case PROVIDER_OUTAGE ->
                    new Advice(
                            List.of(RETRY, HOLD),
                            List.of(
                                    "Wait, with retries at growing intervals; nothing needs to change on this side.",
                                    "After four hours tell senders that their mail is delayed."),
                            "Every MX host of this receiver fails, from every source, and others are fine.");
            case OWN_NETWORK ->
                    new Advice(
                            List.of(HOLD, ESCALATE),
                            List.of(
                                    "Check the sending side: resolver, firewall, outgoing port 25, upstream.",
                                    "Mail is safe in the queue; a slow flush avoids a burst when the line is back."),
                            "Receivers that have nothing in common fail in the same minute.");
            case SOURCE_DOWN ->
                    new Advice(
                            List.of(PAUSE, ESCALATE),
                            List.of(
                                    "Take the source out of its pool until its address can reach port 25 again.",
                                    "Check routing, source address binding and firewall of this source."),
                            "A connection by hand from this source fails, from another source it works.");
            case CONTENT_AT_ONE ->
                    new Advice(
                            List.of(HOLD),
                            List.of(
                                    "Hold this stream at this receiver; other streams may go on.",
                                    "Check the links, their domains and the template against what changed."),
                            "Other streams pass at this receiver from the same sources.");
            case CONTENT_AT_MANY ->
                    new Advice(
                            List.of(HOLD),
                            List.of(
                                    "Pause the campaign everywhere.",
                                    "Look up every linked domain on the domain blocklists."),
                            "A domain linked in the message is listed; the same message without it passes.");
            case BAD_LIST ->
                    new Advice(
                            List.of(HOLD, SUPPRESS),
                            List.of(
                                    "Pause the stream: too many of its addresses do not exist.",
                                    "Suppress what was refused for good and find out where the list came from."),
                            "The refused addresses share an origin, an age or an import.");
            case AUTHENTICATION_BROKEN ->
                    new Advice(
                            List.of(FIX_AUTH, HOLD),
                            List.of(
                                    "Compare SPF, DKIM selector and DMARC record with the day before the onset.",
                                    "Hold the stream until a test message passes."),
                            "A test message of this stream fails SPF, DKIM or DMARC alignment.");
            case GREYLISTING ->
                    new Advice(
                            List.of(RETRY),
                            List.of(
                                    "Nothing to do: retries from the same source with the same sender pass after a few minutes."),
                            "The same recipients are accepted on a later attempt.");
            case TLS_BROKEN ->
                    new Advice(
                            List.of(RETRY, REQUIRE_TLS),
                            List.of(
                                    "See whether the receiver's certificate expired or a policy (MTA-STS, DANE) no longer matches.",
                                    "Only where no such policy asks for TLS may mail go without it."),
                            "A handshake by hand fails with the same error.");
            case MAILBOXES ->
                    new Advice(
                            List.of(RETRY, SUPPRESS),
                            List.of(
                                    "Nothing is wrong with the sender; retry at long intervals.",
                                    "Suppress addresses that stay full for days."),
                            "The texts name mailboxes, not the sender.");
            case UNEXPLAINED ->
                    new Advice(
                            List.of(SLOW, ESCALATE),
                            List.of(
                                    "Read the replies: their texts name no known reason.",
                                    "Slow down in this scope and see whether refusals fall."),
                            "Slower sending changes nothing, and no list, record or limit fits.");
        };
    }
}
