package org.restante.app.api;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.restante.app.api.Problem.Fault;
import org.restante.app.api.SubmissionWish.AttachmentWish;
import org.restante.app.api.SubmissionWish.RecipientWish;
import org.restante.mail.message.Envelope;
import org.restante.mail.message.Envelope.Returned;
import org.restante.mail.message.Notify;
import org.restante.mail.message.Recipient;
import org.restante.mail.message.ReversePath;
import org.restante.mail.message.Submission.Steering;
import org.restante.mail.mime.Composition;
import org.restante.mail.mime.Composition.Attachment;
import org.restante.mail.mime.Composition.Field;
import org.restante.mail.mime.NamedMailbox;

/// A wish that was found right: its envelope, its steering, whom it is for, and how each message is made. What is wrong with it is told field
/// by field, all at once; what is wrong with one recipient is that recipient's alone.
final class Mailing {
    private static final Pattern WORD = Pattern.compile("[\\w.@:/+-]{1,100}");
    private static final Pattern FIELD_NAME = Pattern.compile("[A-Za-z0-9-]{1,70}");
    private static final Pattern TYPE =
            Pattern.compile("[a-z0-9][a-z0-9.+-]{0,62}/[a-z0-9][a-z0-9.+-]{0,62}");
    private static final Pattern CONTENT_ID = Pattern.compile("[A-Za-z0-9._@+-]{1,100}");
    private static final int LONGEST_SUBJECT = 2000;
    private static final int MOST_HEADERS = 100;
    private static final int MOST_ATTACHMENTS = 100;

    /// Fields that are ours to write, or would say something else than the envelope.
    private static final Set<String> OURS =
            Set.of(
                    "from",
                    "sender",
                    "to",
                    "cc",
                    "bcc",
                    "reply-to",
                    "subject",
                    "date",
                    "received",
                    "return-path",
                    "mime-version",
                    "dkim-signature",
                    "arc-seal",
                    "authentication-results");

    private final SubmissionWish wish;
    private final Instant now;
    private final int mostRecipients;
    private final List<Fault> faults = new ArrayList<>();
    private final Map<String, String> common;
    private final @Nullable NamedMailbox from;
    private final List<NamedMailbox> to;
    private final List<NamedMailbox> cc;
    private final List<NamedMailbox> replyTo;
    private final List<Attachment> attachments;
    private final List<Field> headers;
    private final byte @Nullable [] raw;
    private final Envelope envelope;
    private final Steering steering;
    private final List<Addressed> recipients = new ArrayList<>();
    private final boolean isSeparate;

    /// One recipient as it was given.
    ///
    /// @param shown what the answer calls it by
    /// @param recipient null when it cannot be had
    /// @param reason why not
    record Addressed(
            String shown,
            @Nullable Recipient recipient,
            String name,
            Placeholders placeholders,
            @Nullable String reason) {}

    /// @param mostRecipients of one request
    /// @throws Problem with all that is wrong
    Mailing(SubmissionWish wish, Instant now, int mostRecipients) throws Problem {
        this.wish = wish;
        this.now = now;
        this.mostRecipients = mostRecipients;
        common = values("substitutions", wish.substitutions());
        raw = raw();
        from = raw == null ? from() : null;
        to = mailboxes("to", wish.to());
        cc = mailboxes("cc", wish.cc());
        var bcc = mailboxes("bcc", wish.bcc());
        replyTo = mailboxes("reply_to", wish.replyTo());
        attachments = attachments();
        headers = headers();
        content();
        gather(bcc);
        isSeparate = isSeparate();
        steering = steering();
        envelope = envelope();
        if (!faults.isEmpty()) {
            throw Problem.fields(faults);
        }
    }

    private void wrong(String field, String detail) {
        if (faults.size() < 20) {
            faults.add(new Fault(field, detail));
        }
    }

    private byte @Nullable [] raw() {
        if (wish.raw() != null && wish.rawBase64() != null) {
            wrong("raw", "stands beside raw_base64; one of them would be right");
        }
        if (wish.raw() != null) {
            return lines("raw", wish.raw().getBytes(StandardCharsets.UTF_8));
        }
        if (wish.rawBase64() == null) {
            return null;
        }
        try {
            return lines("raw_base64", decoded(wish.rawBase64()));
        } catch (IllegalArgumentException e) {
            wrong("raw_base64", "is no base64");
            return new byte[0];
        }
    }

    /// The octets of base64, which may stand on several lines.
    private static byte[] decoded(String base64) {
        boolean lines = base64.indexOf('\n') >= 0 || base64.indexOf(' ') >= 0;
        return Base64.getDecoder().decode(lines ? base64.replaceAll("\\s+", "") : base64);
    }

    /// With CRLF at the ends of lines. A CR alone is no line's end and is not guessed at.
    private byte[] lines(String field, byte[] octets) {
        var out = new java.io.ByteArrayOutputStream(octets.length + 1024);
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\r' && (i + 1 >= octets.length || octets[i + 1] != '\n')) {
                wrong(field, "has a CR alone at octet " + i + "; CRLF or LF would be right");
                return new byte[0];
            }
            if (octets[i] == '\n' && (i == 0 || octets[i - 1] != '\r')) {
                out.write('\r');
            }
            out.write(octets[i]);
        }
        if (octets.length > 0 && octets[octets.length - 1] != '\n') {
            out.write('\r');
            out.write('\n');
        }
        if (octets.length == 0) {
            wrong(field, "is empty; a message with its header would be right");
        }
        return out.toByteArray();
    }

    private @Nullable NamedMailbox from() {
        if (wish.from() == null) {
            wrong("from", "is missing; 'Shop <news@shop.example>' would be right");
            return null;
        }
        return mailbox("from", wish.from());
    }

    private @Nullable NamedMailbox mailbox(String field, String text) {
        var mailbox = NamedMailbox.of(text);
        if (mailbox.isEmpty()) {
            wrong(
                    field,
                    NamedMailbox.hasControls(text)
                            ? "holds a line break or another control character"
                            : "is no address: '" + shortened(text) + "'");
        }
        return mailbox.orElse(null);
    }

    private static String shortened(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }

    private List<NamedMailbox> mailboxes(String field, @Nullable List<@Nullable String> texts) {
        var all = new ArrayList<NamedMailbox>();
        for (int i = 0; texts != null && i < Math.min(texts.size(), mostRecipients + 1); i++) {
            var text = texts.get(i);
            var mailbox = text == null ? null : mailbox(field + "[" + i + "]", text);
            if (mailbox != null) {
                all.add(mailbox);
            }
        }
        return all;
    }

    private List<Attachment> attachments() {
        var all = new ArrayList<Attachment>();
        var wishes =
                wish.attachments() == null
                        ? List.<@Nullable AttachmentWish>of()
                        : wish.attachments();
        if (wishes.size() > MOST_ATTACHMENTS) {
            wrong(
                    "attachments",
                    "are " + wishes.size() + "; at most " + MOST_ATTACHMENTS + " would be right");
            return all;
        }
        for (int i = 0; i < wishes.size(); i++) {
            attachment("attachments[" + i + "].", wishes.get(i)).ifPresent(all::add);
        }
        return all;
    }

    private Optional<Attachment> attachment(String at, @Nullable AttachmentWish one) {
        if (one == null || one.content() == null) {
            wrong(at + "content", "is missing; base64 would be right");
            return Optional.empty();
        }
        var name = one.filename() == null ? "" : one.filename();
        if (NamedMailbox.hasControls(name) || name.length() > 255) {
            wrong(
                    at + "filename",
                    "holds a line break or another control character, or is longer than 255");
            return Optional.empty();
        }
        var type =
                one.contentType() == null
                        ? "application/octet-stream"
                        : one.contentType().toLowerCase(Locale.ROOT);
        if (!TYPE.matcher(type).matches()
                || type.startsWith("multipart/")
                || type.startsWith("message/")) {
            wrong(
                    at + "content_type",
                    "is '" + shortened(type) + "'; a type such as application/pdf would be right");
            return Optional.empty();
        }
        var id = Optional.ofNullable(one.contentId());
        if (id.isPresent() && !CONTENT_ID.matcher(id.get()).matches()) {
            wrong(at + "content_id", "is a word of letters, digits and ._@+-, as in cid:logo");
            return Optional.empty();
        }
        try {
            return Optional.of(new Attachment(name, type, decoded(one.content()), id));
        } catch (IllegalArgumentException e) {
            wrong(at + "content", "is no base64");
            return Optional.empty();
        }
    }

    private List<Field> headers() {
        var all = new ArrayList<Field>();
        if (wish.headers() == null) {
            return all;
        }
        if (wish.headers().size() > MOST_HEADERS) {
            wrong(
                    "headers",
                    "are "
                            + wish.headers().size()
                            + "; at most "
                            + MOST_HEADERS
                            + " would be right");
            return all;
        }
        wish.headers()
                .forEach((name, value) -> {
                    var at = "headers." + shortened(name.replaceAll("\\p{Cntrl}", "?"));
                    var lower = name.toLowerCase(Locale.ROOT);
                    if (!FIELD_NAME.matcher(name).matches()) {
                        wrong(at, "is no name of a field; letters, digits and - would be right");
                    } else if (OURS.contains(lower)
                            || lower.startsWith("content-")
                            || lower.startsWith("x-restante-")) {
                        wrong(
                                at,
                                "is not set this way; the request has a field of its own for it, or the server writes it");
                    } else if (value == null
                            || NamedMailbox.hasControls(value.replace('\t', ' '))
                            || value.length() > 8000) {
                        wrong(
                                at,
                                "holds a line break or another control character, or is longer than 8000");
                    } else {
                        all.add(new Field(name, value));
                    }
                });
        return all;
    }

    /// That a message is either whole or to be made, and has something to say.
    private void content() {
        if (raw != null) {
            if (wish.subject() != null
                    || wish.text() != null
                    || wish.html() != null
                    || wish.attachments() != null
                    || wish.headers() != null
                    || wish.to() != null
                    || wish.cc() != null
                    || wish.from() != null) {
                wrong(
                        "raw",
                        "is a whole message; from, to, cc, subject, text, html, headers and attachments are in it");
            }
            if (wish.recipients() == null && wish.bcc() == null) {
                wrong("recipients", "is missing; [\"ann@example.org\"] would be right");
            }
            return;
        }
        if (wish.text() == null && wish.html() == null) {
            wrong("text", "is missing, as is html; one of them would be right");
        }
        var subject = wish.subject() == null ? "" : wish.subject();
        if (NamedMailbox.hasControls(subject) || subject.length() > LONGEST_SUBJECT) {
            wrong(
                    "subject",
                    "holds a line break or another control character, or is longer than "
                            + LONGEST_SUBJECT);
        }
    }

    private void gather(List<NamedMailbox> bcc) {
        var wishes = new ArrayList<@Nullable RecipientWish>();
        if (wish.recipients() != null) {
            wishes.addAll(
                    wish.recipients()
                            .subList(0, Math.min(wish.recipients().size(), mostRecipients + 1)));
        } else {
            for (var list : List.of(to, cc)) {
                list.forEach(one ->
                        wishes.add(
                                new RecipientWish(
                                        one.mailbox().toString(), one.name(), null, null)));
            }
        }
        bcc.forEach(one -> wishes.add(RecipientWish.of(one.mailbox().toString())));
        if (wishes.isEmpty()) {
            wrong("recipients", "is empty; [\"ann@example.org\"] would be right");
        }
        if (wishes.size() > mostRecipients) {
            wrong("recipients", "are more than " + mostRecipients + "; send the rest apart");
            return;
        }
        for (int i = 0; i < wishes.size(); i++) {
            recipients.add(addressed("recipients[" + i + "]", wishes.get(i)));
        }
    }

    private Addressed addressed(String at, @Nullable RecipientWish one) {
        if (one == null || one.address() == null) {
            wrong(at + ".address", "is missing");
            return new Addressed("", null, "", new Placeholders(Map.of()), "5.1.3 no address");
        }
        var name = one.name() == null ? "" : one.name();
        if (NamedMailbox.hasControls(name) || NamedMailbox.hasControls(one.address())) {
            wrong(at, "holds a line break or another control character");
        }
        var own = new LinkedHashMap<>(common);
        own.putAll(values(at + ".substitutions", one.substitutions()));
        var placeholders = new Placeholders(own);
        var mailbox = NamedMailbox.of(one.address());
        var notify = notify(at + ".notify", one.notices());
        if (mailbox.isEmpty()) {
            return new Addressed(
                    shortened(one.address()), null, name, placeholders, "5.1.3 That is no address");
        }
        var address = mailbox.get();
        var recipient =
                new Recipient(
                        address.mailbox(),
                        notify.orElse(Notify.UNSAID),
                        notify.isPresent(),
                        Optional.empty());
        return new Addressed(
                address.mailbox().toString(),
                recipient,
                name.isEmpty() ? address.name() : name,
                placeholders,
                null);
    }

    private Optional<Set<Notify>> notify(String at, @Nullable List<String> words) {
        if (words == null) {
            return Optional.empty();
        }
        var read = Notify.read(String.join(",", words).toUpperCase(Locale.ROOT));
        if (read.isEmpty()) {
            wrong(at, "is ['never'], or a list of 'success', 'failure', 'delay'");
        }
        return read;
    }

    private Map<String, String> values(String at, @Nullable Map<String, @Nullable Object> given) {
        var values = new LinkedHashMap<String, String>();
        if (given == null) {
            return values;
        }
        given.forEach((name, value) -> {
            if (!name.matches("[\\w.-]{1,64}")) {
                wrong(
                        at + "." + shortened(name),
                        "is no name for {{…}}; letters, digits, _ . and - would be right");
            } else if (value instanceof String
                    || value instanceof Number
                    || value instanceof Boolean) {
                values.put(name, String.valueOf(value));
            } else {
                wrong(at + "." + name, "is no text, number or truth value");
            }
        });
        return values;
    }

    /// Whether each recipient gets a message of its own.
    private boolean isSeparate() {
        boolean substitutes =
                wish.substitutions() != null
                        || wish.recipients() != null
                                && wish.recipients().stream()
                                        .anyMatch(
                                                one -> one != null && one.substitutions() != null);
        if (substitutes && raw != null) {
            wrong(
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

    private Optional<String> word(String field, @Nullable String value) {
        if (value != null && !WORD.matcher(value).matches()) {
            wrong(
                    field,
                    "is '"
                            + shortened(value)
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
            return Optional.of(
                    value.startsWith("P")
                            ? now.plus(Duration.parse(value))
                            : OffsetDateTime.parse(value).toInstant());
        } catch (DateTimeException | ArithmeticException e) {
            wrong(
                    field,
                    "is '"
                            + shortened(value)
                            + "'; 2026-12-24T18:00:00Z or a span such as PT2H would be right");
            return Optional.empty();
        }
    }

    private Envelope envelope() {
        var path = ReversePath.NULL;
        var said = wish.envelopeFrom();
        if (said == null && from != null) {
            path = ReversePath.of(from.mailbox());
        } else if (said == null && raw != null) {
            wrong(
                    "envelope_from",
                    "is missing; the address that failures go to, or \"\" for none, would be right");
        } else if (said != null && !said.isEmpty()) {
            var mailbox = mailbox("envelope_from", said);
            path = mailbox == null ? ReversePath.NULL : ReversePath.of(mailbox.mailbox());
        }
        var id = Optional.ofNullable(wish.envelopeId());
        if (id.isPresent() && (id.get().isEmpty() || !id.get().matches("[!-~]{1,100}"))) {
            wrong("envelope_id", "is 1 to 100 printable characters without blanks");
        }
        return new Envelope(path, List.of(), true, isInternational(path), returned(), id);
    }

    /// Whether an address goes beyond ASCII, which only servers with SMTPUTF8 take (RFC 6531).
    private boolean isInternational(ReversePath path) {
        return !isAscii(path.address())
                || recipients.stream()
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
                wrong(
                        "returned",
                        "is '" + shortened(wish.returned()) + "'; full or headers would be right");
                yield Optional.empty();
            }
        };
    }

    /// Whom it is for, in the order given.
    List<Addressed> recipients() {
        return recipients;
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
        var subject = wish.subject() == null ? "" : wish.subject();
        var all = new ArrayList<>(List.of(subject, orNothing(wish.text()), orNothing(wish.html())));
        headers.forEach(field -> all.add(field.value()));
        for (var text : all) {
            var missing = places.missing(text);
            if (missing.isPresent()) {
                return Optional.of("5.6.0 There is nothing for {{" + missing.get() + "}}");
            }
        }
        boolean breaks =
                NamedMailbox.hasControls(places.fill(subject))
                        || headers.stream()
                                .anyMatch(field ->
                                        NamedMailbox.hasControls(places.fill(field.value())));
        return breaks
                ? Optional.of("5.6.0 What is filled in would break a line of the header")
                : Optional.empty();
    }

    private static String orNothing(@Nullable String text) {
        return text == null ? "" : text;
    }

    /// The message for everybody.
    byte[] octets(UUID chance) {
        return raw != null ? raw : composed(shownTo(), cc, text -> text, html -> html, chance);
    }

    /// Whom `To` shows. Recipients that no field names are shown when there is one alone, and else not to each other.
    private List<NamedMailbox> shownTo() {
        if (!to.isEmpty() || !cc.isEmpty() || recipients.size() != 1) {
            return to;
        }
        return named(recipients.getFirst());
    }

    private static List<NamedMailbox> named(Addressed one) {
        var recipient = one.recipient();
        return recipient == null
                ? List.of()
                : List.of(new NamedMailbox(one.name(), recipient.mailbox()));
    }

    /// The message for one.
    byte[] octets(Addressed one, UUID chance) {
        return composed(
                named(one),
                List.of(),
                one.placeholders()::fill,
                one.placeholders()::fillHtml,
                chance);
    }

    private byte[] composed(
            List<NamedMailbox> shown,
            List<NamedMailbox> copies,
            java.util.function.UnaryOperator<String> fill,
            java.util.function.UnaryOperator<String> fillHtml,
            UUID chance) {
        if (from == null) {
            throw new IllegalStateException("nobody it is from");
        }
        return new Composition(
                        from,
                        replyTo,
                        shown,
                        copies,
                        fill.apply(orNothing(wish.subject())),
                        headers.stream()
                                .map(field -> new Field(field.name(), fill.apply(field.value())))
                                .toList(),
                        Optional.ofNullable(wish.text()).map(fill),
                        Optional.ofNullable(wish.html()).map(fillHtml),
                        attachments)
                .octets(chance);
    }
}
