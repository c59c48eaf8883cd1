package org.restante.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// Another mail server on loopback, with a configuration and a spool of its own in a folder that goes with it. It takes mail for
/// `nobody@b.test` into a folder, and relays all other mail to a port of ours. Tests that need one are skipped, with the reason, where
/// it is not installed; `tools/mail-servers` installs all of them.
public final class MailServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Which one.
    public enum Kind {
        POSTFIX("postfix"),
        EXIM("Debian-exim"),
        OPENSMTPD("opensmtpd");

        private final String user;

        Kind(String user) {
            this.user = user;
        }
    }

    /// How it relays.
    ///
    /// @param port ours
    /// @param login it has to show; empty for none
    public record Relay(int port, boolean tls, String login) {
        /// It takes mail only.
        public static final Relay NONE = new Relay(1, false, "");
    }

    private final Kind kind;
    private final Path folder;
    private final int port;
    private final List<Process> processes = new ArrayList<>();

    private MailServer(Kind kind, Path folder, int port) {
        this.kind = kind;
        this.folder = folder;
        this.port = port;
    }

    /// Starts it.
    ///
    /// @param tls whether it offers STARTTLS
    public static MailServer start(Kind kind, boolean tls, Relay relay)
            throws IOException, InterruptedException {
        require(kind);
        var folder = Files.createTempDirectory("restante-" + kind.user);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        var server = new MailServer(kind, folder, freePort());
        try {
            server.prepare(tls);
            switch (kind) {
                case POSTFIX -> server.postfix(tls, relay);
                case EXIM -> server.exim(tls, relay);
                case OPENSMTPD -> server.opensmtpd(tls, relay);
            }
            server.awaitGreeting();
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private static void require(Kind kind) {
        Assumptions.assumeTrue(
                "root".equals(System.getProperty("user.name")), "needs root, to run mail servers");
        Assumptions.assumeTrue(
                Files.exists(binary(kind)),
                kind.user + " is not here: tools/mail-servers fetches it");
        Assumptions.assumeTrue(
                run(List.of("id", kind.user), Map.of()) == 0, "there is no user " + kind.user);
    }

    private static Path home() {
        var said = System.getenv("RESTANTE_MAIL_SERVERS");
        return said == null
                ? Corpora.root().toAbsolutePath().normalize().resolve("product/target/mail-servers")
                : Path.of(said);
    }

    private static Path binary(Kind kind) {
        return switch (kind) {
            case POSTFIX -> home().resolve("postfix/usr/sbin/postfix");
            case EXIM -> home().resolve("exim4-daemon-light/usr/sbin/exim4");
            case OPENSMTPD -> Path.of("/usr/sbin/smtpd");
        };
    }

    /// Below the ports that connections get for themselves, which would take it before the server does.
    private static int freePort() throws IOException {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            try (var free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (BindException e) {
                // Somebody has it; the next one.
            }
        }
    }

    private static int run(List<String> command, Map<String, String> environment) {
        try {
            var builder =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            builder.environment().putAll(environment);
            var process = builder.start();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return -1;
            }
            return process.exitValue();
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private void prepare(boolean tls) throws IOException {
        for (var name : List.of("spool", "data", "mail", "etc")) {
            Files.createDirectories(folder.resolve(name));
        }
        if (tls) {
            int made =
                    run(
                            List.of(
                                    "openssl",
                                    "req",
                                    "-x509",
                                    "-newkey",
                                    "rsa:2048",
                                    "-nodes",
                                    "-days",
                                    "2",
                                    "-subj",
                                    "/CN=" + kind.user + ".test",
                                    "-keyout",
                                    folder.resolve("key.pem").toString(),
                                    "-out",
                                    folder.resolve("cert.pem").toString()),
                            Map.of());
            Assumptions.assumeTrue(made == 0, "openssl is not here");
        }
        for (var name : List.of("data", "mail", "spool")) {
            own(folder.resolve(name));
        }
        if (tls && kind == Kind.EXIM) {
            own(folder.resolve("key.pem"));
        }
    }

    private void own(Path path) throws IOException {
        var owner =
                path.getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName(kind.user);
        if (!(kind == Kind.POSTFIX && path.endsWith("spool"))) {
            Files.setOwner(path, owner);
            Files.setAttribute(
                    path,
                    "posix:group",
                    path.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByGroupName(kind.user));
        }
    }

    private String id(String which) throws IOException {
        return String.valueOf(
                Files.getAttribute(
                        folder.resolve("mail"), "unix:" + which, LinkOption.NOFOLLOW_LINKS));
    }

    private void postfix(boolean tls, Relay relay) throws IOException {
        var root = home().resolve("postfix");
        var libraries = root.resolve("usr/lib/postfix");
        var lines =
                """
                compatibility_level = 3.6
                queue_directory = %1$s/spool
                data_directory = %1$s/data
                command_directory = %2$s/usr/sbin
                daemon_directory = %2$s/usr/lib/postfix/sbin
                shlib_directory = %2$s/usr/lib/postfix
                meta_directory = %2$s/etc/postfix
                sendmail_path = %2$s/usr/sbin/sendmail
                import_environment = MAIL_CONFIG MAIL_LOGTAG TZ LANG=C LD_LIBRARY_PATH=%2$s/usr/lib/postfix
                mail_owner = postfix
                setgid_group = postdrop
                myhostname = postfix.test
                mydestination =
                mynetworks = 127.0.0.0/8
                inet_interfaces = 127.0.0.1
                inet_protocols = ipv4
                alias_maps =
                alias_database =
                smtpd_peername_lookup = no
                virtual_mailbox_domains = b.test
                virtual_mailbox_base = %1$s/mail
                virtual_mailbox_maps = static:inbox/
                virtual_minimum_uid = 1
                virtual_uid_maps = static:%3$s
                virtual_gid_maps = static:%4$s
                maillog_file_prefixes = %1$s
                maillog_file = %1$s/log
                relayhost = [127.0.0.1]:%5$d
                smtp_tls_security_level = %6$s
                smtpd_tls_security_level = %7$s
                """
                        .formatted(
                                folder,
                                root,
                                id("uid"),
                                id("gid"),
                                relay.port(),
                                relay.tls() ? "encrypt" : "none",
                                tls
                                        ? "may\nsmtpd_tls_chain_files = "
                                                + folder
                                                + "/key.pem, "
                                                + folder
                                                + "/cert.pem"
                                        : "none");
        var services = new StringBuilder();
        for (var line : Files.readAllLines(root.resolve("usr/share/postfix/master.cf.dist"))) {
            services.append(
                            line.replaceFirst("^smtp( +)inet", "127.0.0.1:" + port + "$1inet")
                                    .replaceFirst(
                                            "^(\\S+ +(?:inet|unix|fifo|unix-dgram) +[-ny] +[-ny] +)y ",
                                            "$1n "))
                    .append('\n');
        }
        if (services.indexOf("\npostlog ") < 0) {
            services.append("postlog unix-dgram n - n - 1 postlogd\n");
        }
        Files.writeString(folder.resolve("etc/main.cf"), lines);
        Files.writeString(folder.resolve("etc/master.cf"), services);
        postfix("start", libraries);
    }

    private void postfix(String act, Path libraries) throws IOException {
        int ended =
                run(
                        List.of(
                                binary(kind).toString(),
                                "-c",
                                folder.resolve("etc").toString(),
                                act),
                        Map.of("LD_LIBRARY_PATH", libraries.toString()));
        if (ended != 0) {
            throw new IOException("postfix " + act + " ended with " + ended + "\n" + log());
        }
    }

    private void exim(boolean tls, Relay relay) throws IOException {
        var conf =
                """
                primary_hostname = exim.test
                exim_user = Debian-exim
                exim_group = Debian-exim
                spool_directory = %1$s/spool
                log_file_path = %1$s/spool/%%slog
                pid_file_path = %1$s/data/pid
                local_interfaces = 127.0.0.1
                daemon_smtp_ports = %2$d
                host_lookup =
                rfc1413_query_timeout = 0s
                deliver_drop_privilege = true
                never_users =
                accept_8bitmime = true
                %3$s
                acl_smtp_rcpt = ok
                acl_smtp_data = ok
                begin acl
                ok:
                  accept
                begin routers
                local:
                  driver = accept
                  domains = b.test
                  transport = box
                remote:
                  driver = manualroute
                  transport = out
                  route_list = * 127.0.0.1
                  self = send
                begin transports
                box:
                  driver = appendfile
                  directory = %1$s/mail/inbox
                  maildir_format
                  create_directory
                  user = Debian-exim
                out:
                  driver = smtp
                  port = %4$d
                  allow_localhost
                  %5$s
                  %6$s
                begin retry
                * * F,2h,1m
                begin authenticators
                plain:
                  driver = plaintext
                  public_name = PLAIN
                  client_send = ^%7$s
                """
                        .formatted(
                                folder,
                                port,
                                tls
                                        ? "tls_advertise_hosts = *\ntls_certificate = "
                                                + folder
                                                + "/cert.pem\ntls_privatekey = "
                                                + folder
                                                + "/key.pem"
                                        : "tls_advertise_hosts =",
                                relay.port(),
                                relay.tls()
                                        ? "hosts_require_tls = *\n  tls_verify_hosts =\n  tls_try_verify_hosts ="
                                        : "hosts_avoid_tls = *",
                                relay.login().isEmpty()
                                        ? "hosts_try_auth ="
                                        : "hosts_require_auth = *",
                                relay.login().isEmpty() ? "a^b" : relay.login().replace(':', '^'));
        var file = folder.resolve("etc/conf");
        Files.writeString(file, conf);
        daemon(binary(kind).toString(), "-C", file.toString(), "-bdf", "-q1m");
    }

    private void opensmtpd(boolean tls, Relay relay) throws IOException {
        var file = folder.resolve("etc/conf");
        Files.writeString(
                file,
                """
                %3$s
                listen on 127.0.0.1 port %1$d hostname opensmtpd.test %4$s
                action "box" maildir "%2$s/mail/inbox" user opensmtpd
                action "relay" relay host "smtp%6$s://127.0.0.1:%5$d" %7$s
                match from any for domain "b.test" action "box"
                match from any for any action "relay"
                """
                        .formatted(
                                port,
                                folder,
                                tls
                                        ? "pki us cert \"%1$s/cert.pem\"\npki us key \"%1$s/key.pem\""
                                                .formatted(folder)
                                        : "",
                                tls ? "tls pki us" : "",
                                relay.port(),
                                relay.tls() ? "+tls" : "+notls",
                                relay.tls() ? "tls no-verify" : ""));
        daemon(binary(kind).toString(), "-d", "-f", file.toString());
    }

    private void daemon(String... command) throws IOException {
        processes.add(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start());
    }

    private String log() throws IOException {
        var log = folder.resolve("log");
        return Files.exists(log) ? Files.readString(log, StandardCharsets.ISO_8859_1) : "";
    }

    private void awaitGreeting() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(20_000);
                if (socket.getInputStream().read() == '2') {
                    return;
                }
            } catch (IOException e) {
                if (System.nanoTime() > end) {
                    throw new IOException(kind + " does not answer\n" + log(), e);
                }
            }
            Thread.sleep(100);
        }
    }

    /// Ends the test as skipped when not even OpenSSL's own client can speak TLS with it.
    public void requireTls() {
        int ended =
                run(
                        List.of(
                                "sh",
                                "-c",
                                "echo QUIT | openssl s_client -starttls smtp -connect 127.0.0.1:"
                                        + port),
                        Map.of());
        Assumptions.assumeTrue(
                ended == 0, kind.user + " breaks every TLS handshake on this machine");
    }

    public int port() {
        return port;
    }

    /// Gives it a message, lines ended by CRLF, to take or to relay.
    public void give(String from, String to, String content) throws IOException {
        give(port, from, to, content);
    }

    /// Gives a message to whoever listens there.
    public static void give(int port, String from, String to, String content) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.ISO_8859_1));
            expect(in, "220");
            for (var command :
                    List.of(
                            "EHLO giver.test",
                            "MAIL FROM:<" + from + "> BODY=8BITMIME",
                            "RCPT TO:<" + to + ">")) {
                write(socket, command + "\r\n");
                expect(in, "250");
            }
            write(socket, "DATA\r\n");
            expect(in, "354");
            write(socket, content.replace("\r\n.", "\r\n..") + ".\r\n");
            expect(in, "250");
            write(socket, "QUIT\r\n");
            expect(in, "221");
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void expect(BufferedReader in, String code) throws IOException {
        var line = in.readLine();
        while (line != null && line.startsWith(code + "-")) {
            line = in.readLine();
        }
        if (line == null || !line.startsWith(code)) {
            throw new IOException("not " + code + " but " + line);
        }
    }

    /// The next message it has taken, its lines ended by CRLF; waits for it.
    public String taken() throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            var inbox = folder.resolve("mail/inbox/new");
            if (Files.isDirectory(inbox)) {
                try (var files = Files.list(inbox)) {
                    var first = files.sorted().findFirst();
                    if (first.isPresent()) {
                        var text = Files.readString(first.get(), StandardCharsets.UTF_8);
                        Files.delete(first.get());
                        return text.replace("\n", "\r\n");
                    }
                }
            }
            Thread.sleep(50);
        }
        throw new IOException(kind + " took no message\n" + log());
    }

    @Override
    public void close() throws IOException {
        for (var process : processes) {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            try {
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (kind == Kind.POSTFIX) {
            postfix("stop", home().resolve("postfix/usr/lib/postfix"));
        }
        try (var all = Files.walk(folder)) {
            for (var path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
