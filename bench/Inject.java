import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Hands messages to an SMTP server over several sessions, each message for the next of so many domains: what smtp-source cannot.
///
/// ```
/// java bench/Inject.java HOST:PORT MESSAGES SESSIONS OCTETS DOMAINS
/// ```
///
/// Messages have a whole header, so that they are signed. Ends with 1 when one is not taken.
final class Inject {
    private static final AtomicInteger NEXT = new AtomicInteger();

    private Inject() {}

    public static void main(String[] arguments) throws Exception {
        int colon = arguments[0].lastIndexOf(':');
        var host = arguments[0].substring(0, colon);
        int port = Integer.parseInt(arguments[0].substring(colon + 1));
        int messages = Integer.parseInt(arguments[1]);
        int sessions = Integer.parseInt(arguments[2]);
        int octets = Integer.parseInt(arguments[3]);
        int domains = Integer.parseInt(arguments[4]);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < sessions; i++) {
                threads.submit(() -> {
                    try {
                        session(host, port, messages, octets, domains);
                    } catch (Exception e) {
                        System.err.println("Inject: " + e);
                        System.exit(1);
                    }
                });
            }
        }
    }

    private static void session(String host, int port, int messages, int octets, int domains)
            throws Exception {
        var line = "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuv\r\n";
        var body = line.repeat(Math.max(0, octets - 300) / line.length());
        try (var socket = new Socket(host, port)) {
            socket.setTcpNoDelay(true);
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            var out = socket.getOutputStream();
            hear(in, '2');
            say(out, "EHLO inject.test\r\n");
            hear(in, '2');
            for (int i = NEXT.getAndIncrement(); i < messages; i = NEXT.getAndIncrement()) {
                var to = "user" + i + "@d" + i % domains + ".test";
                say(out, "MAIL FROM:<news@bench.test>\r\nRCPT TO:<" + to + ">\r\nDATA\r\n");
                hear(in, '2');
                hear(in, '2');
                hear(in, '3');
                say(out, header(i, to) + body + ".\r\n");
                hear(in, '2');
            }
            say(out, "QUIT\r\n");
            hear(in, '2');
        }
    }

    private static String header(int number, String to) {
        return "From: News <news@bench.test>\r\nTo: <"
                + to
                + ">\r\nSubject: Message "
                + number
                + "\r\nDate: "
                + DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC))
                + "\r\nMessage-ID: <"
                + number
                + "."
                + System.nanoTime()
                + "@bench.test>\r\nMIME-Version: 1.0\r\n"
                + "Content-Type: text/plain; charset=us-ascii\r\n\r\n";
    }

    private static void say(OutputStream out, String text) throws Exception {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void hear(BufferedReader in, char wanted) throws Exception {
        String line;
        do {
            line = in.readLine();
            if (line == null || line.charAt(0) != wanted) {
                throw new IllegalStateException("the server says " + line);
            }
        } while (line.charAt(3) == '-');
    }
}
