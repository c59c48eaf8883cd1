package org.restante.sending.delivery;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.restante.sending.routing.Egress;
import org.restante.sending.routing.Login;

/// Makes the connection to a host, by itself or through a proxy.
final class Connecting {
    private static final byte[] PROXY_V2 = {
        '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'
    };

    private Connecting() {}

    /// @param from the address it goes out from, as far as that is known
    record Connected(Socket socket, @Nullable InetAddress from) {}

    static Connected to(Peer peer, DeliverySettings settings) throws IOException {
        var socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            var from =
                    switch (peer.egress()) {
                        case Egress.Direct _ -> direct(socket, peer, settings);
                        case Egress.Socks5(var proxy, var login) ->
                                bySocks(socket, proxy, login, peer, settings);
                        case Egress.HaProxy(var proxy, var version) ->
                                byHaProxy(socket, proxy, version, peer, settings);
                    };
            return new Connected(socket, from);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static InetAddress direct(Socket socket, Peer peer, DeliverySettings settings)
            throws IOException {
        if (peer.source().isPresent()) {
            socket.bind(new InetSocketAddress(peer.source().get(), 0));
        }
        socket.connect(peer.address(), (int) settings.connect().toMillis());
        return socket.getLocalAddress();
    }

    private static void toProxy(Socket socket, InetSocketAddress proxy, DeliverySettings settings)
            throws IOException {
        try {
            socket.connect(proxy, (int) settings.connect().toMillis());
        } catch (IOException e) {
            throw new ConnectException(
                    "the proxy " + proxy + " was not reached: " + e.getMessage());
        }
    }

    private static InetAddress byHaProxy(
            Socket socket,
            InetSocketAddress proxy,
            int version,
            Peer peer,
            DeliverySettings settings)
            throws IOException {
        toProxy(socket, proxy, settings);
        var from =
                peer.source()
                        .orElseThrow(() ->
                                new ConnectException(
                                        "the proxy "
                                                + proxy
                                                + " must be told an address of the source of the host's family, and there is none"));
        socket.getOutputStream()
                .write(
                        version == 1
                                ? headerInText(from, socket.getLocalPort(), peer.address())
                                : header(from, socket.getLocalPort(), peer.address()));
        return from;
    }

    /// PROXY protocol §2.1.
    static byte[] headerInText(InetAddress from, int port, InetSocketAddress to) {
        var family = from.getAddress().length == 4 ? "TCP4" : "TCP6";
        return ("PROXY "
                        + family
                        + " "
                        + from.getHostAddress()
                        + " "
                        + to.getAddress().getHostAddress()
                        + " "
                        + port
                        + " "
                        + to.getPort()
                        + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// PROXY protocol §2.2.
    static byte[] header(InetAddress from, int port, InetSocketAddress to) {
        var source = from.getAddress();
        var target = to.getAddress().getAddress();
        int length = source.length + target.length + 4;
        return ByteBuffer.allocate(PROXY_V2.length + 4 + length)
                .put(PROXY_V2)
                .put((byte) 0x21)
                .put((byte) (source.length == 4 ? 0x11 : 0x21))
                .putShort((short) length)
                .put(source)
                .put(target)
                .putShort((short) port)
                .putShort((short) to.getPort())
                .array();
    }

    private static @Nullable InetAddress bySocks(
            Socket socket,
            InetSocketAddress proxy,
            Optional<Login> login,
            Peer peer,
            DeliverySettings settings)
            throws IOException {
        toProxy(socket, proxy, settings);
        try (var guard = Guard.over(socket, settings.connect())) {
            try {
                return negotiate(socket, proxy, login, peer.address());
            } catch (IOException e) {
                throw guard.hasStruck()
                        ? new SocketTimeoutException(
                                "the proxy " + proxy + " did not answer in time")
                        : e;
            }
        }
    }

    private static @Nullable InetAddress negotiate(
            Socket socket, InetSocketAddress proxy, Optional<Login> login, InetSocketAddress to)
            throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        var out = socket.getOutputStream();
        out.write(login.isPresent() ? new byte[] {5, 2, 0, 2} : new byte[] {5, 1, 0});
        int version = in.readUnsignedByte();
        int method = in.readUnsignedByte();
        if (version != 5 || method != 0 && (method != 2 || login.isEmpty())) {
            throw new ConnectException(
                    "the proxy "
                            + proxy
                            + (version == 5
                                    ? " accepts no way to log in that we have"
                                    : " does not speak SOCKS5"));
        }
        if (method == 2) {
            out.write(credentials(login.orElseThrow()));
            in.readUnsignedByte();
            if (in.readUnsignedByte() != 0) {
                throw new ConnectException("the proxy " + proxy + " does not accept our password");
            }
        }
        out.write(request(to));
        in.readUnsignedByte();
        int reply = in.readUnsignedByte();
        in.readUnsignedByte();
        var bound = bound(in);
        in.readUnsignedShort();
        if (reply != 0) {
            throw refusal(reply, proxy, to);
        }
        return bound;
    }

    /// RFC 1929 §2.
    private static byte[] credentials(Login login) throws ConnectException {
        var user = login.user().getBytes(StandardCharsets.UTF_8);
        var password = login.password().getBytes(StandardCharsets.UTF_8);
        if (user.length > 255 || password.length > 255) {
            throw new ConnectException("a SOCKS5 name or password has at most 255 octets");
        }
        return ByteBuffer.allocate(3 + user.length + password.length)
                .put((byte) 1)
                .put((byte) user.length)
                .put(user)
                .put((byte) password.length)
                .put(password)
                .array();
    }

    /// RFC 1928 §4: connect to this address.
    private static byte[] request(InetSocketAddress to) {
        var address = to.getAddress().getAddress();
        return ByteBuffer.allocate(6 + address.length)
                .put(new byte[] {5, 1, 0, (byte) (address.length == 4 ? 1 : 4)})
                .put(address)
                .putShort((short) to.getPort())
                .array();
    }

    /// The address the proxy goes out from; null when it does not say.
    private static @Nullable InetAddress bound(DataInputStream in) throws IOException {
        int kind = in.readUnsignedByte();
        int length =
                switch (kind) {
                    case 1 -> 4;
                    case 4 -> 16;
                    case 3 -> in.readUnsignedByte();
                    default -> throw new ConnectException("the proxy answers nonsense");
                };
        var octets = in.readNBytes(length);
        if (kind == 3 || octets.length < length) {
            return null;
        }
        var address = InetAddress.getByAddress(octets);
        return address.isAnyLocalAddress() ? null : address;
    }

    /// RFC 1928 §6.
    private static IOException refusal(int reply, InetSocketAddress proxy, InetSocketAddress to) {
        var by = "the proxy " + proxy + " says of " + to + ": ";
        return switch (reply) {
            case 3 -> new SocketTimeoutException(by + "network unreachable");
            case 4 -> new SocketTimeoutException(by + "host unreachable");
            case 5 -> new ConnectException(by + "connection refused");
            case 6 -> new SocketTimeoutException(by + "no answer in time");
            case 2 -> new ConnectException(by + "not allowed by its rules");
            case 8 -> new ConnectException(by + "it has no address of this family");
            default -> new ConnectException(by + "failure " + reply);
        };
    }
}
