package org.restante.sending.reception;

import java.io.IOException;
import org.restante.mail.smtp.Reply;
import org.restante.protocol.session.Wire;

/// What the server says, each answer with its enhanced status code (RFC 2034, RFC 3463).
final class Answers {
    private static final int IDLE = 100;

    private final Wire wire;
    private int idle;

    /// Refusals so far; who collects too many is sent away.
    private int refusals;

    private boolean isLast;

    Answers(Wire wire) {
        this.wire = wire;
    }

    /// An answer of one line.
    ///
    /// @param text with its enhanced status code, where it has one
    void say(int code, String text) throws IOException {
        if (code >= 400) {
            refusals++;
        }
        wire.writeLine(code + " " + text);
    }

    /// An answer of several lines.
    void sayAll(int code, Iterable<String> lines) throws IOException {
        var all = lines.iterator();
        while (all.hasNext()) {
            var line = all.next();
            wire.writeLine(code + (all.hasNext() ? "-" : " ") + line);
        }
    }

    void say(Reply reply) throws IOException {
        int code = reply.code().orElse(451);
        if (code >= 400) {
            refusals++;
        }
        sayAll(code, reply.lines());
        isLast |= code == 421;
    }

    /// Whether somebody else's 421 was passed on: who says that closes the connection (RFC 5321 §4.2.2, §4.2.3).
    boolean isLast() {
        return isLast;
    }

    /// A refusal that is no error of the client's, so it is not counted: there was more than we take at once.
    void sayLater(int code, String text) throws IOException {
        wire.writeLine(code + " " + text);
    }

    /// An answer to a command that brings no mail nearer; beyond a number each counts as an error.
    void sayIdle(int code, String text) throws IOException {
        idle++;
        if (idle > IDLE) {
            refusals++;
        }
        wire.writeLine(code + " " + text);
    }

    /// The same.
    void sayIdle(Reply reply) throws IOException {
        idle++;
        if (idle > IDLE) {
            refusals++;
        }
        sayAll(reply.code().orElse(451), reply.lines());
    }

    /// Mail came in: idling begins anew.
    void accepted() {
        idle = 0;
    }

    int refusals() {
        return refusals;
    }
}
