package org.restante.app.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.restante.app.api.SubmissionWish.AttachmentWish;
import org.restante.mail.mime.Composition.Attachment;
import org.restante.mail.mime.Composition.Field;
import org.restante.mail.mime.NamedMailbox;

/// What a message that was asked for consists of: whole, or its parts.
final class WishedContent {
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
    private final Faults faults;
    private final byte @Nullable [] raw;
    private final List<Attachment> attachments;
    private final List<Field> headers;

    WishedContent(SubmissionWish wish, Faults faults) {
        this.wish = wish;
        this.faults = faults;
        raw = readRaw();
        attachments = readAttachments();
        headers = readHeaders();
        check();
    }

    /// The message as it was handed in, its lines ended by CRLF; null when it is to be made.
    byte @Nullable [] raw() {
        return raw;
    }

    List<Attachment> attachments() {
        return attachments;
    }

    List<Field> headers() {
        return headers;
    }

    String subject() {
        return wish.subject() == null ? "" : wish.subject();
    }

    private byte @Nullable [] readRaw() {
        if (wish.raw() != null && wish.rawBase64() != null) {
            faults.add("raw", "stands beside raw_base64; one of them would be right");
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
            faults.add("raw_base64", "is no base64");
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
        var out = new ByteArrayOutputStream(octets.length + 1024);
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\r' && (i + 1 >= octets.length || octets[i + 1] != '\n')) {
                faults.add(field, "has a CR alone at octet " + i + "; CRLF or LF would be right");
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
            faults.add(field, "is empty; a message with its header would be right");
        }
        return out.toByteArray();
    }

    private List<Attachment> readAttachments() {
        var all = new ArrayList<Attachment>();
        var wishes =
                wish.attachments() == null
                        ? List.<@Nullable AttachmentWish>of()
                        : wish.attachments();
        if (wishes.size() > MOST_ATTACHMENTS) {
            faults.add(
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
            faults.add(at + "content", "is missing; base64 would be right");
            return Optional.empty();
        }
        var name = one.filename() == null ? "" : one.filename();
        if (NamedMailbox.hasControls(name) || name.length() > 255) {
            faults.add(
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
            faults.add(
                    at + "content_type",
                    "is '"
                            + Faults.shortened(type)
                            + "'; a type such as application/pdf would be right");
            return Optional.empty();
        }
        var id = Optional.ofNullable(one.contentId());
        if (id.isPresent() && !CONTENT_ID.matcher(id.get()).matches()) {
            faults.add(at + "content_id", "is a word of letters, digits and ._@+-, as in cid:logo");
            return Optional.empty();
        }
        try {
            return Optional.of(new Attachment(name, type, decoded(one.content()), id));
        } catch (IllegalArgumentException e) {
            faults.add(at + "content", "is no base64");
            return Optional.empty();
        }
    }

    private List<Field> readHeaders() {
        var all = new ArrayList<Field>();
        if (wish.headers() == null) {
            return all;
        }
        if (wish.headers().size() > MOST_HEADERS) {
            faults.add(
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
                    var at = "headers." + Faults.shortened(name.replaceAll("\\p{Cntrl}", "?"));
                    var lower = name.toLowerCase(Locale.ROOT);
                    if (!FIELD_NAME.matcher(name).matches()) {
                        faults.add(
                                at, "is no name of a field; letters, digits and - would be right");
                    } else if (OURS.contains(lower)
                            || lower.startsWith("content-")
                            || lower.startsWith("x-restante-")) {
                        faults.add(
                                at,
                                "is not set this way; the request has a field of its own for it, or the server writes it");
                    } else if (value == null
                            || NamedMailbox.hasControls(value.replace('\t', ' '))
                            || value.length() > 8000) {
                        faults.add(
                                at,
                                "holds a line break or another control character, or is longer than 8000");
                    } else {
                        var field = new Field(name, value);
                        field.objection()
                                .ifPresentOrElse(why -> faults.add(at, why), () -> all.add(field));
                    }
                });
        return all;
    }

    /// That a message is either whole or to be made, and has something to say.
    private void check() {
        if (raw != null) {
            if (wish.subject() != null
                    || wish.text() != null
                    || wish.html() != null
                    || wish.attachments() != null
                    || wish.headers() != null
                    || wish.to() != null
                    || wish.cc() != null
                    || wish.from() != null) {
                faults.add(
                        "raw",
                        "is a whole message; from, to, cc, subject, text, html, headers and attachments are in it");
            }
            if (wish.recipients() == null && wish.bcc() == null) {
                faults.add("recipients", "is missing; [\"ann@example.org\"] would be right");
            }
            return;
        }
        if (wish.text() == null && wish.html() == null) {
            faults.add("text", "is missing, as is html; one of them would be right");
        }
        if (NamedMailbox.hasControls(subject()) || subject().length() > LONGEST_SUBJECT) {
            faults.add(
                    "subject",
                    "holds a line break or another control character, or is longer than "
                            + LONGEST_SUBJECT);
        }
    }
}
