package org.restante.app.api;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Answers HTTP/1.0 beside HTTP/1.1, which is all that Helidon speaks: proxies and health checks ask so unless they are told otherwise. A
/// request of 1.0 is handed on as one of 1.1 after which the connection closes (RFC 9110 §2.5, RFC 9112 §9.6).
final class HttpVersions implements ServerConnectionSelector {
    private static final String OLD = " HTTP/1.0";
    private static final String END = "\r\n";

    /// Where the answer to a request of HTTP/1.0 goes, for answers that nobody knows the length of.
    private static final ThreadLocal<DataWriter> OLD_CLIENT = new ThreadLocal<>();

    private final Http1ConnectionSelector current;
    private final Deadlines deadlines;
    private final ApiSettings settings;
    private final int firstLine;

    /// @param current for HTTP/1.1
    /// @param firstLine its longest, in octets
    HttpVersions(
            Http1ConnectionSelector current,
            Deadlines deadlines,
            ApiSettings settings,
            int firstLine) {
        this.current = current;
        this.deadlines = deadlines;
        this.settings = settings;
        this.firstLine = firstLine;
    }

    /// To the client of HTTP/1.0 that this thread answers; it knows no chunks (RFC 9112 §7.1).
    static Optional<OutputStream> oldClient() {
        return Optional.ofNullable(OLD_CLIENT.get()).map(Direct::new);
    }

    private static final class Direct extends OutputStream {
        private final DataWriter to;

        Direct(DataWriter to) {
            this.to = to;
        }

        @Override
        public void write(int octet) {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int at, int count) {
            to.writeNow(BufferData.create(Arrays.copyOfRange(bytes, at, at + count)));
        }
    }

    @Override
    public int bytesToIdentifyConnection() {
        return 0;
    }

    @Override
    public Support supports(BufferData data) {
        return Support.SUPPORTED;
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return current.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        return new Connection(context);
    }

    /// Waits for the first line, and is then one of the version that it names.
    private final class Connection implements ServerConnection {
        private final ConnectionContext context;
        private final long since = System.nanoTime();
        private volatile @Nullable Thread thread;
        private volatile @Nullable ServerConnection known;

        Connection(ConnectionContext context) {
            this.context = context;
        }

        @Override
        public void handle(Limit limit) throws InterruptedException {
            thread = Thread.currentThread();
            var reader = context.dataReader();
            if (!isOld(reader)) {
                var newer = current.connection(context);
                known = newer;
                newer.handle(limit);
                return;
            }
            var older = current.connection(new AsNewer(context, header(reader)));
            known = older;
            OLD_CLIENT.set(context.dataWriter());
            try {
                older.handle(limit);
            } finally {
                OLD_CLIENT.remove();
            }
        }

        @Override
        public Duration idleTime() {
            var now = known;
            return now == null ? Duration.ofNanos(System.nanoTime() - since) : now.idleTime();
        }

        @Override
        public void close(boolean interrupt) {
            var now = known;
            var waiting = thread;
            if (now != null) {
                now.close(interrupt);
            } else if (waiting != null) {
                waiting.interrupt();
            }
        }
    }

    private boolean isOld(DataReader reader) {
        try {
            int end = reader.findNewLine(firstLine);
            var line = reader.getBuffer(Math.min(end, firstLine));
            var text = new byte[line.available()];
            line.read(text);
            return new String(text, StandardCharsets.ISO_8859_1).endsWith(OLD);
        } catch (DataReader.IncorrectNewLineException e) {
            return false; // HTTP/1.1 says what is wrong with it.
        } catch (DataReader.InsufficientDataAvailableException e) {
            throw new CloseConnectionException("nothing was asked", e);
        }
    }

    /// The header of a request of HTTP/1.0, as one of HTTP/1.1 has it. One that is too large ends early and is refused.
    private byte[] header(DataReader reader) {
        var text = new StringBuilder();
        boolean hasHost = false;
        try (var span = deadlines.within(settings.header())) {
            var line = reader.readLine();
            text.append(line, 0, line.length() - OLD.length()).append(" HTTP/1.1").append(END);
            line = reader.readLine();
            while (!line.isEmpty() && text.length() <= settings.headerOctets() + firstLine) {
                var lower = line.toLowerCase(Locale.ROOT);
                hasHost |= lower.startsWith("host:");
                if (!lower.startsWith("connection:")) {
                    text.append(line).append(END);
                }
                line = reader.readLine();
            }
        } catch (DataReader.IncorrectNewLineException e) {
            text.append(' '); // A line that is none, for HTTP/1.1 to refuse.
        } catch (DataReader.InsufficientDataAvailableException e) {
            throw new CloseConnectionException("the header was cut off", e);
        }
        if (!hasHost) {
            text.append("Host: unknown.invalid").append(END);
        }
        text.append("Connection: close").append(END).append(END);
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /// First what is made of the header, then what comes behind it.
    private static final class Rest implements Supplier<byte @Nullable []> {
        private final DataReader from;
        private byte @Nullable [] header;

        Rest(byte[] header, DataReader from) {
            this.header = header;
            this.from = from;
        }

        @Override
        public byte @Nullable [] get() {
            if (header != null) {
                var first = header;
                header = null;
                return first;
            }
            try {
                from.ensureAvailable();
                return from.readBytes(from.available());
            } catch (DataReader.InsufficientDataAvailableException e) {
                return null;
            }
        }
    }

    /// The connection with another header.
    private static final class AsNewer implements ConnectionContext {
        private final ConnectionContext context;
        private final DataReader reader;

        AsNewer(ConnectionContext context, byte[] header) {
            this.context = context;
            reader = DataReader.create(new Rest(header, context.dataReader()));
        }

        @Override
        public DataReader dataReader() {
            return reader;
        }

        @Override
        public ListenerContext listenerContext() {
            return context.listenerContext();
        }

        @Override
        public ExecutorService executor() {
            return context.executor();
        }

        @Override
        public DataWriter dataWriter() {
            return context.dataWriter();
        }

        @Override
        public Router router() {
            return context.router();
        }

        @Override
        public Optional<ProxyProtocolData> proxyProtocolData() {
            return context.proxyProtocolData();
        }

        @Override
        public HelidonSocket serverSocket() {
            return context.serverSocket();
        }

        @Override
        public PeerInfo remotePeer() {
            return context.remotePeer();
        }

        @Override
        public PeerInfo localPeer() {
            return context.localPeer();
        }

        @Override
        public boolean isSecure() {
            return context.isSecure();
        }

        @Override
        public String socketId() {
            return context.socketId();
        }

        @Override
        public String childSocketId() {
            return context.childSocketId();
        }
    }
}
