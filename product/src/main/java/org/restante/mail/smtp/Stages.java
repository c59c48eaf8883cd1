package org.restante.mail.smtp;

import org.jspecify.annotations.Nullable;

/// The stage that a sending server's own words tell: `in reply to RCPT TO command`, `after end of data`.
final class Stages {
    private Stages() {}

    /// The stage of the command that begins at `at`.
    static @Nullable Stage ofCommand(byte[] in, int at, int to) {
        if (Ascii.startsWith(in, at, to, "end of data")
                || Ascii.startsWith(in, at, to, "bdat")
                || Ascii.startsWith(in, at, to, "end_of_message")) {
            return Stage.CONTENT;
        }
        if (Ascii.startsWith(in, at, to, "rcpt")
                || Ascii.startsWith(in, at, to, "pipelined rcpt")) {
            return Stage.RCPT;
        }
        if (Ascii.startsWith(in, at, to, "mail")
                || Ascii.startsWith(in, at, to, "pipelined mail")) {
            return Stage.MAIL;
        }
        if (Ascii.startsWith(in, at, to, "data")
                || Ascii.startsWith(in, at, to, "pipelined data")) {
            return Stage.DATA;
        }
        if (Ascii.startsWith(in, at, to, "ehlo")
                || Ascii.startsWith(in, at, to, "helo")
                || Ascii.startsWith(in, at, to, "lhlo")) {
            return Stage.EHLO;
        }
        if (Ascii.startsWith(in, at, to, "starttls")) {
            return Stage.STARTTLS;
        }
        if (Ascii.startsWith(in, at, to, "auth")) {
            return Stage.AUTH;
        }
        if (Ascii.startsWith(in, at, to, "initial connection")
                || Ascii.startsWith(in, at, to, "connect")) {
            return Stage.GREETING;
        }
        return null;
    }

    /// The stage told before a cited reply: `… server after RCPT TO:<…>: host …`, `refused to talk to me: …`, qmail's sentences.
    static @Nullable Stage ofLeadIn(byte[] in, int from, int to) {
        int after = Ascii.indexOf(in, from, to, " after ");
        if (after >= 0) {
            var stage = ofCommand(in, after + 7, to);
            if (stage != null) {
                return stage;
            }
        }
        if (Ascii.indexOf(in, from, to, "refused to talk to me") >= 0) {
            return Stage.GREETING;
        }
        return Ascii.indexOf(in, from, to, "emote host said") >= 0 ? ofQmail(in, from, to) : null;
    }

    /// What qmail-remote says before `Remote host said:` (qmail-remote.c).
    private static @Nullable Stage ofQmail(byte[] in, int from, int to) {
        if (Ascii.indexOf(in, from, to, "but my name was rejected") >= 0) {
            return Stage.EHLO;
        }
        if (Ascii.indexOf(in, from, to, "but greeting failed") >= 0) {
            return Stage.GREETING;
        }
        if (Ascii.indexOf(in, from, to, "but sender was rejected") >= 0) {
            return Stage.MAIL;
        }
        if (Ascii.indexOf(in, from, to, "does not like recipient") >= 0) {
            return Stage.RCPT;
        }
        if (Ascii.indexOf(in, from, to, "failed on data command") >= 0) {
            return Stage.DATA;
        }
        return Ascii.indexOf(in, from, to, "failed after i sent the message") >= 0
                ? Stage.CONTENT
                : null;
    }
}
