package org.restante.app.tracing;

import io.opentelemetry.sdk.trace.IdGenerator;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;

/// The ids of traces and spans, made of what events say and not drawn: whoever sees a message's id finds its trace, and a span that is told
/// of days later, after a restart, still has its place. The trace of a message has the digits of its queue id, unless it
/// joined its submitter's.
///
/// Used by one thread.
final class SpanNumbers implements IdGenerator {
    private String trace = "";
    private String span = "";

    /// The next span is this one.
    void next(String traceId, String spanId) {
        trace = traceId;
        span = spanId;
    }

    @Override
    public String generateSpanId() {
        return span;
    }

    @Override
    public String generateTraceId() {
        return trace;
    }

    static String trace(UUID queueId) {
        return digits(queueId.getMostSignificantBits()) + digits(queueId.getLeastSignificantBits());
    }

    /// The span of the message itself.
    static String message(UUID queueId) {
        return span(queueId, "");
    }

    /// The span of one recipient.
    static String recipient(UUID queueId, String address) {
        return span(queueId, address.toLowerCase(Locale.ROOT));
    }

    /// The span of one event.
    static String event(UUID queueId, UUID event) {
        return span(queueId, event.toString());
    }

    /// FNV-1a of 64 bits; spread once more, since few texts differ in their last letters alone. Never zero, which would be no id.
    private static String span(UUID queueId, String what) {
        long hash =
                0xcbf29ce484222325L
                        ^ queueId.getMostSignificantBits()
                        ^ Long.rotateLeft(queueId.getLeastSignificantBits(), 32);
        for (byte octet : what.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ octet) * 0x100000001b3L;
        }
        hash ^= hash >>> 32;
        hash *= 0x9e3779b97f4a7c15L;
        hash ^= hash >>> 29;
        return digits(hash == 0 ? 1 : hash);
    }

    private static String digits(long number) {
        return HexFormat.of().toHexDigits(number);
    }
}
