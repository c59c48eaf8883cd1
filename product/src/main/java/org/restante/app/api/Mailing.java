package org.restante.app.api;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.restante.mail.message.Envelope;
import org.restante.mail.message.Envelope.Returned;
import org.restante.mail.message.ReversePath;
import org.restante.mail.message.Submission.Steering;
import org.restante.mail.mime.Composition;
import org.restante.mail.mime.Composition.Field;
import org.restante.mail.mime.NamedMailbox;
import org.restante.protocol.session.Xtext;

/// A wish that was found right: its envelope, its steering, whom it is for, and how each message is made. What is wrong with it is told field
/// by field, all at once; what is wrong with one recipient is that recipient's alone.
final class Mailing {
    /// As it is written in `ENVID` (RFC 3461 §4.4).
    private static final int LONGEST_ENVELOPE_ID = 100;

    private static final Pattern WORD = Pattern.compile("[\\w.@:/+-]{1,100}");

    private final SubmissionWish wish;
    private final Instant now;
    private final Faults faults = new Faults();
    private final WishedContent content;
    private final WishedRecipients recipients;
    private final @Nullable NamedMailbox from;
    private final List<NamedMailbox> replyTo;
    private final Envelope envelope;
    private final Steering steering;
    private final boolean isSeparate;

    /// @param mostRecipients of one request
    /// @param pools those there are
    /// @throws Problem with all that is wrong
    Mailing(SubmissionWish wish, Instant now, int mostRecipients, List<String> pools)
            throws Problem {
        this.wish = wish;
        this.now = now;
        content = new WishedContent(wish, faults);
        recipients = new WishedRecipients(wish, mostRecipients, faults);
        from = content.raw() == null ? from() : null;
        replyTo = recipients.mailboxes("reply_to", wish.replyTo());
        isSeparate = isSeparate();
        steering = steering();
        steering.pool()
                .filter(pool -> !pools.contains(pool))
                .ifPresent(pool -> faults.add("pool", KnownNames.objection(pool, pools)));
        requireOrder();
        envelope = envelope();
        faults.end();
    }

    private @Nullable NamedMailbox from() {
        if (wish.from() == null) {
            faults.add("from", "is missing; 'Shop <news@shop.example>' would be right");
            return null;
        }
        return WishedRecipients.mailbox("from", wish.from(), faults);
    }

    private boolean isSeparate() {
        boolean substitutes = recipients.areEachTheirOwn();
        if (substitutes && content.raw() != null) {
            faults.add(
                    "substitutions",
                    "are not for raw messages; subject, text and html would be right");
        }
        return substitutes;
    }

    private Steering steering() {
        return new Steering(
                word("tenant", wish.tenant()),
                word("stream", wish.stream()),
                word("campaign", wish.campaign()),
                word("pool", wish.pool()),
                time("send_at", wish.sendAt()),
                time("expires_at", wish.expiresAt()));
    }

    /// What is to be given up before it may leave never leaves.
    private void requireOrder() {
        var from = steering.due();
        var end = steering.expires();
        if (from.isPresent() && end.isPresent() && !end.get().isAfter(from.get())) {
            faults.add(
                    "expires_at",
                    "is '"
                            + wish.expiresAt()
                            + "', not after send_at, which is '"
                            + wish.sendAt()
                            + "'; a later time would be right");
        }
    }

    private Optional<String> word(String field, @Nullable String value) {
        if (value != null && !WORD.matcher(value).matches()) {
            faults.add(
                    field,
                    "is '"
                            + Faults.shortened(value)
                            + "'; a word of letters, digits and ._@:/+- would be right");
            return Optional.empty();
        }
        return Optional.ofNullable(value);
    }

    private Optional<Instant> time(String field, @Nullable String value) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            var at =
                    value.startsWith("P")
                            ? now.plus(Duration.parse(value))
                            : OffsetDateTime.parse(value).toInstant();
            if (!Steering.isNear(at, now)) {
                faults.add(
                        field,
                        "is '"
                                + Faults.shortened(value)
                                + "'; a time within a year would be right");
                return Optional.empty();
            }
            return Optional.of(at);
        } catch (DateTimeException | ArithmeticException e) {
            faults.add(
                    field,
                    "is '"
                            + Faults.shortened(value)
                            + "'; 2026-12-24T18:00:00Z or a span such as PT2H would be right");
            return Optional.empty();
        }
    }

    private Envelope envelope() {
        var path = ReversePath.NULL;
        var said = wish.envelopeFrom();
        if (said == null && from != null) {
            path = ReversePath.of(from.mailbox());
        } else if (said == null && content.raw() != null) {
            faults.add(
                    "envelope_from",
                    "is missing; the address that failures go to, or \"\" for none, would be right");
        } else if (said != null && !said.isEmpty()) {
            var mailbox = WishedRecipients.mailbox("envelope_from", said, faults);
            path = mailbox == null ? ReversePath.NULL : ReversePath.of(mailbox.mailbox());
        }
        var id = Optional.ofNullable(wish.envelopeId());
        if (id.isPresent()
                && (!id.get().matches("[!-~]+")
                        || Xtext.encode(id.get()).length() > LONGEST_ENVELOPE_ID)) {
            faults.add(
                    "envelope_id",
                    "is 1 to 100 printable characters without blanks; '+' and '=' count three times");
        }
        return new Envelope(path, List.of(), true, isInternational(path), returned(), id);
    }

    /// Whether an address goes beyond ASCII, which only servers with SMTPUTF8 take (RFC 6531).
    private boolean isInternational(ReversePath path) {
        return !isAscii(path.address())
                || recipients.all().stream()
                        .anyMatch(one -> !isAscii(one.shown()) && one.recipient() != null)
                || from != null && !isAscii(from.mailbox().toString());
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    private Optional<Returned> returned() {
        if (wish.returned() == null) {
            return Optional.empty();
        }
        return switch (wish.returned()) {
            case "full" -> Optional.of(Returned.FULL);
            case "headers" -> Optional.of(Returned.HDRS);
            default -> {
                faults.add(
                        "returned",
                        "is '"
                                + Faults.shortened(wish.returned())
                                + "'; full or headers would be right");
                yield Optional.empty();
            }
        };
    }

    /// Whom it is for, in the order given.
    List<Addressed> recipients() {
        return recipients.all();
    }

    /// Whether each recipient gets a message of its own.
    boolean isOneEach() {
        return isSeparate;
    }

    Envelope envelopeWithoutRecipients() {
        return envelope;
    }

    Steering steeringSaid() {
        return steering;
    }

    /// Why a message cannot be made for this recipient; empty when it can.
    Optional<String> objection(Addressed one) {
        if (!isSeparate) {
            return Optional.empty();
        }
        var places = one.placeholders();
        var subject = content.subject();
        var all = new ArrayList<>(List.of(subject, orNothing(wish.text()), orNothing(wish.html())));
        content.headers().forEach(field -> all.add(field.value()));
        for (var text : all) {
            var missing = places.missing(text);
            if (missing.isPresent()) {
                return Optional.of("5.6.0 There is nothing for {{" + missing.get() + "}}");
            }
        }
        boolean breaks =
                NamedMailbox.hasControls(places.fill(subject))
                        || content.headers().stream()
                                .anyMatch(field ->
                                        NamedMailbox.hasControls(places.fill(field.value())));
        if (breaks) {
            return Optional.of("5.6.0 What is filled in would break a line of the header");
        }
        return content.headers().stream()
                .map(field -> filled(field, places::fill))
                .flatMap(field ->
                        field
                                .objection()
                                .map(why ->
                                        "5.6.0 With what is filled in " + field.name() + " " + why)
                                .stream())
                .findFirst();
    }

    private static Field filled(Field field, UnaryOperator<String> fill) {
        return new Field(field.name(), fill.apply(field.value()));
    }

    private static String orNothing(@Nullable String text) {
        return text == null ? "" : text;
    }

    /// The message for everybody.
    byte[] octets(UUID chance) {
        var raw = content.raw();
        return raw != null
                ? raw
                : composed(
                        recipients.shownTo(), recipients.cc(), text -> text, html -> html, chance);
    }

    /// The message for one.
    byte[] octets(Addressed one, UUID chance) {
        return composed(
                one.named(),
                List.of(),
                one.placeholders()::fill,
                one.placeholders()::fillHtml,
                chance);
    }

    private byte[] composed(
            List<NamedMailbox> shown,
            List<NamedMailbox> copies,
            UnaryOperator<String> fill,
            UnaryOperator<String> fillHtml,
            UUID chance) {
        if (from == null) {
            throw new IllegalStateException("nobody it is from");
        }
        return new Composition(
                        from,
                        replyTo,
                        shown,
                        copies,
                        fill.apply(content.subject()),
                        content.headers().stream().map(field -> filled(field, fill)).toList(),
                        Optional.ofNullable(wish.text()).map(fill),
                        Optional.ofNullable(wish.html()).map(fillHtml),
                        content.attachments())
                .octets(chance);
    }
}
