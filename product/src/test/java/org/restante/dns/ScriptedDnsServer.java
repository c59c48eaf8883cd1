package org.restante.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/// A DNS server on loopback, over UDP and TCP on one port, that answers as a test tells it.
final class ScriptedDnsServer implements AutoCloseable {
    /// What it says to a query; null for silence.
    interface Script {
        byte @Nullable [] reply(Message query, boolean tcp) throws IOException;
    }

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Script script;
    final AtomicInteger overUdp = new AtomicInteger();
    final AtomicInteger overTcp = new AtomicInteger();

    ScriptedDnsServer(Script script) throws IOException {
        this.script = script;
        ServerSocket listening;
        DatagramSocket hearing;
        do {
            listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            hearing = sameForUdp(listening);
        } while (hearing == null);
        this.tcp = listening;
        this.udp = hearing;
        Thread.startVirtualThread(this::serveUdp);
        Thread.startVirtualThread(this::serveTcp);
    }

    /// None where somebody else has the port; the other socket is closed then.
    private static @Nullable DatagramSocket sameForUdp(ServerSocket tcp) throws IOException {
        try {
            return new DatagramSocket(tcp.getLocalPort(), tcp.getInetAddress());
        } catch (BindException e) {
            tcp.close();
            return null;
        }
    }

    /// The response that echoes the query, changed as `change` says.
    static byte[] response(Message query, UnaryOperator<Message> change) {
        var response = new Message(query.getHeader().getID());
        response.getHeader().setFlag(Flags.QR);
        response.getHeader().setFlag(Flags.RA);
        response.addRecord(query.getQuestion(), Section.QUESTION);
        return change.apply(response).toWire();
    }

    static byte[] answer(Message query, Record... records) {
        return response(
                query,
                response -> {
                    Arrays.stream(records)
                            .forEach(record -> response.addRecord(record, Section.ANSWER));
                    return response;
                });
    }

    static byte[] refusal(Message query, int rcode) {
        return response(
                query,
                response -> {
                    response.getHeader().setRcode(rcode);
                    return response;
                });
    }

    static byte[] serverFailure(Message query) {
        return refusal(query, Rcode.SERVFAIL);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), tcp.getLocalPort());
    }

    private void serveUdp() {
        var buffer = new byte[65535];
        try {
            while (true) {
                var packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                overUdp.incrementAndGet();
                var reply =
                        script.reply(new Message(Arrays.copyOf(buffer, packet.getLength())), false);
                if (reply != null) {
                    udp.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException e) {
            if (!udp.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try (var socket = tcp.accept();
                    var in = new DataInputStream(socket.getInputStream());
                    var out = new DataOutputStream(socket.getOutputStream())) {
                var query = new Message(in.readNBytes(in.readUnsignedShort()));
                overTcp.incrementAndGet();
                var reply = script.reply(query, true);
                if (reply != null) {
                    out.writeShort(reply.length);
                    out.write(reply);
                    out.flush();
                }
            } catch (IOException e) {
                // The client went away, or the test is over.
            }
        }
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
