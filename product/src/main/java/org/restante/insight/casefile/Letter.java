package org.restante.insight.casefile;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.restante.insight.incident.Incident;
import org.restante.meaning.provider.Provider;
import org.restante.meaning.verdict.Cause;

/// A short letter with evidence to the one who can look the refusal up.
record Letter(Incident incident, CaseFacts facts, @Nullable Provider provider) {
    private static final String TO_FILL_IN = "(to fill in)";
    private static final int SOME = 5;

    /// An address that a refusal asks to write to.
    private static final Pattern ASKED =
            Pattern.compile(
                    "(?i)\\b(?:contact|e-?mail(?: to)?|write to|mail to|send (?:an? )?(?:e-?mail|mail|message|request) to|reports? to)\\b"
                            + "[:;,]? (?:us at |us via |the postmaster at |our postmaster at )?<?"
                            + "([a-z0-9._+-]+@[a-z0-9-]+(?:\\.[a-z0-9-]+)*\\.[a-z]{2,})");

    String text() {
        var lines = new Lines();
        var ours = ours();
        if (ours != null) {
            return lines.line("There is nothing to write to a postmaster: " + ours).toString();
        }
        lines.fact("To", address().orElse(TO_FILL_IN));
        lines.fact("Subject", subject());
        lines.line().line("Hello,").line();
        lines.line(opening()).line();
        body(lines);
        lines.line();
        checks(lines);
        lines.line(question()).line();
        lines.line("Thank you.");
        return lines.toString();
    }

    /// Empty where nobody is known, or nothing is to be written.
    Optional<String> to() {
        return ours() == null ? address() : Optional.empty();
    }

    private Optional<String> address() {
        var asked = ASKED.matcher(facts.reply() == null ? "" : facts.reply());
        if (asked.find()) {
            return Optional.of(asked.group(1));
        }
        if (provider != null && provider.form() != null) {
            return Optional.of(provider.form());
        }
        return facts.recipientDomains().stream().findFirst().map("postmaster@"::concat);
    }

    private String subject() {
        return about() + " since " + Lines.minute(incident.since());
    }

    private String about() {
        var code = code();
        var from = source();
        if (code == null) {
            return (isHandshake() ? "Failed TLS handshakes" : "Failed deliveries")
                    + (from == null ? "" : " from " + from);
        }
        if (from == null && facts.named().size() == 1) {
            return code + " replies that name " + facts.named().getFirst().address();
        }
        return code + " replies to mail" + (from == null ? "" : " from " + from);
    }

    /// The reply code, with the enhanced status code where the text gives one.
    private @Nullable String code() {
        var reply = facts.reply();
        if (reply == null || !reply.matches("(?s)[245]\\d\\d[ -].*")) {
            return null;
        }
        var first = reply.lines().findFirst().orElse("").substring(4).strip();
        var status = first.split("\\s", 2)[0];
        return reply.substring(0, 3)
                + (status.matches("[245]\\.\\d{1,3}\\.\\d{1,3}") ? " " + status : "");
    }

    private @Nullable String source() {
        return facts.sourceAddress() == null ? incident.scope().source() : facts.sourceAddress();
    }

    private String opening() {
        var asked = "Since " + Lines.minute(incident.since()) + " " + happened() + atStage() + ".";
        return incident.until() == null
                ? asked
                : asked + " The last of them was before " + Lines.minute(incident.until()) + ".";
    }

    /// Where no server answered, nobody refused.
    private String happened() {
        var attempts =
                Lines.number(incident.refusals())
                        + " of "
                        + Lines.number(incident.attempts())
                        + " delivery attempts of ours";
        if (isHandshake()) {
            return "the TLS handshake with your mail servers has failed in " + attempts;
        }
        boolean silent = incident.cause() == Cause.NETWORK || incident.cause() == Cause.DNS;
        return silent && code() == null
                ? attempts + " to your mail servers have failed"
                : "your mail servers have refused " + attempts;
    }

    private boolean isHandshake() {
        return incident.cause() == Cause.TLS && code() == null;
    }

    private String atStage() {
        var stage = incident.scope().stage();
        return stage == null || isHandshake()
                ? ""
                : " at the stage " + stage.name().replace('_', ' ');
    }

    private void body(Lines lines) {
        lines.fact("Source address", known(source()))
                .fact("Named in your replies", Lines.named(facts.named()))
                .fact("PTR", known(facts.ptr()))
                .fact("EHLO", known(facts.ehlo()))
                .fact("Your host", host())
                .fact("Envelope sender", facts.envelopeSender())
                .fact("Sender domain", facts.senderDomainAlone())
                .all("Recipient domains", facts.recipientDomains(), SOME)
                .reply("Reply", facts.reply())
                .time("Last seen", facts.last())
                .all("Message ids", facts.messageIds(), SOME)
                .all("Our queue ids", facts.queueIds(), SOME);
    }

    private static String known(@Nullable String value) {
        return value == null ? TO_FILL_IN : value;
    }

    private @Nullable String host() {
        var host = facts.receiverHost() == null ? incident.scope().mxHost() : facts.receiverHost();
        return host == null || facts.receiverAddress() == null
                ? host
                : host + " [" + facts.receiverAddress() + "]";
    }

    /// Only checks that were made, and only changes that were recorded and that a stranger may read of.
    private void checks(Lines lines) {
        if (!facts.authentication().isEmpty()) {
            lines.line(
                    "We have checked: "
                            + facts.authentication().stream()
                                    .map(c -> c.name() + " " + c.result())
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        var told = facts.changesToTell(source());
        if (!told.isEmpty()) {
            lines.line("On our side:");
            told.forEach(c -> lines.line("- " + Lines.minute(c.at()) + ": " + c.told()));
        }
        if (!facts.authentication().isEmpty() || !told.isEmpty()) {
            lines.line();
        }
    }

    /// What is ours to mend, and nobody else's; null where the receiver may help.
    private @Nullable String ours() {
        return switch (incident.diagnosis()) {
            case OWN_NETWORK ->
                    "connections or names fail everywhere, so the fault is in our own network or resolver.";
            case SOURCE_DOWN ->
                    "this source reaches nobody while others do, so the fault is on our side.";
            case BAD_LIST ->
                    "the addresses do not exist, and whoever sends to them must find out where they came from.";
            case MAILBOXES -> "the mailboxes are full, which their owners alone can change.";
            case RATE_CUT,
                    CONNECTION_LIMIT,
                    SOURCE_BLOCKED_AT_ONE,
                    SOURCE_BLOCKED_AT_MANY,
                    SENDER_BLOCKED,
                    SENDER_BLOCKED_AT_MANY,
                    POLICY_REFUSAL,
                    UNEXPLAINED,
                    IDENTITY,
                    AUTHENTICATION_BROKEN,
                    CONTENT_AT_ONE,
                    CONTENT_AT_MANY,
                    HOST_BAD,
                    PROVIDER_OUTAGE,
                    TLS_BROKEN,
                    GREYLISTING ->
                    null;
        };
    }

    private String question() {
        return switch (incident.diagnosis()) {
            case RATE_CUT, CONNECTION_LIMIT ->
                    "Could you tell us which limit was reached, and what rate or number of connections you would accept from us?";
            case SOURCE_BLOCKED_AT_ONE,
                    SOURCE_BLOCKED_AT_MANY,
                    SENDER_BLOCKED,
                    SENDER_BLOCKED_AT_MANY ->
                    "Could you tell us whether this source is blocked on your side, why, and what you would like to see before it is not?";
            case POLICY_REFUSAL, UNEXPLAINED ->
                    "Could you tell us which of your rules refused this mail, and whether the source is blocked or limited?";
            case IDENTITY ->
                    "Could you tell us what your servers expect of the source's PTR record and EHLO name, and whether they see them as given above?";
            case AUTHENTICATION_BROKEN ->
                    "Could you tell us which check of SPF, DKIM or DMARC failed on your side, and for which domain?";
            case CONTENT_AT_ONE, CONTENT_AT_MANY ->
                    "Could you tell us what in these messages was refused?";
            case TLS_BROKEN ->
                    "Could you look into the certificate and the TLS settings of your servers, and tell us whether they demand TLS of us?";
            case HOST_BAD, PROVIDER_OUTAGE ->
                    host() == null
                            ? "It looks like a fault on your side; could you look into it?"
                            : "It looks like a fault of the host above; could you look into it?";
            case GREYLISTING, MAILBOXES, BAD_LIST, OWN_NETWORK, SOURCE_DOWN ->
                    "Could you tell us whether this is as you intend it?";
        };
    }
}
