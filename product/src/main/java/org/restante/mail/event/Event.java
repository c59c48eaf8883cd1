package org.restante.mail.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;

/// One thing that happened. What is unknown is null, never an empty text or a zero.
///
/// @param origin who told: `restante`, or the format of the log it was read from
/// @param messageId the `Message-ID` header
/// @param recipientDomain in lower case
/// @param size octets
/// @param act what was done, in words: `hold domain=example.com`
/// @param actor who acted
/// @param reason why they acted, for people
/// @param until when an act ends
/// @param undoOf the act this one takes back
/// @param traceparent the trace of its submitter's that the message joined (W3C Trace Context)
/// @param nextDue when the recipient is tried again
/// @param attempt null where nobody was tried
public record Event(
        UUID id,
        Instant time,
        EventType type,
        String origin,
        @Nullable String messageId,
        @Nullable String queueId,
        @Nullable String recipient,
        @Nullable String recipientDomain,
        @Nullable String reversePath,
        @Nullable String fromDomain,
        @Nullable String dkimDomain,
        @Nullable String tenant,
        @Nullable String stream,
        @Nullable String campaign,
        @Nullable String provider,
        @Nullable String site,
        @Nullable Instant queuedAt,
        @Nullable Long size,
        @Nullable String act,
        @Nullable String actor,
        @Nullable String reason,
        @Nullable String incidentId,
        @Nullable Instant until,
        @Nullable UUID undoOf,
        @Nullable String traceparent,
        @Nullable Instant nextDue,
        @Nullable Attempt attempt) {
    /// The stream of this server's own notices to senders (RFC 3464). No submitter can name it: names of theirs have no parentheses.
    public static final String NOTICES = "(notices)";

    /// Whether it tells of a notice of ours and not of a client's mail.
    public boolean isOfNotice() {
        return NOTICES.equals(stream);
    }

    /// A builder for an event that happened at `time`.
    public static Builder of(UUID id, Instant time, EventType type, String origin) {
        return new Builder(id, time, type, origin);
    }

    /// Collects what is known; an empty text counts as unknown.
    public static final class Builder {
        private final UUID id;
        private final Instant time;
        private final EventType type;
        private final String origin;
        private @Nullable String messageId;
        private @Nullable String queueId;
        private @Nullable String recipient;
        private @Nullable String recipientDomain;
        private @Nullable String reversePath;
        private @Nullable String fromDomain;
        private @Nullable String dkimDomain;
        private @Nullable String tenant;
        private @Nullable String stream;
        private @Nullable String campaign;
        private @Nullable String provider;
        private @Nullable String site;
        private @Nullable Instant queuedAt;
        private @Nullable Long size;
        private @Nullable String act;
        private @Nullable String actor;
        private @Nullable String reason;
        private @Nullable String incidentId;
        private @Nullable Instant until;
        private @Nullable UUID undoOf;
        private @Nullable String traceparent;
        private @Nullable Instant nextDue;
        private boolean tried;
        private @Nullable String mxHost;
        private @Nullable String mxIp;
        private @Nullable String source;
        private @Nullable String sourceIp;
        private @Nullable String pool;
        private @Nullable String ehlo;
        private @Nullable String sessionId;
        private @Nullable Stage stage;
        private @Nullable Trouble trouble;
        private @Nullable Integer code;
        private @Nullable String status;
        private @Nullable String text;
        private @Nullable String cause;
        private @Nullable String scope;
        private @Nullable String permanence;
        private @Nullable String rule;
        private @Nullable Integer number;
        private @Nullable Long delayMs;
        private @Nullable Long tookMs;
        private @Nullable String tls;
        private @Nullable Boolean counted;
        private @Nullable String replyUrl;

        private Builder(UUID id, Instant time, EventType type, String origin) {
            this.id = id;
            this.time = time;
            this.type = type;
            this.origin = origin;
        }

        private static @Nullable String known(@Nullable String text) {
            return text == null || text.isEmpty() ? null : text;
        }

        public Builder messageId(@Nullable String value) {
            messageId = known(value);
            return this;
        }

        public Builder queueId(@Nullable String value) {
            queueId = known(value);
            return this;
        }

        public Builder recipient(@Nullable String value) {
            recipient = known(value);
            return this;
        }

        public Builder recipientDomain(@Nullable String value) {
            recipientDomain = known(value);
            return this;
        }

        public Builder reversePath(@Nullable String value) {
            reversePath = known(value);
            return this;
        }

        public Builder fromDomain(@Nullable String value) {
            fromDomain = known(value);
            return this;
        }

        public Builder dkimDomain(@Nullable String value) {
            dkimDomain = known(value);
            return this;
        }

        public Builder tenant(@Nullable String value) {
            tenant = known(value);
            return this;
        }

        public Builder stream(@Nullable String value) {
            stream = known(value);
            return this;
        }

        public Builder campaign(@Nullable String value) {
            campaign = known(value);
            return this;
        }

        public Builder provider(@Nullable String value) {
            provider = known(value);
            return this;
        }

        public Builder site(@Nullable String value) {
            site = known(value);
            return this;
        }

        public Builder queuedAt(@Nullable Instant value) {
            queuedAt = value;
            return this;
        }

        public Builder size(@Nullable Long value) {
            size = value;
            return this;
        }

        public Builder act(@Nullable String value) {
            act = known(value);
            return this;
        }

        public Builder actor(@Nullable String value) {
            actor = known(value);
            return this;
        }

        public Builder reason(@Nullable String value) {
            reason = known(value);
            return this;
        }

        public Builder incidentId(@Nullable String value) {
            incidentId = known(value);
            return this;
        }

        public Builder until(@Nullable Instant value) {
            until = value;
            return this;
        }

        public Builder undoOf(@Nullable UUID value) {
            undoOf = value;
            return this;
        }

        public Builder traceparent(@Nullable String value) {
            traceparent = known(value);
            return this;
        }

        public Builder nextDue(@Nullable Instant value) {
            nextDue = value;
            return this;
        }

        public Builder mxHost(@Nullable String value) {
            mxHost = known(value);
            tried |= mxHost != null;
            return this;
        }

        public Builder mxIp(@Nullable String value) {
            mxIp = known(value);
            tried |= mxIp != null;
            return this;
        }

        public Builder source(@Nullable String value) {
            source = known(value);
            tried |= source != null;
            return this;
        }

        public Builder sourceIp(@Nullable String value) {
            sourceIp = known(value);
            tried |= sourceIp != null;
            return this;
        }

        public Builder pool(@Nullable String value) {
            pool = known(value);
            tried |= pool != null;
            return this;
        }

        public Builder ehlo(@Nullable String value) {
            ehlo = known(value);
            tried |= ehlo != null;
            return this;
        }

        public Builder sessionId(@Nullable String value) {
            sessionId = known(value);
            tried |= sessionId != null;
            return this;
        }

        public Builder stage(@Nullable Stage value) {
            stage = value;
            tried |= value != null;
            return this;
        }

        public Builder trouble(@Nullable Trouble value) {
            trouble = value;
            tried |= value != null;
            return this;
        }

        public Builder code(@Nullable Integer value) {
            code = value;
            tried |= value != null;
            return this;
        }

        public Builder status(@Nullable String value) {
            status = known(value);
            tried |= status != null;
            return this;
        }

        public Builder text(@Nullable String value) {
            text = known(value);
            tried |= text != null;
            return this;
        }

        public Builder cause(@Nullable String value) {
            cause = known(value);
            tried |= cause != null;
            return this;
        }

        public Builder scope(@Nullable String value) {
            scope = known(value);
            tried |= scope != null;
            return this;
        }

        public Builder permanence(@Nullable String value) {
            permanence = known(value);
            tried |= permanence != null;
            return this;
        }

        public Builder rule(@Nullable String value) {
            rule = known(value);
            tried |= rule != null;
            return this;
        }

        public Builder number(@Nullable Integer value) {
            number = value;
            tried |= value != null;
            return this;
        }

        public Builder delayMs(@Nullable Long value) {
            delayMs = value;
            tried |= value != null;
            return this;
        }

        public Builder tookMs(@Nullable Long value) {
            tookMs = value;
            tried |= value != null;
            return this;
        }

        public Builder tls(@Nullable String value) {
            tls = known(value);
            tried |= tls != null;
            return this;
        }

        public Builder counted(@Nullable Boolean value) {
            counted = value;
            tried |= value != null;
            return this;
        }

        public Builder replyUrl(@Nullable String value) {
            replyUrl = known(value);
            tried |= replyUrl != null;
            return this;
        }

        public Event build() {
            return build(id, time, type, origin);
        }

        Event build(UUID withId, Instant at, EventType ofType, String from) {
            return new Event(
                    withId,
                    at,
                    ofType,
                    from,
                    messageId,
                    queueId,
                    recipient,
                    recipientDomain,
                    reversePath,
                    fromDomain,
                    dkimDomain,
                    tenant,
                    stream,
                    campaign,
                    provider,
                    site,
                    queuedAt,
                    size,
                    act,
                    actor,
                    reason,
                    incidentId,
                    until,
                    undoOf,
                    traceparent,
                    nextDue,
                    attempt());
        }

        private @Nullable Attempt attempt() {
            return tried
                    ? new Attempt(
                            mxHost,
                            mxIp,
                            source,
                            sourceIp,
                            pool,
                            ehlo,
                            sessionId,
                            stage,
                            trouble,
                            code,
                            status,
                            text,
                            cause,
                            scope,
                            permanence,
                            rule,
                            number,
                            delayMs,
                            tookMs,
                            tls,
                            counted,
                            replyUrl)
                    : null;
        }
    }
}
