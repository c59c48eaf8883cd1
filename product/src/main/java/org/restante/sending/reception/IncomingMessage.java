package org.restante.sending.reception;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.restante.mail.message.HeaderBlock;
import org.restante.mail.message.Submission.Draft;
import org.restante.mail.message.Submission.Refused;
import org.restante.mail.smtp.Reply;
import org.restante.protocol.session.Octets;
import org.restante.protocol.session.WireException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Mail data on its way to a draft: the header is held back until it is whole, edited, and goes before the body. A message that is
/// refused is read to its end all the same, for the client to hear why.
final class IncomingMessage implements Octets, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IncomingMessage.class);
    private static final int PART = 32 << 10;

    /// What a draft holds at most.
    private static final int DRAFT = 256 << 10;

    private static final byte[] EMPTY_LINE = {'\r', '\n'};
    private static final byte[] NOTHING = {};

    /// A message that is a little too large is read to its end, for the client to hear why.
    private static final long MERCY = 1 << 20;

    /// Sees the header, changes it, or refuses the message.
    interface Editor {
        void edit(HeaderBlock header) throws Refused;

        /// Our own field, before all others.
        String trace();

        /// Whether the message is held back until it is whole, for somebody to judge it.
        boolean holdsBack();

        /// Judges a message that was held back; may change the header.
        ///
        /// @return the body to be sent
        Scratch judge(HeaderBlock header, Scratch body) throws Refused, IOException;
    }

    private final Draft draft;
    private final long largest;
    private final int largestHeader;
    private final Editor editor;
    private final MessageRoom.Share share;
    private final Supplier<Scratch> holding;
    private final LongLines longLines;
    private final LineBreaks lines;
    private byte[] header = new byte[2048];
    private int held;
    private boolean inBody;
    private @Nullable HeaderBlock fields;
    private @Nullable Scratch body;
    private @Nullable Refused refused;
    private long octets;
    private long written;

    /// @param longLines what becomes of lines that are too long
    /// @param room what it may take of memory
    IncomingMessage(
            Draft draft,
            long largest,
            int largestHeader,
            LongLines longLines,
            Editor editor,
            MessageRoom room) {
        this(draft, largest, largestHeader, longLines, editor, room, Scratch::new);
    }

    /// @param holding makes room for a body that is held back
    IncomingMessage(
            Draft draft,
            long largest,
            int largestHeader,
            LongLines longLines,
            Editor editor,
            MessageRoom room,
            Supplier<Scratch> holding) {
        this.longLines = longLines;
        lines = LineBreaks.ofBody(longLines, this::put);
        this.holding = holding;
        this.draft = draft;
        this.largest = largest;
        this.largestHeader = largestHeader;
        this.editor = editor;
        share = room.share();
    }

    @Override
    public void write(byte[] bytes, int at, int count) throws IOException {
        octets += count;
        if (octets / 2 > largest + MERCY) {
            throw new WireException(
                    WireException.Kind.TOO_MUCH,
                    "far more than the " + largest + " octets a message may have");
        }
        if (refused != null) {
            return;
        }
        try {
            take(bytes, at, count);
        } catch (Refused e) {
            refused = e;
            forget();
        }
    }

    /// What was refused takes no memory while the rest of it is read.
    private void forget() {
        header = NOTHING;
        draft.close();
        share.close();
    }

    /// Makes sure that there is room for the header, for what has been made of it, and for the draft, which writes each piece out when it
    /// is full.
    private void require(long headerOctets, long bodyOctets) throws Refused {
        if (!share.reach(headerOctets + Math.min(DRAFT, 2 * bodyOctets))) {
            throw refusal("452 4.3.1 Too many messages come in at once, try again later");
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
        int before = held;
        require(2L * (held + count), 0);
        hold(bytes, at, count);
        int end = headerEnd(Math.max(0, before - 3));
        if (end >= 0) {
            beginBody(end);
        } else if (held > largestHeader) {
            throw refusal("552 5.3.4 A header of more than " + largestHeader + " octets");
        }
    }

    private void hold(byte[] bytes, int at, int count) {
        if (header.length < held + count) {
            header = Arrays.copyOf(header, Math.max(held + count, header.length * 2));
        }
        System.arraycopy(bytes, at, header, held, count);
        held += count;
    }

    private static Refused refusal(String text) {
        return new Refused(Reply.read(text));
    }

    /// Where the empty line begins that ends the header; -1 when it is not there yet.
    private int headerEnd(int from) {
        if (held >= 2 && header[0] == '\r' && header[1] == '\n') {
            return 0;
        }
        for (int at = from; at + 3 < held; at++) {
            if (header[at] == '\r'
                    && header[at + 1] == '\n'
                    && header[at + 2] == '\r'
                    && header[at + 3] == '\n') {
                return at + 2;
            }
        }
        return -1;
    }

    private void beginBody(int end) throws Refused, IOException {
        if (end > largestHeader) {
            throw refusal("552 5.3.4 A header of more than " + largestHeader + " octets");
        }
        edit(end);
        pass(header, end + EMPTY_LINE.length, held - end - EMPTY_LINE.length);
        header = NOTHING;
        inBody = true;
    }

    private void edit(int end) throws Refused, IOException {
        var read = HeaderBlock.read(header, 0, end);
        editor.edit(read);
        fields = read;
        if (editor.holdsBack()) {
            body = holding.get();
        } else {
            send(read);
        }
    }

    private void send(HeaderBlock read) throws Refused, IOException {
        read.prepend(editor.trace());
        for (var field : read.fields()) {
            var folded = LineBreaks.folded(longLines, field.octets());
            put(folded, 0, folded.length);
        }
        put(EMPTY_LINE, 0, EMPTY_LINE.length);
    }

    /// The header as it was sent.
    HeaderBlock header() {
        if (fields == null) {
            throw new IllegalStateException("the header has not been read");
        }
        return fields;
    }

    private void pass(byte[] bytes, int at, int count) throws Refused, IOException {
        require(3L * held, octets);
        if (body == null) {
            lines.write(bytes, at, count);
            return;
        }
        try {
            body.write(bytes, at, count);
        } catch (IOException e) {
            throw notHeld(e);
        }
    }

    private static Refused notHeld(IOException e) {
        LOG.error("a message cannot be held back for those who judge it: {}", e.toString());
        return refusal("451 4.3.0 The message cannot be looked at now, try again later");
    }

    private void put(byte[] bytes, int at, int count) throws Refused, IOException {
        draft.write(bytes, at, count);
        written += count;
    }

    /// The data is complete: a message of nothing but a header gets its empty line, one that was held back is judged.
    ///
    /// @throws Refused for whatever was wrong on the way
    void end() throws Refused, IOException {
        if (refused != null) {
            throw refused;
        }
        if (!inBody) {
            edit(held);
        }
        if (body != null && fields != null) {
            try {
                body = editor.judge(fields, body);
            } catch (IOException e) {
                throw notHeld(e);
            }
            send(fields);
            try (var in = body.read()) {
                var part = new byte[PART];
                for (int count = in.read(part); count > 0; count = in.read(part)) {
                    lines.write(part, 0, count);
                }
            }
        }
        lines.end();
    }

    /// Octets of the message as it will be sent.
    long written() {
        return written;
    }

    @Override
    public void close() {
        share.close();
        if (body != null) {
            body.close();
        }
    }
}
