package org.restante.simulation.receiver;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.restante.mail.smtp.Stage;

/// What the receiver says at one moment of a session.
///
/// @param truth the check that decided; for the score alone
/// @param code 0 when nothing comes and the client times out
/// @param text the whole reply as on the wire without its last line end, `421-4.7.0 …\n421 4.7.0 …`; empty when nothing comes
/// @param closes whether the receiver ends the connection with it
public record Answer(Check truth, Stage stage, int code, String text, boolean closes) {
    private static final Map<Stage, Answer> TAKEN = new EnumMap<>(Stage.class);

    static {
        for (var stage : Stage.values()) {
            TAKEN.put(
                    stage,
                    switch (stage) {
                        case DATA -> taken(stage, 354, "354 Go on, end with a dot");
                        case GREETING, CONNECT -> taken(stage, 220, "220 Ready");
                        case CONTENT -> taken(stage, 250, "250 2.0.0 Taken");
                        case EHLO, STARTTLS, AUTH, MAIL, RCPT, QUIT ->
                                taken(stage, 250, "250 2.1.0 Ok");
                    });
        }
    }

    /// Everything that goes well at a stage says the same.
    static Answer taken(Stage stage) {
        return Objects.requireNonNull(TAKEN.get(stage));
    }

    private static Answer taken(Stage stage, int code, String text) {
        return new Answer(Check.TAKEN, stage, code, text, false);
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
