package org.restante.simulation.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// A client's connection that plays transcripts: `C:` is sent (lines in a row at once), `S:` must be heard (`*` is anything), `TLS`
/// begins TLS, `--` is the end of the connection.
final class Talk implements Closeable {
    private static final int DEADLINE_MILLIS = 60_000;
    private static final int MOMENT_MILLIS = 100;

    private Socket socket;
    private InputStream in;
    private OutputStream out;

    /// @param from the client's address
    Talk(InetSocketAddress to, String from) throws IOException {
        socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(to);
        socket.setSoTimeout(DEADLINE_MILLIS);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    Talk play(String transcript) throws IOException {
        var toSend = new ByteArrayOutputStream();
        for (var line : transcript.strip().lines().map(String::strip).toList()) {
            if (line.startsWith("C:")) {
                var text = line.substring(2).stripLeading();
                toSend.writeBytes((text + "\r\n").getBytes(StandardCharsets.UTF_8));
                continue;
            }
            send(toSend.toByteArray());
            toSend.reset();
            switch (line) {
                case "TLS" -> secure();
                case "--" -> assertThat(in.read()).isEqualTo(-1);
                default -> hear(line.substring(3));
            }
        }
        send(toSend.toByteArray());
        return this;
    }

    void send(byte[] octets) throws IOException {
        out.write(octets);
        out.flush();
    }

    private void hear(String expected) throws IOException {
        var pattern =
                Stream.of(expected.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*"));
        assertThat(line()).matches(pattern);
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                return line + " -- closed";
            }
            line.write(octet);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    /// Whether nothing at all is said for a moment.
    boolean isSilent() throws IOException {
        socket.setSoTimeout(MOMENT_MILLIS);
        try {
            return in.read() == Integer.MIN_VALUE;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout(DEADLINE_MILLIS);
        }
    }

    private void secure() throws IOException {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Anybody()}, null);
            var secured =
                    (SSLSocket)
                            context.getSocketFactory()
                                    .createSocket(socket, "mx.test", socket.getPort(), true);
            secured.startHandshake();
            socket = secured;
            in = secured.getInputStream();
            out = secured.getOutputStream();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /// Whoever the server is.
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
