package org.restante.protocol.session;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.restante.protocol.session.WireException.Kind;

/// One connection, read by lines and octets. What is written waits until something must be read, so that answers to pipelined
/// commands travel together (RFC 2920 §3.2). One thread's.
public final class Wire implements Closeable {
    private static final int BUFFER = 16 * 1024;

    /// What a connection begins with: most of them wait most of the time, and there may be many.
    private static final int SMALL_BUFFER = 1024;

    /// What is left to the socket's own time limit before a watcher has to step in.
    private static final long GRACE_NANOS = 2_000_000_000L;

    private Socket socket;
    private InputStream in;
    private OutputStream out;
    private byte[] input = new byte[SMALL_BUFFER];
    private int from;
    private int to;
    private byte[] output = new byte[SMALL_BUFFER];
    private int waiting;
    private byte[] line = new byte[512];

    /// Whether a line that was too long is not read to its end.
    private boolean isLineLeft;

    private long octetsRead;
    private final LongSupplier ticker;
    private long patienceMillis = 300_000;
    private long deadlineNanos;
    private boolean hasDeadline;
    private @Nullable Tap tap;

    /// When what goes on with the other side must be over; 0 while nothing goes on. Read by a watcher on another thread.
    private volatile long mustEnd;

    /// @param ticker a monotonic clock in nanoseconds, for deadlines
    public Wire(Socket socket, LongSupplier ticker) throws IOException {
        this.socket = socket;
        this.ticker = ticker;
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /// Lets somebody hear what is read and written from now on.
    public void tap(Tap listener) {
        tap = listener;
    }

    /// What is read from now on must be there after `whole`, and its next octet after `each`: a side that sends an octet now and
    /// then does not keep us for ever.
    ///
    /// @throws SocketTimeoutException then, by whatever reads
    public void allow(Duration each, Duration whole) {
        patienceMillis = Math.clamp(each.toMillis(), 1, Integer.MAX_VALUE);
        deadlineNanos = ticker.getAsLong() + whole.toNanos();
        hasDeadline = true;
    }

    /// Whether one reading or writing takes longer than it may. The socket's own limit does not see a side that never reads what we
    /// write, or a TLS record that comes in octet by octet. Safe to ask on any thread; the socket is then to be closed.
    public boolean isOverdue(long now) {
        long end = mustEnd;
        return end != 0 && now - end > 0;
    }

    private void begun(long millis) {
        long end = ticker.getAsLong() + millis * 1_000_000 + GRACE_NANOS;
        mustEnd = end == 0 ? 1 : end;
    }

    private long limitWaiting() throws IOException {
        long patience = patienceMillis;
        if (hasDeadline) {
            long left = (deadlineNanos - ticker.getAsLong()) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException("not complete in time");
            }
            patience = Math.min(patience, left);
        }
        socket.setSoTimeout((int) patience);
        return patience;
    }

    /// The next line without its CRLF, as UTF-8; octets that are not UTF-8 become U+FFFD.
    ///
    /// @param longest octets, without CRLF
    /// @throws WireException when the line is too long, its end is not CRLF, or there is none
    public String line(int longest) throws IOException {
        int length = ended(longest);
        boolean bare = length == 0 || line[length - 1] != '\r';
        for (int i = 0; i < length - 1 && !bare; i++) {
            bare = line[i] == '\r';
        }
        if (bare) {
            throw bareLineEnd();
        }
        return text(length - 1, longest);
    }

    private static WireException bareLineEnd() {
        return new WireException(Kind.BARE_LINE_END, "a line that does not end in CRLF");
    }

    /// After a line that was too long: drops the rest of it, its CRLF too, so that the next line can be read.
    ///
    /// @param most octets to drop
    /// @throws WireException when it has no end by then, or ends in LF alone
    public void dropLine(int most) throws IOException {
        boolean afterCr = from > 0 && input[from - 1] == '\r';
        for (int dropped = 0; isLineLeft; dropped++) {
            if (dropped >= most) {
                throw new WireException(Kind.TOO_MUCH, "a line without an end");
            }
            await();
            byte next = input[from++];
            if (next == '\n' && !afterCr) {
                throw bareLineEnd();
            }
            isLineLeft = next != '\n';
            afterCr = next == '\r';
        }
    }

    /// The same, where LF alone ends a line too: replies of servers that know no better.
    ///
    /// @throws WireException when the line is too long, or there is none
    public String looseLine(int longest) throws IOException {
        int length = ended(longest);
        return text(length > 0 && line[length - 1] == '\r' ? length - 1 : length, longest);
    }

    /// Reads up to LF, which is left out; returns the octets that are in [#line].
    private int ended(int longest) throws IOException {
        int length = 0;
        isLineLeft = false;
        while (true) {
            if (from == to) {
                fill();
            }
            int end = from;
            while (end < to && input[end] != '\n') {
                end++;
            }
            if (length + end - from > longest + 1) {
                from = end;
                isLineLeft = true;
                throw new WireException(
                        Kind.LINE_TOO_LONG, "a line of more than " + longest + " octets");
            }
            length = append(length, end);
            boolean ended = end < to;
            from = ended ? end + 1 : end;
            if (ended) {
                return length;
            }
        }
    }

    private int append(int length, int end) {
        int count = end - from;
        if (line.length < length + count) {
            line = java.util.Arrays.copyOf(line, Math.max(length + count, line.length * 2));
        }
        System.arraycopy(input, from, line, length, count);
        return length + count;
    }

    private String text(int length, int longest) throws WireException {
        if (length > longest) {
            throw new WireException(
                    Kind.LINE_TOO_LONG, "a line of more than " + longest + " octets");
        }
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }

    /// Sees that there is something to read: what is written goes out first.
    private void fill() throws IOException {
        flush();
        if (to == input.length && input.length < BUFFER) {
            input = new byte[BUFFER];
        }
        begun(limitWaiting());
        int count;
        try {
            count = in.read(input, 0, input.length);
        } catch (IOException e) {
            throw orOverdue(e);
        }
        mustEnd = 0;
        if (count < 0) {
            throw new WireException(Kind.CLOSED, "the other side closed the connection");
        }
        octetsRead += count;
        if (tap != null) {
            tap.received(input, 0, count);
        }
        from = 0;
        to = count;
    }

    /// The octets at hand, at least one: `[start(), end())` of [#input()].
    void await() throws IOException {
        if (from == to) {
            fill();
        }
    }

    byte[] input() {
        return input;
    }

    int start() {
        return from;
    }

    int end() {
        return to;
    }

    /// The octets before `next` are done with.
    void advance(int next) {
        from = next;
    }

    /// Passes the next `count` octets to `sink`.
    public void octets(long count, Octets sink) throws IOException {
        long left = count;
        while (left > 0) {
            await();
            int now = (int) Math.min(left, to - from);
            sink.write(input, from, now);
            from += now;
            left -= now;
        }
    }

    /// Whether the other side has already sent more than was read.
    public boolean holdsMore() {
        return from < to;
    }

    /// Octets that came in so far.
    public long octetsRead() {
        return octetsRead;
    }

    /// Writes a line and its CRLF.
    public void writeLine(String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        write(bytes, 0, bytes.length);
        write(LineEnd.CRLF, 0, 2);
    }

    public void write(byte[] bytes, int at, int count) throws IOException {
        if (tap != null) {
            tap.sent(bytes, at, count);
        }
        if (count > output.length - waiting && output.length < BUFFER) {
            output = java.util.Arrays.copyOf(output, BUFFER);
        }
        if (count > output.length - waiting) {
            flushOwn();
            if (count >= output.length) {
                send(bytes, at, count);
                return;
            }
        }
        System.arraycopy(bytes, at, output, waiting, count);
        waiting += count;
    }

    /// Sends what was written.
    public void flush() throws IOException {
        flushOwn();
        out.flush();
    }

    private void flushOwn() throws IOException {
        if (waiting > 0) {
            int count = waiting;
            waiting = 0;
            send(output, 0, count);
        }
    }

    private void send(byte[] bytes, int at, int count) throws IOException {
        begun(patienceMillis);
        try {
            out.write(bytes, at, count);
        } catch (IOException e) {
            throw orOverdue(e);
        }
        mustEnd = 0;
    }

    /// A watcher closes what takes too long, which breaks the reading or writing.
    private IOException orOverdue(IOException e) {
        if (!isOverdue(ticker.getAsLong()) || e instanceof SocketTimeoutException) {
            return e;
        }
        var late = new SocketTimeoutException("not complete in time");
        late.initCause(e);
        return late;
    }

    /// Says that nothing more comes, and drops what still does, for a moment: a connection closed while something is unread takes our
    /// last words with it.
    public void part(Duration moment, int most) {
        try {
            flush();
            socket.shutdownOutput();
            allow(moment, moment);
            for (int dropped = 0; dropped < most; dropped += to) {
                from = to;
                fill();
            }
        } catch (IOException e) {
            // The other side is gone, or says nothing more: that is what was waited for.
        }
    }

    /// Goes on over a layered socket, its handshake done. Nothing that came in before may be left: it would be taken for something
    /// said under TLS.
    public void secure(SSLSocket secured) throws IOException {
        if (holdsMore()) {
            throw new WireException(Kind.TOO_EARLY, "something was sent before the TLS handshake");
        }
        socket = secured;
        in = secured.getInputStream();
        out = secured.getOutputStream();
    }

    /// The TLS session, null when there is none.
    public @Nullable SSLSession tls() {
        return socket instanceof SSLSocket secured ? secured.getSession() : null;
    }

    public Socket socket() {
        return socket;
    }

    public InetAddress peer() {
        return socket.getInetAddress();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
