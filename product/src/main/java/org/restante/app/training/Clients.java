package org.restante.app.training;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.restante.app.remote.RemoteTrouble;
import org.restante.app.remote.ServerClient;

/// What a server's clients do to it in a day: mail handed in by SMTP and by HTTP, pages looked at.
final class Clients {
    private static final int SESSIONS = 20;

    /// Messages of a session before it ends and another begins.
    private static final int OF_A_SESSION = 150;

    private static final int PATIENCE_MILLIS = 20_000;
    private static final String LINE = "It is good to see how quickly a letter is written.\r\n";
    private static final String BODY = LINE.repeat(5 * 1024 / LINE.length());

    /// What the console and people's commands ask for.
    private static final List<String> READ =
            List.of(
                    "/api/v1/lanes",
                    "/api/v1/lanes/course",
                    "/api/v1/queue",
                    "/api/v1/queue/count",
                    "/api/v1/queue/course",
                    "/api/v1/queue/damaged",
                    "/api/v1/incidents",
                    "/api/v1/store",
                    "/api/v1/messages?limit=50",
                    "/api/v1/messages?status=deferred",
                    "/api/v1/reports/deliverability?by=provider&every=hour",
                    "/api/v1/reports/deliverability?by=source",
                    "/api/v1/reports/replies",
                    "/api/v1/reports/deferred?by=provider",
                    "/api/v1/suppressions",
                    "/api/v1/webhooks",
                    "/api/v1/warmup");

    private static final List<String> FETCHED =
            List.of("/metrics", "/", "/readyz", "/api/v1/openapi.json");

    private final AtomicInteger number = new AtomicInteger();
    private final BooleanSupplier isLate;

    /// @param isLate whether they shall come to an end
    Clients(BooleanSupplier isLate) {
        this.isLate = isLate;
    }

    /// Hands in so many messages over several sessions at once.
    ///
    /// @return how many were taken
    int send(int port, int messages) {
        var taken = new AtomicInteger();
        int end = number.get() + messages;
        try (var sessions = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < SESSIONS; i++) {
                sessions.execute(() -> {
                    try {
                        while (number.get() < end && !isLate.getAsBoolean()) {
                            taken.addAndGet(session(port, end));
                        }
                    } catch (IOException e) {
                        // The others go on; a training of less is one all the same.
                    }
                });
            }
        }
        return taken.get();
    }

    private int session(int port, int end) throws IOException {
        int taken = 0;
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            var out = socket.getOutputStream();
            hear(in, '2');
            say(out, "EHLO client.test\r\n");
            hear(in, '2');
            while (taken < OF_A_SESSION && !isLate.getAsBoolean()) {
                int one = number.getAndIncrement();
                if (one >= end) {
                    break;
                }
                say(
                        out,
                        "MAIL FROM:<"
                                + sender(one)
                                + ">\r\nRCPT TO:<"
                                + recipient(one)
                                + ">\r\nDATA\r\n");
                hear(in, '2');
                hear(in, '2');
                hear(in, '3');
                say(out, header(one) + BODY + ".\r\n");
                hear(in, '2');
                taken++;
            }
            say(out, "QUIT\r\n");
            hear(in, '2');
        }
        return taken;
    }

    /// Every other one is of the domain whose mail is signed.
    private static String sender(int number) {
        return "news@" + (number % 2 == 0 ? Training.SIGNED : "unsigned.test");
    }

    /// Most go where all is taken in the clear, a quarter under TLS, some are made to wait.
    private static String recipient(int number) {
        var domain =
                number % 50 == 49
                        ? Receivers.HESITANT
                        : "d"
                                + number % 97
                                + "."
                                + (number % 4 == 3 ? Receivers.SECURE : "open.test");
        return "reader" + number + "@" + domain;
    }

    private static String header(int number) {
        return """
        From: News <%s>
        To: <%s>
        Subject: Letter %d
        Date: Sat, 28 Nov 2026 10:00:00 +0000
        Message-ID: <%d@client.test>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=us-ascii

        """
                .formatted(sender(number), recipient(number), number, number)
                .replace("\n", "\r\n");
    }

    private static void say(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void hear(BufferedReader in, char wanted) throws IOException {
        for (var line = in.readLine(); ; line = in.readLine()) {
            if (line == null || line.length() < 4 || line.charAt(0) != wanted) {
                throw new IOException("the server says " + line);
            }
            if (line.charAt(3) != '-') {
                return;
            }
        }
    }

    /// Hands in so many messages by HTTP, one after another.
    ///
    /// @return how many were taken
    int submit(ServerClient http, int messages) {
        int taken = 0;
        for (int i = 0; i < messages && !isLate.getAsBoolean(); i++) {
            int one = number.getAndIncrement();
            try {
                http.post(
                        "/api/v1/messages",
                        Map.of(
                                "from",
                                "Shop <" + sender(one) + ">",
                                "to",
                                List.of(recipient(one)),
                                "subject",
                                "Receipt " + one,
                                "text",
                                LINE,
                                "html",
                                "<p>" + LINE + "</p>"));
                taken++;
            } catch (RemoteTrouble e) {
                // The next one may be taken.
            }
        }
        return taken;
    }

    /// Looks at every page once.
    ///
    /// @return how many were shown
    int look(ServerClient http) {
        int shown = 0;
        for (var page : READ) {
            try {
                http.get(page);
                shown++;
            } catch (RemoteTrouble e) {
                // The store may not be there yet.
            }
        }
        for (var page : FETCHED) {
            try (var octets = http.stream(page, "*/*", Map.of())) {
                octets.readAllBytes();
                shown++;
            } catch (RemoteTrouble | IOException e) {
                // It may be there the next time.
            }
        }
        return shown;
    }
}
