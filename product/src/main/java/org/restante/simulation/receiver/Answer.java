package org.restante.simulation.receiver;

import org.restante.mail.smtp.Stage;

/// What the receiver says at one moment of a session.
///
/// @param truth the check that decided; for the score alone
/// @param code 0 when nothing comes and the client times out
/// @param text the whole reply as on the wire without its last line end, `421-4.7.0 …\n421 4.7.0 …`; empty when nothing comes
/// @param closes whether the receiver ends the connection with it
public record Answer(Check truth, Stage stage, int code, String text, boolean closes) {
    /// Everything that goes well at a stage says the same.
    static Answer taken(Stage stage) {
        return switch (stage) {
            case DATA -> new Answer(Check.TAKEN, stage, 354, "354 Go on, end with a dot", false);
            case GREETING, CONNECT -> new Answer(Check.TAKEN, stage, 220, "220 Ready", false);
            case CONTENT -> new Answer(Check.TAKEN, stage, 250, "250 2.0.0 Taken", false);
            case EHLO, STARTTLS, AUTH, MAIL, RCPT, QUIT ->
                    new Answer(Check.TAKEN, stage, 250, "250 2.1.0 Ok", false);
        };
    }

    static Answer silence(Check truth, Stage stage) {
        return new Answer(truth, stage, 0, "", true);
    }

    /// A reply with the code it begins with; a 421 closes (RFC 5321 §3.8).
    static Answer refusal(Check truth, Stage stage, String text) {
        int code = Integer.parseInt(text, 0, 3, 10);
        return new Answer(truth, stage, code, text, code == 421);
    }

    public boolean isTaken() {
        return truth == Check.TAKEN;
    }

    /// Whether nothing came at all.
    public boolean isSilence() {
        return code == 0;
    }

    /// Whether the message is refused for good.
    public boolean isFinal() {
        return code >= 500;
    }
}
