package org.restante.sending.reception;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.restante.mail.message.HeaderBlock;
import org.restante.mail.message.Submission.Draft;
import org.restante.mail.message.Submission.Refused;
import org.restante.mail.smtp.Reply;
import org.restante.protocol.session.Octets;

/// Mail data on its way to a draft: the header is held back until it is whole, edited, and goes before the body. A message that is
/// refused is read to its end all the same, for the client to hear why.
final class IncomingMessage implements Octets {
    private static final byte[] EMPTY_LINE = {'\r', '\n'};

    /// Sees the header, changes it, or refuses the message.
    @FunctionalInterface
    interface Editor {
        void edit(HeaderBlock header) throws Refused;
    }

    private final Draft draft;
    private final long largest;
    private final int largestHeader;
    private final Editor editor;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream(2048);
    private boolean inBody;
    private @Nullable Refused refused;
    private long octets;
    private long written;

    IncomingMessage(Draft draft, long largest, int largestHeader, Editor editor) {
        this.draft = draft;
        this.largest = largest;
        this.largestHeader = largestHeader;
        this.editor = editor;
    }

    @Override
    public void write(byte[] bytes, int at, int count) throws IOException {
        octets += count;
        if (refused != null) {
            return;
        }
        try {
            take(bytes, at, count);
        } catch (Refused e) {
            refused = e;
        }
    }

    private void take(byte[] bytes, int at, int count) throws Refused, IOException {
        if (octets > largest) {
            throw refusal("552 5.3.4 More than the " + largest + " octets a message may have");
        }
        if (inBody) {
            pass(bytes, at, count);
            return;
        }
        int before = held.size();
        held.write(bytes, at, count);
        var all = held.toByteArray();
        int end = headerEnd(all, Math.max(0, before - 3));
        if (end >= 0) {
            beginBody(all, end);
        } else if (held.size() > largestHeader) {
            throw refusal("552 5.3.4 A header of more than " + largestHeader + " octets");
        }
    }

    private static Refused refusal(String text) {
        return new Refused(Reply.read(text));
    }

    /// Where the empty line begins that ends the header; -1 when it is not there yet.
    private static int headerEnd(byte[] all, int from) {
        if (all.length >= 2 && all[0] == '\r' && all[1] == '\n') {
            return 0;
        }
        for (int at = from; at + 3 < all.length; at++) {
            if (all[at] == '\r'
                    && all[at + 1] == '\n'
                    && all[at + 2] == '\r'
                    && all[at + 3] == '\n') {
                return at + 2;
            }
        }
        return -1;
    }

    private void beginBody(byte[] all, int end) throws Refused, IOException {
        if (end > largestHeader) {
            throw refusal("552 5.3.4 A header of more than " + largestHeader + " octets");
        }
        header(all, end);
        pass(all, end, all.length - end);
        held.reset();
        inBody = true;
    }

    private void header(byte[] all, int end) throws Refused, IOException {
        var header = HeaderBlock.read(all, 0, end);
        editor.edit(header);
        for (var field : header.fields()) {
            pass(field.octets(), 0, field.octets().length);
        }
    }

    private void pass(byte[] bytes, int at, int count) throws Refused, IOException {
        draft.write(bytes, at, count);
        written += count;
    }

    /// The data is complete: a message of nothing but a header gets its empty line.
    ///
    /// @throws Refused for whatever was wrong on the way
    void end() throws Refused, IOException {
        if (refused != null) {
            throw refused;
        }
        if (!inBody) {
            var all = held.toByteArray();
            header(all, all.length);
            pass(EMPTY_LINE, 0, EMPTY_LINE.length);
        }
    }

    /// Octets of the message as it will be sent.
    long written() {
        return written;
    }
}
