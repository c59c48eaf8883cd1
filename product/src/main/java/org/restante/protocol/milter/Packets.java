package org.restante.protocol.milter;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// A connection to a filter, in packets: their length, a letter, and what it is about. Every wait has a deadline, kept by closing the
/// connection.
final class Packets implements Closeable {
    /// A packet of a filter's: a replaced body comes in parts of 64 KiB.
    private static final int LONGEST = 1 << 20;

    private static final ScheduledExecutorService WATCH =
            Executors.newSingleThreadScheduledExecutor(
                    work -> Thread.ofPlatform().name("milter watch").daemon().unstarted(work));

    /// A packet that came in.
    record Packet(char letter, byte[] about) {
        /// The texts it holds, each ended by NUL.
        String[] texts(int from) {
            var text = new String(about, from, about.length - from, StandardCharsets.UTF_8);
            return (text.endsWith("\0") ? text.substring(0, text.length() - 1) : text)
                    .split("\0", -1);
        }

        int number(int at) throws MilterException {
            if (about.length < at + 4) {
                throw new MilterException("a packet '" + letter + "' that is too short");
            }
            return ByteBuffer.wrap(about).getInt(at);
        }
    }

    /// What goes out, put together.
    static final class Builder {
        private final ByteArrayOutputStream about = new ByteArrayOutputStream();

        Builder text(String text) {
            about.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            about.write(0);
            return this;
        }

        Builder octet(int octet) {
            about.write(octet);
            return this;
        }

        Builder number(int number) {
            about.writeBytes(ByteBuffer.allocate(4).putInt(number).array());
            return this;
        }

        Builder octets(byte[] octets, int at, int count) {
            about.write(octets, at, count);
            return this;
        }

        byte[] octets() {
            return about.toByteArray();
        }
    }

    private final SocketChannel channel;
    private final InputStream in;
    private final OutputStream out;
    private final AtomicBoolean isLate = new AtomicBoolean();

    private Packets(SocketChannel channel) {
        this.channel = channel;
        in = Channels.newInputStream(channel);
        out = Channels.newOutputStream(channel);
    }

    static Packets connect(SocketAddress address, Duration within) throws IOException {
        var channel =
                address instanceof java.net.UnixDomainSocketAddress
                        ? SocketChannel.open(java.net.StandardProtocolFamily.UNIX)
                        : SocketChannel.open();
        var packets = new Packets(channel);
        try {
            packets.within(within, () -> channel.connect(address));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return packets;
    }

    private interface Act<T> {
        T run() throws IOException;
    }

    private <T> T within(Duration time, Act<T> act) throws IOException {
        var end = WATCH.schedule(this::late, time.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return act.run();
        } catch (ClosedChannelException e) {
            if (isLate.get()) {
                throw new MilterException("no answer within " + time.toMillis() + " ms");
            }
            throw e;
        } finally {
            end.cancel(false);
        }
    }

    private void late() {
        isLate.set(true);
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone, which was wanted.
        }
    }

    void send(char letter, byte[] about, Duration within) throws IOException {
        var packet =
                ByteBuffer.allocate(5 + about.length)
                        .putInt(1 + about.length)
                        .put((byte) letter)
                        .put(about)
                        .array();
        within(
                within,
                () -> {
                    out.write(packet);
                    return packet;
                });
    }

    Packet receive(Duration within) throws IOException {
        return within(within, this::read);
    }

    private Packet read() throws IOException {
        int length = ByteBuffer.wrap(octets(4)).getInt();
        if (length < 1 || length > LONGEST) {
            throw new MilterException("a packet of " + length + " octets");
        }
        var all = octets(length);
        return new Packet((char) (all[0] & 0xff), java.util.Arrays.copyOfRange(all, 1, length));
    }

    private byte[] octets(int count) throws IOException {
        var octets = in.readNBytes(count);
        if (octets.length < count) {
            throw new MilterException("the filter closed the connection");
        }
        return octets;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
