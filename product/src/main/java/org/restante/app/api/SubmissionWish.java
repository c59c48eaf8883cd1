package org.restante.app.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a program asks for when it hands in mail: one message for all recipients, or, where they have substitutions, one for each. What is
/// null was not said.
///
/// @param from shown as `From`, such as `Shop <news@shop.example>`
/// @param envelopeFrom where failures go; the address of `from` where it is not said, nowhere when empty
/// @param recipients whom it is sent to; all of `to`, `cc` and `bcc` where it is not said
/// @param headers further fields
/// @param raw a whole message instead, as text
/// @param rawBase64 the same as base64
/// @param substitutions for recipients that have none of that name
/// @param sendAt not before: an RFC 3339 time, or a span such as `PT2H`
/// @param expiresAt given up then
/// @param returned `full` or `headers`: how much a failure returns (RFC 3461)
record SubmissionWish(
        @Nullable String from,
        @Nullable String envelopeFrom,
        @Nullable List<String> to,
        @Nullable List<String> cc,
        @Nullable List<String> bcc,
        @Nullable List<String> replyTo,
        @Nullable List<RecipientWish> recipients,
        @Nullable String subject,
        @Nullable String text,
        @Nullable String html,
        @Nullable List<AttachmentWish> attachments,
        @Nullable Map<String, String> headers,
        @Nullable String raw,
        @Nullable String rawBase64,
        @Nullable Map<String, Object> substitutions,
        @Nullable String tenant,
        @Nullable String stream,
        @Nullable String campaign,
        @Nullable String pool,
        @Nullable String sendAt,
        @Nullable String expiresAt,
        @Nullable String envelopeId,
        @Nullable String returned) {
    /// One recipient.
    ///
    /// @param notices `never`, or some of `success`, `failure`, `delay` (RFC 3461)
    record RecipientWish(
            @Nullable String address,
            @Nullable String name,
            @Nullable Map<String, Object> substitutions,
            @JsonProperty("notify") @Nullable List<String> notices) {
        /// Written as an address alone.
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        static RecipientWish of(String address) {
            return new RecipientWish(address, null, null, null);
        }

        @JsonCreator(mode = JsonCreator.Mode.PROPERTIES)
        RecipientWish {}
    }

    /// One file.
    ///
    /// @param content base64
    /// @param contentId what HTML calls it by: `cid:…`
    record AttachmentWish(
            @Nullable String filename,
            @Nullable String contentType,
            @Nullable String content,
            @Nullable String contentId) {}

    /// A whole message with its envelope, as a request of type message/rfc822 has it.
    static SubmissionWish ofRaw(byte[] octets, @Nullable String from, List<String> to, Call call) {
        return new SubmissionWish(
                null,
                from,
                null,
                null,
                null,
                null,
                to.stream().map(RecipientWish::of).toList(),
                null,
                null,
                null,
                null,
                null,
                null,
                java.util.Base64.getEncoder().encodeToString(octets),
                null,
                call.query("tenant").orElse(null),
                call.query("stream").orElse(null),
                call.query("campaign").orElse(null),
                call.query("pool").orElse(null),
                call.query("send_at").orElse(null),
                call.query("expires_at").orElse(null),
                call.query("envelope_id").orElse(null),
                call.query("returned").orElse(null));
    }
}
