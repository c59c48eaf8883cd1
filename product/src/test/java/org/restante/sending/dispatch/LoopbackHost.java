package org.restante.sending.dispatch;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BinaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.restante.testing.Certificates.Made;

/// A mail host on loopback that offers STARTTLS with a certificate, or offers it and cannot, or does not offer it; it takes all mail,
/// or answers as a test tells it to.
final class LoopbackHost implements Closeable {
    private static final BinaryOperator<String> YES = (name, command) -> "";

    private final ServerSocket server;
    private final boolean offers;
    private final @Nullable SSLContext context;
    private final BinaryOperator<String> answer;

    /// What was said, with `(tls)` where TLS began; a message as `DATA` alone.
    final List<String> heard = new CopyOnWriteArrayList<>();

    private LoopbackHost(
            boolean offers, @Nullable SSLContext context, BinaryOperator<String> answer)
            throws IOException {
        this(offers, context, answer, new byte[] {127, 0, 0, 1}, 0);
    }

    private LoopbackHost(
            boolean offers,
            @Nullable SSLContext context,
            BinaryOperator<String> answer,
            byte[] address,
            int port)
            throws IOException {
        this.answer = answer;
        this.offers = offers;
        this.context = context;
        server = new ServerSocket(port, 50, InetAddress.getByAddress(address));
        Thread.ofVirtual().start(this::accept);
    }

    static LoopbackHost with(Made made, X509Certificate... issuers)
            throws IOException, GeneralSecurityException {
        return new LoopbackHost(true, context(made, issuers), YES);
    }

    static LoopbackHost with(Made made, BinaryOperator<String> answer)
            throws IOException, GeneralSecurityException {
        return new LoopbackHost(true, context(made), answer);
    }

    static LoopbackHost broken() throws IOException {
        return new LoopbackHost(true, null, YES);
    }

    static LoopbackHost plain() throws IOException {
        return new LoopbackHost(false, null, YES);
    }

    /// @param answer to a command of who has greeted by this name, and to `connect`; empty for a yes
    static LoopbackHost answering(BinaryOperator<String> answer) throws IOException {
        return new LoopbackHost(false, null, answer);
    }

    /// A host at another address, at the port of the first: the site's second choice.
    static LoopbackHost beside(LoopbackHost first, byte[] address, BinaryOperator<String> answer)
            throws IOException {
        return new LoopbackHost(false, null, answer, address, first.port());
    }

    private static SSLContext context(Made made, X509Certificate... issuers)
            throws IOException, GeneralSecurityException {
        var chain = new X509Certificate[issuers.length + 1];
        chain[0] = made.certificate();
        System.arraycopy(issuers, 0, chain, 1, issuers.length);
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("mx", made.keys().getPrivate(), new char[0], chain);
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    int port() {
        return server.getLocalPort();
    }

    long messages() {
        return heard.stream().filter("DATA"::equals).count();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var greeting = answer.apply("", "connect");
            say(socket, greeting.isEmpty() ? "220 mx" : greeting);
            converse(socket, offers);
        } catch (IOException e) {
            // The other side is gone.
        }
    }

    private void converse(Socket socket, boolean offersTls) throws IOException {
        var name = "";
        for (var line = line(socket); !line.isEmpty(); line = line(socket)) {
            heard.add(line);
            name = line.startsWith("EHLO") ? line.substring(5) : name;
            var other = answer.apply(name, line);
            if (!other.isEmpty()) {
                say(socket, other);
            } else if (line.startsWith("EHLO")) {
                say(socket, offersTls ? "250-mx\r\n250 STARTTLS" : "250 mx");
            } else if (line.equals("STARTTLS")) {
                say(socket, "220 go ahead");
                secured(socket);
                return;
            } else if (line.equals("DATA")) {
                say(socket, "354 go on");
                while (!line(socket).equals(".")) {}
                var end = answer.apply(name, ".");
                say(socket, end.isEmpty() ? "250 taken" : end);
            } else if (line.equals("QUIT")) {
                say(socket, "221 bye");
                return;
            } else {
                say(socket, "250 ok");
            }
        }
    }

    private void secured(Socket socket) throws IOException {
        if (context == null) {
            say(socket, "this is no TLS");
            return;
        }
        var layer =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(socket, "client", socket.getPort(), true);
        layer.setUseClientMode(false);
        layer.startHandshake();
        heard.add("(tls)");
        converse(layer, false);
    }

    private static void say(Socket socket, String text) throws IOException {
        socket.getOutputStream().write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /// Empty when the other side is gone.
    private static String line(Socket socket) throws IOException {
        var octets = new ByteArrayOutputStream();
        for (int c = socket.getInputStream().read();
                c >= 0 && c != '\n';
                c = socket.getInputStream().read()) {
            octets.write(c);
        }
        return octets.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
