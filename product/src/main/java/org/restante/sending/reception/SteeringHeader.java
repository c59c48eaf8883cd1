package org.restante.sending.reception;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.restante.mail.message.HeaderBlock;
import org.restante.mail.message.Submission.Refused;
import org.restante.mail.message.Submission.Steering;
import org.restante.mail.message.TraceParent;
import org.restante.mail.smtp.Reply;

/// The fields by which a submitter steers its message: `X-Restante-Stream`, `-Tenant`, `-Campaign`, `-Pool`, `-Schedule`, `-Expire`,
/// `-Traceparent`. They are read and taken out.
final class SteeringHeader {
    static final String BEGINNING = "x-restante-";
    private static final int LONGEST_NAME = 100;

    private SteeringHeader() {}

    /// Reads the fields and takes them out of the header.
    static Steering take(HeaderBlock header, Instant now) throws Refused {
        for (var field : header.fields()) {
            if (field.name().startsWith(BEGINNING) && !isKnown(field.name())) {
                throw refusal("unknown field " + field.name());
            }
        }
        var steering =
                new Steering(
                        name(header, "tenant"),
                        name(header, "stream"),
                        name(header, "campaign"),
                        name(header, "pool"),
                        time(header, "schedule", now),
                        time(header, "expire", now),
                        trace(header));
        header.remove(BEGINNING);
        return steering;
    }

    private static boolean isKnown(String field) {
        return switch (field.substring(BEGINNING.length())) {
            case "tenant", "stream", "campaign", "pool", "schedule", "expire", "traceparent" ->
                    true;
            default -> false;
        };
    }

    private static Optional<String> name(HeaderBlock header, String field) throws Refused {
        var value = header.first(BEGINNING + field);
        if (value.isPresent() && !value.get().matches("[\\w.@:/+-]{1," + LONGEST_NAME + "}")) {
            throw refusal(BEGINNING + field + " is a word of letters, digits and ._@:/+-");
        }
        return value;
    }

    private static Optional<TraceParent> trace(HeaderBlock header) throws Refused {
        var value = header.first(BEGINNING + "traceparent");
        var trace = value.flatMap(TraceParent::of);
        if (value.isPresent() && trace.isEmpty()) {
            throw refusal(BEGINNING + "traceparent is a traceparent of W3C Trace Context");
        }
        return trace;
    }

    /// An RFC 3339 time, or a span of time from now as ISO 8601 has it (`PT2H`).
    private static Optional<Instant> time(HeaderBlock header, String field, Instant now)
            throws Refused {
        var value = header.first(BEGINNING + field);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        try {
            var at =
                    value.get().startsWith("P")
                            ? now.plus(Duration.parse(value.get()))
                            : OffsetDateTime.parse(value.get()).toInstant();
            if (!Steering.isNear(at, now)) {
                throw refusal(BEGINNING + field + " is more than a year off");
            }
            return Optional.of(at);
        } catch (DateTimeException | ArithmeticException e) {
            throw refusal(BEGINNING + field + " is an RFC 3339 time or a span such as PT2H");
        }
    }

    private static Refused refusal(String why) {
        return new Refused(Reply.read("550 5.6.0 " + why));
    }
}
