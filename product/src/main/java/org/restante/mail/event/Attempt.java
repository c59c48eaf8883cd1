package org.restante.mail.event;

import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;

/// One try to hand a message for one recipient to a next hop, and what came of it. What is unknown is null.
///
/// @param source our side's name
/// @param sessionId one connection: recipients refused at its greeting are one refusal
/// @param trouble what broke the attempt when no server replied
/// @param code 200 to 599
/// @param status the enhanced status code
/// @param text the whole reply, its lines joined by `\n`
/// @param rule the rule that judged
/// @param number which attempt this was, from 1
/// @param delayMs since the message was queued
/// @param tookMs from its begin to the last word: the transaction's, and before it the session's where one was opened for it
/// @param counted whether it spent an attempt; a refusal of the lane does not
/// @param replyUrl the link a receiver gave
public record Attempt(
        @Nullable String mxHost,
        @Nullable String mxIp,
        @Nullable String source,
        @Nullable String sourceIp,
        @Nullable String pool,
        @Nullable String ehlo,
        @Nullable String sessionId,
        @Nullable Stage stage,
        @Nullable Trouble trouble,
        @Nullable Integer code,
        @Nullable String status,
        @Nullable String text,
        @Nullable String cause,
        @Nullable String scope,
        @Nullable String permanence,
        @Nullable String rule,
        @Nullable Integer number,
        @Nullable Long delayMs,
        @Nullable Long tookMs,
        @Nullable String tls,
        @Nullable Boolean counted,
        @Nullable String replyUrl) {
    public Attempt {
        if (code != null && (code < 200 || code > 599)) {
            throw new IllegalArgumentException("not a reply code: " + code);
        }
        if (number != null && number < 1) {
            throw new IllegalArgumentException("attempts are counted from 1: " + number);
        }
    }
}
