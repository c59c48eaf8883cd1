package org.restante.sending.reception;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.restante.protocol.milter.MilterSettings;
import org.restante.protocol.milter.MilterSettings.Otherwise;
import org.restante.sending.reception.ListenerSettings.Kind;

/// Mail that filters and the policy service are asked about before it is taken.
@Timeout(120)
final class FiltersTest {
    private static final int ADD = 0x01;
    private static final int BODY = 0x02;
    private static final int CHANGE = 0x10;
    private static final int ALL = ADD | BODY | CHANGE;
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final List<String> MESSAGE =
            List.of("EHLO client.test", "MAIL FROM:<a@a.test>", "RCPT TO:<b@b.test>", "DATA");
    private static final String CONTENT =
            "Subject: hello\r\nX-Old: one\r\n  two\r\n\r\nbody\r\n..dot\r\n.";

    private final KeptMail mail = new KeptMail();
    private final Brakes brakes = Brakes.usual(() -> NOON, () -> 0);
    private Doorkeeper doorkeeper = new Everybody();
    private Charset sent = StandardCharsets.UTF_8;

    private static MilterSettings settings(String name, ScriptedFilter filter) {
        return new MilterSettings(
                name,
                filter.address(),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Otherwise.TEMPFAIL);
    }

    private static MilterSettings settings(ScriptedFilter filter) {
        return settings("scan", filter);
    }

    private List<String> said(Gates gates, String... commands) throws IOException {
        return said(gates, List.of(commands));
    }

    /// The last line of each answer; behind a 421 what comes then, "null" where the connection is closed.
    private List<String> said(Gates gates, List<String> commands) throws IOException {
        var answers = new ArrayList<String>();
        try (var reception =
                new Reception(
                        "mx.test",
                        ReceptionSettings::defaults,
                        doorkeeper,
                        Optional::empty,
                        mail,
                        brakes,
                        gates,
                        () -> NOON,
                        () -> 0)) {
            var address =
                    reception.listen(
                            new ListenerSettings(
                                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                    Kind.RELAY));
            try (var socket = new Socket(address.getAddress(), address.getPort())) {
                socket.setSoTimeout(30_000);
                var in =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.UTF_8));
                answer(in);
                for (var command : commands) {
                    socket.getOutputStream().write((command + "\r\n").getBytes(sent));
                    answers.add(answer(in));
                }
                if (answers.getLast().startsWith("421")) {
                    answers.add(answer(in));
                }
            }
        }
        return answers;
    }

    private static String answer(BufferedReader in) throws IOException {
        var line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        return String.valueOf(line);
    }

    private String content(Gates gates) throws IOException {
        var all = new ArrayList<>(MESSAGE);
        all.add(CONTENT);
        return said(gates, all).getLast();
    }

    private static Gates gates(ScriptedFilter filter) {
        return new Gates(List.of(settings(filter)), Optional.empty());
    }

    @Test
    void aFilterIsToldEverythingInOrder() throws IOException {
        try (var filter = new ScriptedFilter(ALL, 0)) {
            assertThat(content(gates(filter))).startsWith("250 2.0.0 Ok: queued as");

            assertThat(filter.heard)
                    .filteredOn(line -> !line.matches("(?s)D.*|A|Q"))
                    .map(line -> line.startsWith("C") ? "C" : line)
                    .containsExactly(
                            "C",
                            "Hclient.test|",
                            "M<a@a.test>|",
                            "R<b@b.test>|",
                            "T",
                            "LSubject|hello|",
                            "LX-Old|one\n  two|",
                            "N",
                            "Bbody\r\n.dot\r\n",
                            "E");
            assertThat(filter.heard).anyMatch(line -> line.contains("|{mail_addr}|a@a.test|"));
        }
        assertThat(mail.kept.getFirst().text())
                .startsWith("Received: from client.test ")
                .endsWith("\r\nSubject: hello\r\nX-Old: one\r\n  two\r\n\r\nbody\r\n.dot\r\n");
    }

    @Test
    void itIsToldTheParametersInTheirOrder() throws IOException {
        try (var filter = new ScriptedFilter(ALL, 0)) {
            assertThat(
                            said(
                                    gates(filter),
                                    "EHLO x",
                                    "MAIL FROM:<> size=1000 BODY=8BITMIME SMTPUTF8 RET=HDRS ENVID=QQ+2B1 AUTH=<>",
                                    "RSET",
                                    "MAIL FROM:<ä@a.test> SMTPUTF8 ENVID=1",
                                    "RCPT TO:<b@b.test> ORCPT=utf-8;ö@b.test NOTIFY=SUCCESS,FAILURE",
                                    "RCPT TO:<c@b.test>"))
                    .allMatch(answer -> answer.startsWith("250"));

            assertThat(filter.heard)
                    .filteredOn(line -> line.matches("(?s)[MR].*"))
                    .containsExactly(
                            "M<>|SIZE=1000|BODY=8BITMIME|SMTPUTF8|RET=HDRS|ENVID=QQ+2B1|AUTH=<>|",
                            octets("M<ä@a.test>|SMTPUTF8|ENVID=1|"),
                            octets("R<b@b.test>|ORCPT=utf-8;ö@b.test|NOTIFY=SUCCESS,FAILURE|"),
                            "R<c@b.test>|");
        }
    }

    /// As the filter hears it.
    private static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /// One who knows a password.
    private static final class Knowing implements Doorkeeper {
        @Override
        public Optional<Client> ofAddress(InetAddress address) {
            return Optional.empty();
        }

        @Override
        public Optional<Client> ofPassword(String name, String password) {
            return password.equals("secret") ? Optional.of(Client.trusted(name)) : Optional.empty();
        }
    }

    @Test
    void itIsToldHowTheClientHasLoggedIn() throws IOException {
        doorkeeper = new Knowing();
        for (var login :
                List.of(
                        List.of("AUTH PLAIN AHNob3AAc2VjcmV0", "PLAIN"),
                        List.of("auth login c2hvcA==\r\nc2VjcmV0", "LOGIN"))) {
            try (var filter = new ScriptedFilter(ALL, 0)) {
                // Behind the 334 of LOGIN comes the answer to the password.
                var commands = new ArrayList<>(List.of("EHLO x"));
                commands.addAll(List.of(login.getFirst().split("\r\n")));
                commands.add("MAIL FROM:<a@a.test>");
                assertThat(said(gates(filter), commands).getLast()).isEqualTo("250 2.1.0 Ok");

                assertThat(filter.heard)
                        .anySatisfy(line ->
                                assertThat(line)
                                        .startsWith("DM")
                                        .contains(
                                                "|{auth_type}|"
                                                        + login.getLast()
                                                        + "|{auth_authen}|shop|"));
            }
        }
    }

    @Test
    void itIsToldWhereTheClientComesFrom() throws IOException {
        try (var filter = new ScriptedFilter(ALL, 0)) {
            content(gates(filter));

            assertThat(filter.heard.getFirst())
                    .matches(
                            "DCj\\|mx\\.test\\|_\\|\\[127\\.0\\.0\\.1]\\|v\\|Restante"
                                    + "\\|\\{daemon_name}\\|mx\\.test"
                                    + "\\|\\{daemon_addr}\\|127\\.0\\.0\\.1\\|\\{daemon_port}\\|\\d+"
                                    + "\\|\\{client_addr}\\|127\\.0\\.0\\.1\\|\\{client_port}\\|\\d+"
                                    + "\\|\\{client_name}\\|\\[127\\.0\\.0\\.1]\\|");
        }
    }

    @Test
    void aFieldIsToldOctetByOctet() throws IOException {
        try (var filter = new ScriptedFilter(ALL, 0)) {
            var commands = new ArrayList<>(MESSAGE);
            commands.add("X-Old: \u00e9\u0000x\r\n\r\n.");
            sent = StandardCharsets.ISO_8859_1;
            assertThat(said(gates(filter), commands).getLast()).startsWith("250");

            assertThat(filter.heard).contains("LX-Old|\u00e9 x|");
        }
    }

    @Test
    void itMayChangeFieldsAndTheBody() throws IOException {
        try (var filter =
                new ScriptedFilter(ALL, 0)
                        .answers(
                                'E',
                                "p",
                                "hX-Scan\0clean\0",
                                "i" + ScriptedFilter.number(0) + "DKIM-Signature\0v=1;\n\tb=x\0",
                                "m" + ScriptedFilter.number(1) + "X-Old\0\0",
                                "m"
                                        + ScriptedFilter.number(1)
                                        + "Subject\0[x] hello\r\nBcc: evil@a.test\0",
                                "bnew\r\nb",
                                "body\nbare\r.\r\n",
                                "bmore",
                                "c")) {
            filter.answers.get('E').set(6, "bodd\nbare\rend\r".getBytes(StandardCharsets.US_ASCII));

            assertThat(content(gates(filter))).startsWith("250");
        }
        assertThat(mail.kept.getFirst().text())
                .contains(
                        "+0000\r\nDKIM-Signature: v=1;\r\n\tb=x\r\nSubject: [x] hello\r\n\tBcc: evil@a.test\r\nX-Scan: clean\r\n\r\nnew\r\nbodd\r\nbare\r\nend\r\nmore\r\n")
                .doesNotContain("X-Old");
    }

    @Test
    void itMayRefuseAtEachStep() throws IOException {
        try (var filter = new ScriptedFilter(ALL, 0)) {
            filter.answers('C', "r");
            assertThat(said(gates(filter), MESSAGE))
                    .element(1)
                    .isEqualTo("550 5.7.1 Refused by filter scan");
            filter.answers('C', "c").answers('H', "y554 5.7.1 not you");
            assertThat(said(gates(filter), MESSAGE)).element(1).isEqualTo("554 5.7.1 not you");
            filter.answers('H', "c").answers('M', "t");
            assertThat(said(gates(filter), MESSAGE))
                    .element(1)
                    .isEqualTo("451 4.7.1 Filter scan asks to try again later");
            filter.answers('M', "c").answers('R', "y550 no\0");
            assertThat(said(gates(filter), MESSAGE)).element(2).isEqualTo("550 5.7.1 no");
            filter.answers('R', "c").answers('T', "4");
            assertThat(said(gates(filter), MESSAGE))
                    .endsWith("421 4.7.0 The filter closes the connection", "null");
            filter.answers('T', "c").answers('L', "r");
            assertThat(content(gates(filter))).isEqualTo("550 5.7.1 Refused by filter scan");
            filter.answers('L', "c").answers('B', "y451-4.7.1 one\r\n451 4.7.1 100%% two\0");
            assertThat(content(gates(filter))).isEqualTo("451 4.7.1 100% two");
            filter.answers('B', "c").answers('E', "r");
            assertThat(content(gates(filter))).isEqualTo("550 5.7.1 Refused by filter scan");
        }
        assertThat(mail.kept).isEmpty();
        assertThat(mail.open).isZero();
    }

    @Test
    void aRecipientThatIsRefusedLeavesTheOthers() throws IOException {
        try (var filter = new ScriptedFilter(ALL, 0).answers('R', "r")) {
            var said =
                    said(
                            gates(filter),
                            "HELO x",
                            "MAIL FROM:<a@a.test>",
                            "RCPT TO:<b@b.test>",
                            "DATA",
                            "RSET",
                            "MAIL FROM:<a@a.test>");

            assertThat(said.subList(2, 6))
                    .containsExactly(
                            "550 5.7.1 Refused by filter scan",
                            "503 5.5.1 No recipient was accepted",
                            "250 2.0.0 Ok",
                            "250 2.1.0 Ok");
        }
    }

    @Test
    void whatIsDiscardedIsTakenAndNotKept() throws IOException {
        try (var filter = new ScriptedFilter(ALL, 0).answers('E', "d")) {
            assertThat(content(gates(filter))).startsWith("250 2.0.0 Ok");
        }
        assertThat(mail.kept).isEmpty();
        assertThat(mail.open).isZero();
    }

    @Test
    void whoeverHasSeenEnoughIsToldNoMore() throws IOException {
        try (var filter = new ScriptedFilter(ALL, 0).answers('M', "a")) {
            assertThat(content(gates(filter))).startsWith("250");

            assertThat(filter.heard)
                    .noneMatch(line -> line.startsWith("R") || line.startsWith("E"));
        }
    }

    @Test
    void stepsItDoesNotWantAreLeftOutAndSilentOnesNotWaitedFor() throws IOException {
        int noConnectHeloBody = 0x01 | 0x02 | 0x10;
        int silentHeaders = 0x80;
        int leadingBlanks = 0x10_0000;
        try (var filter =
                new ScriptedFilter(ALL, noConnectHeloBody | silentHeaders | leadingBlanks)
                        .answers('L', "-")
                        .answers('E', "hX-Scan\0  clean\0", "a")) {
            assertThat(content(gates(filter))).startsWith("250");

            assertThat(filter.heard)
                    .contains("LSubject| hello|")
                    .noneMatch(line -> line.matches("[CHB].*"));
        }
        assertThat(mail.kept.getFirst().text()).contains("\r\nX-Scan:  clean\r\n");
    }

    @Test
    void twoMessagesOfOneSessionAreTwo() throws IOException {
        try (var filter = new ScriptedFilter(ALL, 0)) {
            var commands = new ArrayList<>(MESSAGE);
            commands.add(CONTENT);
            commands.addAll(MESSAGE.subList(1, 4));
            commands.add(CONTENT);

            assertThat(said(gates(filter), commands)).element(8).asString().startsWith("250");
            assertThat(filter.heard.stream().filter(line -> line.startsWith("M"))).hasSize(2);
            assertThat(filter.heard.stream().filter(line -> line.startsWith("C"))).hasSize(1);
        }
        assertThat(mail.kept).hasSize(2);
    }

    @Test
    void aSecondFilterSeesWhatTheFirstMadeOfIt() throws IOException {
        try (var first =
                        new ScriptedFilter(ALL, 0)
                                .answers('E', "hX-First\0yes\0", "bnew\r\n", "c");
                var second = new ScriptedFilter(ALL, 0)) {
            content(
                    new Gates(
                            List.of(settings("one", first), settings("two", second)),
                            Optional.empty()));

            assertThat(second.heard).contains("LX-First|yes|", "Bnew\r\n");
        }
    }

    @Test
    void aFilterThatCannotBeAskedIsWhatWasSaidOfIt() throws IOException {
        var filter = new ScriptedFilter(ALL, 0);
        var before = settings(filter);
        filter.close();
        for (var otherwise : Otherwise.values()) {
            var gates =
                    new Gates(
                            List.of(
                                    new MilterSettings(
                                            "scan",
                                            before.address(),
                                            before.connect(),
                                            before.command(),
                                            before.message(),
                                            otherwise)),
                            Optional.empty());
            assertThat(said(gates, MESSAGE))
                    .element(1)
                    .asString()
                    .startsWith(
                            switch (otherwise) {
                                case TEMPFAIL -> "451 4.7.1 Filter scan cannot be asked now";
                                case ACCEPT -> "250 2.1.0 Ok";
                                case REJECT -> "550 5.7.1 Filter scan cannot be asked";
                            });
        }
    }

    @Test
    void aFilterThatDoesNotAnswerIsNotWaitedForLong() throws IOException {
        try (var filter = new ScriptedFilter(ALL, 0).answers('M', "-")) {
            var slow =
                    new MilterSettings(
                            "scan",
                            filter.address(),
                            Duration.ofSeconds(5),
                            Duration.ofMillis(100),
                            Duration.ofSeconds(5),
                            Otherwise.TEMPFAIL);

            assertThat(said(new Gates(List.of(slow), Optional.empty()), MESSAGE))
                    .element(1)
                    .isEqualTo("451 4.7.1 Filter scan cannot be asked now, try again later");
        }
    }

    /// As rspamd does, which asks for recipients and quarantine whatever is offered.
    @Test
    void aFilterMayAskForMoreThanIsOfferedAndNotDoIt() throws IOException {
        int recipientsAndQuarantine = 0x04 | 0x08 | 0x20;
        try (var filter = new ScriptedFilter(ALL | recipientsAndQuarantine, 0)) {
            filter.answers('E', "hX-Scan\0clean\0", "c");
            assertThat(content(gates(filter))).startsWith("250 2.0.0 Ok: queued as");
            for (var change : List.of("+<x@x.test>\0", "qheld\0", "e<x@x.test>\0")) {
                filter.answers('E', change, "c");
                assertThat(content(gates(filter)))
                        .as(change)
                        .startsWith("451 4.7.1 Filter scan cannot be asked");
            }
        }
        assertThat(mail.kept).hasSize(1);
    }

    @Test
    void itHearsOfDataThatComesInChunks() throws IOException {
        var commands =
                List.of(
                        "EHLO client.test",
                        "MAIL FROM:<a@a.test>",
                        "RCPT TO:<b@b.test>",
                        "BDAT 6\r\nA: b",
                        "BDAT 2 LAST\r\n");
        try (var filter = new ScriptedFilter(ALL, 0)) {
            assertThat(said(gates(filter), commands).getLast()).startsWith("250 2.0.0 Ok: queued");
            assertThat(filter.heard).containsOnlyOnce("T").contains("LA|b|");

            filter.answers('T', "r");
            assertThat(said(gates(filter), commands))
                    .endsWith("550 5.7.1 Refused by filter scan", "503 5.5.1 MAIL first");
        }
        assertThat(mail.open).isZero();
    }

    @Timeout(60)
    @Test
    void nobodyHearsMoreOfAMessageThatIsDiscarded() throws IOException {
        try (var first = new ScriptedFilter(ALL, 0);
                var second = new ScriptedFilter(ALL, 0)) {
            var commands = new ArrayList<>(MESSAGE);
            commands.add(CONTENT);
            commands.addAll(MESSAGE.subList(1, 4));
            commands.add(CONTENT);
            first.answers('R', "d");

            assertThat(
                            said(
                                    new Gates(
                                            List.of(
                                                    settings("one", first),
                                                    settings("two", second)),
                                            Optional.empty()),
                                    commands))
                    .allMatch(answer -> answer.matches("[23].*"));

            while (first.heard.stream().filter("A"::equals).count() < 2) {
                // What is abandoned at a session's end is not answered.
                Thread.onSpinWait();
            }
            assertThat(first.heard)
                    .filteredOn(line -> line.matches("(?s)[MRTLNBEA].*"))
                    .containsExactly(
                            "M<a@a.test>|",
                            "R<b@b.test>|",
                            "A",
                            "M<a@a.test>|",
                            "R<b@b.test>|",
                            "A");
            assertThat(second.heard)
                    .filteredOn(line -> line.matches("(?s)[MRTLNBEA].*"))
                    .containsExactly("M<a@a.test>|", "A", "M<a@a.test>|", "A");
        }
        assertThat(mail.kept).isEmpty();
    }

    @Test
    void nonsenseIsAsGoodAsNoAnswer() throws IOException {
        for (var nonsense :
                List.of(
                        "?",
                        "y200 fine\0",
                        "hno colon here\0",
                        "i\0\0",
                        "m" + ScriptedFilter.number(-1) + "a\0b\0")) {
            try (var filter = new ScriptedFilter(ALL, 0).answers('E', nonsense, "c")) {
                assertThat(content(gates(filter)))
                        .as(nonsense)
                        .startsWith("451 4.7.1 Filter scan cannot be asked");
            }
        }
        try (var filter = new ScriptedFilter(ADD, 0).answers('E', "bbody", "c")) {
            assertThat(content(gates(filter))).startsWith("451 4.7.1 Filter scan cannot be asked");
        }
        try (var filter = new ScriptedFilter(ALL, 0x800)) {
            assertThat(said(gates(filter), MESSAGE)).element(1).asString().startsWith("451 4.7.1");
        }
    }

    @Test
    void aLargeBodyIsHeldInAFileAndComesThroughWhole() throws IOException {
        try (var filter = new ScriptedFilter(ALL, 0)) {
            var line = "x".repeat(98) + "\r\n";
            var commands = new ArrayList<>(MESSAGE);
            commands.add("Subject: large\r\n\r\n" + line.repeat(5000) + ".");

            assertThat(said(gates(filter), commands).getLast()).startsWith("250");

            assertThat(filter.heard.stream().filter(it -> it.startsWith("B"))).hasSize(8);
            assertThat(mail.kept.getFirst().text()).endsWith("\r\n\r\n" + line.repeat(5000));
            assertThat(mail.kept.getFirst().offer().size())
                    .isEqualTo(mail.kept.getFirst().text().length());
        }
    }

    /// A policy service that always says the same.
    private static final class Service implements AutoCloseable {
        final List<String> asked = new CopyOnWriteArrayList<>();
        private final HttpServer server;

        Service(int status, String answer) throws IOException {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext(
                    "/",
                    exchange -> {
                        asked.add(
                                exchange.getRequestHeaders().getFirst("Authorization")
                                        + new String(
                                                exchange.getRequestBody().readAllBytes(),
                                                StandardCharsets.UTF_8));
                        var octets = answer.getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(status, octets.length);
                        exchange.getResponseBody().write(octets);
                        exchange.close();
                    });
            server.start();
        }

        Gates gates(PolicyHookSettings.Otherwise otherwise) {
            return new Gates(
                    List.of(),
                    Optional.of(
                            new PolicyHookSettings(
                                    URI.create(
                                            "http://127.0.0.1:"
                                                    + server.getAddress().getPort()
                                                    + "/judge"),
                                    Duration.ofSeconds(60),
                                    Optional.of("secret"),
                                    otherwise)));
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }

    private String judged(int status, String answer) throws IOException {
        try (var service = new Service(status, answer)) {
            return content(service.gates(PolicyHookSettings.Otherwise.TEMPFAIL));
        }
    }

    @Test
    void thePolicyServiceIsToldOfEnvelopeClientAndHeader() throws IOException {
        try (var service = new Service(200, "{\"action\":\"accept\"}")) {
            assertThat(content(service.gates(PolicyHookSettings.Otherwise.TEMPFAIL)))
                    .startsWith("250");

            assertThat(service.asked.getFirst())
                    .startsWith("Bearer secret{\"id\":\"")
                    .contains(
                            "\"client\":{\"name\":\"everybody\",\"address\":\"127.0.0.1\",\"hello\":\"client.test\",\"authenticated\":false}")
                    .contains(
                            "\"envelope\":{\"reverse_path\":\"a@a.test\",\"recipients\":[\"b@b.test\"]}")
                    .contains("\"subject\":\"hello\"")
                    .doesNotContain("dot");
        }
    }

    @Test
    void itRefusesInItsOwnWordsOrOurs() throws IOException {
        assertThat(judged(200, "{\"action\":\"reject\"}")).isEqualTo("550 5.7.1 Refused by policy");
        assertThat(judged(200, "{\"action\":\"reject\",\"reply\":\"554 5.7.9 no\"}"))
                .isEqualTo("554 5.7.9 no");
        assertThat(judged(200, "{\"action\":\"tempfail\",\"reply\":\"450 4.2.1 later\"}"))
                .isEqualTo("450 4.2.1 later");
        assertThat(mail.kept).isEmpty();
    }

    @Test
    void itSteers() throws IOException {
        assertThat(
                        judged(
                                200,
                                "{\"action\":\"steer\",\"steering\":{\"stream\":\"news\",\"pool\":\"warm\"}}"))
                .startsWith("250");

        var steering = mail.kept.getFirst().offer().steering();
        assertThat(steering.stream()).contains("news");
        assertThat(steering.pool()).contains("warm");
        assertThat(steering.tenant()).isEmpty();
    }

    @Test
    void aTenantThatItNamesIsStoppedLikeAnyOther() throws IOException {
        for (int i = 0; i < 100; i++) {
            brakes.came("everybody", Optional.of("acme"), true);
        }

        assertThat(judged(200, "{\"action\":\"steer\",\"steering\":{\"tenant\":\"acme\"}}"))
                .startsWith("450 4.7.1 everybody tenant acme is stopped until ");
        assertThat(judged(200, "{\"action\":\"steer\",\"steering\":{\"tenant\":\"other\"}}"))
                .startsWith("250");
    }

    @Test
    void anAnswerThatIsNoneIsAsGoodAsNoAnswer() throws IOException {
        for (var answer :
                List.of(
                        "no json",
                        "[]",
                        "{\"action\":\"maybe\"}",
                        "{\"action\":\"reject\",\"reply\":\"250 fine\"}",
                        "{\"action\":\"reject\",\"reply\":\"550 5.7.1 a\\r\\n250 b\"}",
                        "{\"action\":\"steer\",\"steering\":{\"stream\":\"a\\r\\nb\"}}",
                        "{\"action\":\"accept\",\"x\":\"" + "x".repeat(100_000) + "\"}")) {
            assertThat(judged(200, answer))
                    .as(answer)
                    .startsWith("451 4.7.1 The policy service cannot be asked");
        }
        assertThat(judged(500, "{\"action\":\"accept\"}")).startsWith("451 4.7.1");
        try (var service = new Service(404, "")) {
            assertThat(content(service.gates(PolicyHookSettings.Otherwise.ACCEPT)))
                    .startsWith("250");
            assertThat(content(service.gates(PolicyHookSettings.Otherwise.REJECT)))
                    .startsWith("550 5.7.1");
        }
    }
}
