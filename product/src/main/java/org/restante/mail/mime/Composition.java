package org.restante.mail.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// A message to be made: who, what, and files with it. `Date` and `Message-ID` are added by whoever takes it in, as for any submission.
///
/// @param headers further fields, in order
/// @param text empty where there is HTML alone
/// @param html empty where there is text alone
public record Composition(
        NamedMailbox from,
        List<NamedMailbox> replyTo,
        List<NamedMailbox> to,
        List<NamedMailbox> cc,
        String subject,
        List<Field> headers,
        Optional<String> text,
        Optional<String> html,
        List<Attachment> attachments) {
    public Composition {
        replyTo = List.copyOf(replyTo);
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        headers = List.copyOf(headers);
        attachments = List.copyOf(attachments);
    }

    /// A further field.
    public record Field(String name, String value) {
        /// Why it cannot be written as it is; empty when it can. Free text is put into encoded words where it must be; where a field has a
        /// grammar (identifiers, addresses, URLs), an encoded word would be another value.
        public Optional<String> objection() {
            return Structured.is(name) ? Structured.objection(value) : Optional.empty();
        }
    }

    /// A file.
    ///
    /// @param type such as `image/png`
    /// @param contentId what HTML calls it by, `cid:…`; empty for a file that is not part of the HTML
    public record Attachment(String name, String type, byte[] octets, Optional<String> contentId) {}

    /// A part of the body: its own header, and what follows the empty line.
    private record Part(String header, byte[] body) {}

    /// The message's octets.
    ///
    /// @param chance for boundaries
    public byte[] octets(UUID chance) {
        var header = new StringBuilder();
        header.append(NamedMailbox.field("From", List.of(from)));
        if (!replyTo.isEmpty()) {
            header.append(NamedMailbox.field("Reply-To", replyTo));
        }
        header.append(
                to.isEmpty() && cc.isEmpty()
                        ? "To: undisclosed-recipients:;\r\n"
                        : to.isEmpty() ? "" : NamedMailbox.field("To", to));
        if (!cc.isEmpty()) {
            header.append(NamedMailbox.field("Cc", cc));
        }
        header.append(HeaderText.field("Subject", subject));
        for (var field : headers) {
            header.append(HeaderText.field(field.name(), field.value()));
        }
        header.append("MIME-Version: 1.0\r\n");
        var body = body(chance.toString().replace("-", ""));
        var whole = new ByteArrayOutputStream(header.length() + body.body().length + 256);
        write(whole, header.append(body.header()).append("\r\n").toString());
        whole.writeBytes(body.body());
        return whole.toByteArray();
    }

    private Part body(String chance) {
        var shown = shown(chance);
        var files =
                attachments.stream()
                        .filter(one -> one.contentId().isEmpty() || html.isEmpty())
                        .map(one -> file(one, "attachment"))
                        .toList();
        if (files.isEmpty()) {
            return shown;
        }
        var parts = new ArrayList<Part>();
        parts.add(shown);
        parts.addAll(files);
        return multipart("mixed", "=_m" + chance, parts);
    }

    private Part shown(String chance) {
        if (html.isEmpty()) {
            return text("plain", text.orElse(""));
        }
        var page = related(text("html", html.get()), chance);
        return text.isEmpty()
                ? page
                : multipart(
                        "alternative", "=_a" + chance, List.of(text("plain", text.get()), page));
    }

    /// HTML with the files it shows (RFC 2387).
    private Part related(Part page, String chance) {
        var parts = new ArrayList<Part>();
        parts.add(page);
        attachments.stream()
                .filter(one -> one.contentId().isPresent())
                .forEach(one -> parts.add(file(one, "inline")));
        return parts.size() == 1 ? page : multipart("related", "=_r" + chance, parts);
    }

    private static Part text(String kind, String content) {
        var encoded = BodyText.text(content);
        boolean ascii = encoded.encoding().equals("7bit");
        return new Part(
                "Content-Type: text/"
                        + kind
                        + "; charset="
                        + (ascii ? "us-ascii" : "utf-8")
                        + "\r\nContent-Transfer-Encoding: "
                        + encoded.encoding()
                        + "\r\n",
                encoded.octets());
    }

    private static Part file(Attachment one, String disposition) {
        var encoded = BodyText.file(one.octets());
        var name = one.name().isEmpty() ? "" : HeaderText.parameter("filename", one.name());
        return new Part(
                "Content-Type: "
                        + one.type()
                        + "\r\nContent-Disposition: "
                        + disposition
                        + name
                        + "\r\n"
                        + one.contentId().map(id -> "Content-ID: <" + id + ">\r\n").orElse("")
                        + "Content-Transfer-Encoding: base64\r\n",
                encoded.octets());
    }

    private static Part multipart(String kind, String boundary, List<Part> parts) {
        var body = new ByteArrayOutputStream();
        for (var part : parts) {
            write(body, "--" + boundary + "\r\n" + part.header() + "\r\n");
            body.writeBytes(part.body());
            write(body, "\r\n");
        }
        write(body, "--" + boundary + "--\r\n");
        return new Part(
                "Content-Type: multipart/" + kind + ";\r\n boundary=\"" + boundary + "\"\r\n",
                body.toByteArray());
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
