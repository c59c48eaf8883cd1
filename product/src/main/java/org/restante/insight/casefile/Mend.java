package org.restante.insight.casefile;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.insight.incident.Diagnosis;
import org.restante.meaning.verdict.Word;

/// Something that mends an incident once it is so, and whether a server can find out that it is.
public enum Mend implements Word {
    REFUSALS("Refusals have stopped since the last act"),
    PTR("The source's address has a PTR record whose name leads back to it"),
    EHLO("The name in EHLO leads to the source's address"),
    SPF("SPF of the sender's domain permits the source"),
    DKIM("The keys that sign the sender's mail are published"),
    DMARC("The sender's domain has a DMARC record"),
    RECEIVER("The receiver's host answers"),
    RECEIVER_TLS("TLS with the receiver's host is what its domain asks for (MTA-STS, DANE)"),
    DELISTING(
            "The source is on no blocklist",
            "The server asks no blocklists; look the source up at theirs."),
    REASON(
            "What changed is known: volume, lists, complaints",
            "Only people can tell; the report and the receiver's sender tools help."),
    CONTENT("Links and template are in order", "Only people can tell."),
    ADDRESSES(
            "Where the dead addresses came from is known, and they are suppressed",
            "Only people can tell."),
    LETTER(
            "The receiver's postmaster has answered",
            "Only people can tell; letters and their answers are recorded by them.");

    private final String words;
    private final @Nullable String whyNot;

    Mend(String words) {
        this(words, null);
    }

    Mend(String words, @Nullable String whyNot) {
        this.words = words;
        this.whyNot = whyNot;
    }

    /// What is so once it is mended.
    public String words() {
        return words;
    }

    /// Why no server can find out; null where one can.
    public @Nullable String whyNot() {
        return whyNot;
    }

    /// What mends an incident of this kind.
    public static List<Mend> of(Diagnosis diagnosis) {
        return switch (diagnosis) {
            case RATE_CUT, CONNECTION_LIMIT, GREYLISTING, MAILBOXES -> List.of(REFUSALS);
            case SOURCE_BLOCKED_AT_ONE, SENDER_BLOCKED ->
                    List.of(REFUSALS, PTR, EHLO, SPF, DKIM, DMARC, REASON, LETTER);
            case SOURCE_BLOCKED_AT_MANY, SENDER_BLOCKED_AT_MANY ->
                    List.of(REFUSALS, PTR, EHLO, SPF, DKIM, DMARC, DELISTING, REASON);
            case POLICY_REFUSAL, UNEXPLAINED ->
                    List.of(REFUSALS, PTR, EHLO, SPF, DKIM, DMARC, LETTER);
            case IDENTITY -> List.of(REFUSALS, PTR, EHLO);
            case AUTHENTICATION_BROKEN -> List.of(REFUSALS, SPF, DKIM, DMARC);
            case HOST_BAD, PROVIDER_OUTAGE, SOURCE_DOWN, OWN_NETWORK -> List.of(RECEIVER, REFUSALS);
            case TLS_BROKEN -> List.of(RECEIVER_TLS, REFUSALS);
            case CONTENT_AT_ONE, CONTENT_AT_MANY -> List.of(REFUSALS, CONTENT);
            case BAD_LIST -> List.of(REFUSALS, ADDRESSES);
        };
    }
}
