package org.restante.protocol.tlspolicy;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.restante.mail.message.Domain;
import org.restante.protocol.tlspolicy.StsFetcher.Fetched;

/// Fetches policy files over HTTPS as RFC 8461 §3.3 wants it, from the addresses it is given: whoever has looked at them knows where it
/// connects to. What it gets is bounded in size and time.
public final class HttpsPolicyFetcher {
    private static final int FOR_CONNECTING_MILLIS = 10_000;
    private static final int LONGEST_LINE = 8 << 10;
    private static final int MOST_LINES = 200;
    private static final int HTTPS = 443;

    private final SSLContext authorities;
    private final Function<Domain, URI> place;

    /// @param authorities whose certificates are trusted
    public HttpsPolicyFetcher(SSLContext authorities) {
        this(
                authorities,
                domain ->
                        URI.create(
                                "https://mta-sts." + domain.ascii() + "/.well-known/mta-sts.txt"));
    }

    HttpsPolicyFetcher(SSLContext authorities, Function<Domain, URI> place) {
        this.authorities = authorities;
        this.place = place;
    }

    /// @param addresses of the domain's web server; the next is tried where one cannot be connected to
    Fetched fetch(Domain domain, List<InetAddress> addresses, Duration patience) {
        if (patience.isNegative() || patience.isZero()) {
            return new Fetched.Failed("no time left to fetch it");
        }
        var from = place.apply(domain);
        try (var connection = new Connection(patience)) {
            return connection.get(from, addresses);
        }
    }

    /// One connection, which ends when its time is over.
    private final class Connection implements AutoCloseable {
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile Socket socket = new Socket();
        private volatile boolean isLate;

        Connection(Duration patience) {
            Thread.ofVirtual().name("policy").start(() -> watch(patience));
        }

        private void watch(Duration patience) {
            try {
                if (!over.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                    isLate = true;
                    socket.close();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                // A socket that does not close holds nothing we can free.
            }
        }

        Fetched get(URI from, List<InetAddress> addresses) {
            try {
                connect(addresses, from.getPort() < 0 ? HTTPS : from.getPort());
                try (var secured = secured(from.getHost())) {
                    ask(secured, from);
                    return answer(new BufferedInputStream(secured.getInputStream()));
                }
            } catch (IOException e) {
                return new Fetched.Failed(isLate ? "no answer in time" : words(e));
            }
        }

        private void connect(List<InetAddress> addresses, int port) throws IOException {
            var last = new IOException("no address");
            for (var address : addresses) {
                if (isLate) {
                    break;
                }
                try {
                    var one = new Socket();
                    socket = one;
                    one.connect(new InetSocketAddress(address, port), FOR_CONNECTING_MILLIS);
                    return;
                } catch (IOException e) {
                    last = e;
                }
            }
            throw last;
        }

        private SSLSocket secured(String host) throws IOException {
            var secured =
                    (SSLSocket)
                            authorities
                                    .getSocketFactory()
                                    .createSocket(socket, host, socket.getPort(), true);
            var parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            if (Domain.of(host).isPresent()) {
                parameters.setServerNames(List.of(new SNIHostName(host)));
            }
            secured.setSSLParameters(parameters);
            secured.startHandshake();
            return secured;
        }

        @Override
        public void close() {
            over.countDown();
            try {
                socket.close();
            } catch (IOException e) {
                // A socket that does not close holds nothing we can free.
            }
        }
    }

    private static void ask(SSLSocket to, URI from) throws IOException {
        var request =
                "GET "
                        + from.getRawPath()
                        + " HTTP/1.1\r\nHost: "
                        + from.getRawAuthority()
                        + "\r\nAccept: text/plain\r\nUser-Agent: Restante\r\nConnection: close\r\n\r\n";
        to.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        to.getOutputStream().flush();
    }

    private static Fetched answer(InputStream in) throws IOException {
        var status = line(in).split(" ", 3);
        if (status.length < 2 || !status[0].startsWith("HTTP/1.") || !status[1].matches("\\d{3}")) {
            throw new IOException("the web server speaks no HTTP");
        }
        if (!status[1].equals("200")) {
            return new Fetched.Failed("the web server says " + status[1]);
        }
        var fields = fields(in);
        var type = fields.getOrDefault("content-type", "").toLowerCase(Locale.ROOT);
        if (!type.equals("text/plain") && !type.startsWith("text/plain;")) {
            return new Fetched.Failed("the file is not of type text/plain");
        }
        var body =
                fields.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")
                        ? chunks(in)
                        : octets(in, fields.get("content-length"));
        return new Fetched.File(new String(body, StandardCharsets.UTF_8));
    }

    private static Map<String, String> fields(InputStream in) throws IOException {
        var fields = new HashMap<String, String>();
        for (int i = 0; i < MOST_LINES; i++) {
            var line = line(in);
            if (line.isEmpty()) {
                return fields;
            }
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.putIfAbsent(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        throw new IOException("the web server's header does not end");
    }

    /// To the end that is said, or that of the connection.
    private static byte[] octets(InputStream in, @Nullable String length) throws IOException {
        if (length == null) {
            var all = in.readNBytes(StsPolicy.LONGEST + 1);
            requireShort(all.length);
            return all;
        }
        int size = number(length, 10);
        var all = in.readNBytes(size);
        if (all.length < size) {
            throw new IOException("the file was cut off");
        }
        return all;
    }

    /// RFC 9112 §7.1.
    private static byte[] chunks(InputStream in) throws IOException {
        var all = new ByteArrayOutputStream();
        while (true) {
            int size = number(line(in).replaceAll("[;\\s].*", ""), 16);
            if (size == 0) {
                return all.toByteArray();
            }
            var chunk = in.readNBytes(size);
            if (chunk.length < size || !line(in).isEmpty()) {
                throw new IOException("the file was cut off");
            }
            all.writeBytes(chunk);
            requireShort(all.size());
        }
    }

    private static int number(String text, int radix) throws IOException {
        try {
            int number = Integer.parseInt(text, radix);
            if (number < 0) {
                throw new IOException("the web server names no length: " + text);
            }
            requireShort(number);
            return number;
        } catch (NumberFormatException e) {
            throw new IOException("the web server names no length", e);
        }
    }

    private static void requireShort(int length) throws IOException {
        if (length > StsPolicy.LONGEST) {
            throw new IOException("the file has more than " + StsPolicy.LONGEST + " octets");
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.size() > LONGEST_LINE) {
                throw new IOException("the web server's answer was cut off");
            }
            line.write(c);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private static String words(IOException trouble) {
        var message = trouble.getMessage();
        return message == null
                ? "no connection"
                : message.substring(0, Math.min(200, message.length()));
    }
}
