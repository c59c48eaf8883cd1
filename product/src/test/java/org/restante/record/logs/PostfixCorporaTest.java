package org.restante.record.logs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.restante.mail.smtp.Reply;
import org.restante.mail.smtp.Stage;
import org.restante.record.logs.LineReader.Reading;
import org.restante.record.logs.LogRow.Field;
import org.restante.record.logs.LogRow.Kind;
import org.restante.testing.Corpora;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// What others expect of Postfix' lines, against what we read. The expectations are turned into ours by rules written here,
/// none for a single case.
final class PostfixCorporaTest {
    private static final String HEAD = "Nov 20 09:00:01 out1 postfix/";

    /// Programs that deliver nothing: all their lines are passed over, and why.
    private static final Map<String, String> NO_DELIVERIES =
            Map.ofEntries(
                    Map.entry("anvil", "counts clients"),
                    Map.entry("bounce", "tells of a report, the refusal stands on its own line"),
                    Map.entry("dnsblog", "looks up clients"),
                    Map.entry("master", "starts programs"),
                    Map.entry("pickup", "takes local mail in; cleanup tells of it"),
                    Map.entry("postdrop", "takes local mail in; cleanup tells of it"),
                    Map.entry("postscreen", "guards the server side"),
                    Map.entry("scache", "counts its cache"),
                    Map.entry("script", "starts Postfix"),
                    Map.entry("sendmail", "takes local mail in; cleanup tells of it"),
                    Map.entry("smtpd", "the server side"),
                    Map.entry("tlsmgr", "keeps sessions"),
                    Map.entry("trivial_rewrite", "routes"),
                    Map.entry("verify", "keeps what probes found"));

    /// Lines of delivery programs that tell of no delivery, by what they begin with or hold.
    private static final Pattern NO_DELIVERY =
            Pattern.compile(
                    "^(?:warning|fatal|error|panic): |^\\w+ TLS connection established to|enabling PIX workarounds"
                            + "|^\\w+: (?:requeued|placed on hold|released from hold)|^\\w+: (?:milter-|warning: |info: )|^Requeued: ");

    private static final Pattern DELIVERY =
            Pattern.compile(
                    "postfix[^/\\s]*/(?:[^\\s/\\[]+/)?(\\w+)(?:\\[\\d+\\])?: (\\w+): to=<([^>]*)>,(?: orig_to=<[^>]*>,)? relay=([^,]+),"
                            + " .*?(?:dsn=([\\d.]+), )?status=(\\S+) \\((.*)\\)$");
    private static final Pattern ANSWERED =
            Pattern.compile(
                    "^host (?:([^ \\[]*)\\[([^]]*)\\] )?(?:said|refused to talk to me): (.*?)(?: \\(in reply to (.*?)(?: command)?\\))?$");
    private static final Pattern UNREACHED =
            Pattern.compile("^connect to ([^\\[]*)\\[([^]]*)\\](?::\\d+)?: (.*)$");
    private static final Pattern BROKEN =
            Pattern.compile(
                    "^(lost connection|conversation) with ([^\\[]*)\\[([^]]*)\\] (timed out )?(while .*)$");
    private static final Pattern KEY_VALUE = Pattern.compile("(\\w+)=(?:<([^>]*)>|([^,]*))(?:,|$)");

    private final PostfixReader reader =
            new PostfixReader(
                    new LogContext(
                            ZoneOffset.UTC, Instant.parse("2026-11-20T12:00:00Z"), new byte[0]));

    /// What was read, or was to be: by name, so that a difference is read at once.
    private static final class Facts extends TreeMap<String, Object> {
        private static final long serialVersionUID = 1;

        Facts fact(String name, Object value) {
            if (value != null) {
                put(name, value);
            }
            return this;
        }
    }

    private static final class Score {
        private final List<String> wrong = new ArrayList<>();
        private final Map<String, Integer> passedOver = new TreeMap<>();
        private int right;

        void of(String name, Object actual, Object expected) {
            if (Objects.equals(actual, expected)) {
                right++;
            } else {
                wrong.add(name + "\n   read " + actual + "\n   want " + expected);
            }
        }

        void passed(String name, Reading actual, String reason) {
            of(name, actual, Reading.PASSED);
            passedOver.merge(reason, 1, Integer::sum);
        }

        void tell(String suite) {
            Corpora.executed(
                    suite,
                    right,
                    wrong.size(),
                    0,
                    passedOver.isEmpty() ? "" : "of no delivery, rightly passed: " + passedOver);
            assertThat(wrong).as(suite).isEmpty();
        }
    }

    private Reading read(String line, RowSink sink) {
        var bytes = line.getBytes(StandardCharsets.UTF_8);
        return reader.read(bytes, 0, bytes.length, sink);
    }

    private Facts facts(String line, java.util.Set<String> asked) {
        var facts = new Facts();
        var reading =
                read(
                        line,
                        row -> {
                            facts.fact("kind", said(row.kind))
                                    .fact("stage", row.stage)
                                    .fact("delay", row.delay < 0 ? null : row.delay)
                                    .fact("size", row.size < 0 ? null : row.size);
                            for (var field : Field.values()) {
                                facts.fact(field.name(), row.text(field));
                            }
                        });
        if (reading != Reading.READ) {
            facts.fact("reading", reading);
        }
        facts.keySet().retainAll(asked);
        return facts;
    }

    @Test
    void theFieldsOfTheGrokPatternsAreReadAlike() throws IOException {
        var score = new Score();
        for (var file : files(Corpora.require("logs-postfix/whyscream"), ".yaml")) {
            var yaml =
                    (Map<?, ?>)
                            new Load(LoadSettings.builder().build())
                                    .loadFromString(Files.readString(file));
            grok(score, file.getFileName().toString(), yaml);
        }
        score.tell("logs-postfix/whyscream");
    }

    private void grok(Score score, String name, Map<?, ?> yaml) {
        var pattern = String.valueOf(yaml.get("pattern"));
        var data = String.valueOf(yaml.get("data"));
        var results = new LinkedHashMap<String, String>();
        ((Map<?, ?>) yaml.get("results"))
                .forEach((key, value) -> results.put(key.toString(), String.valueOf(value)));
        var program =
                pattern.replaceAll(".*POSTFIX_(\\w+).*", "$1").toLowerCase(java.util.Locale.ROOT);
        var delivery =
                "4F1A2B3C4D: to=<u@b.test>, relay=%s, delay=1,%s dsn=2.0.0, status=sent (250 ok)";
        switch (program) {
            case "tls_features" ->
                    score.of(
                            name,
                            field(
                                    delivery.formatted("mx[192.0.2.1]:25", " tls=" + data + ","),
                                    Field.TLS),
                            data);
            case "relay" ->
                    score.of(
                            name,
                            field(delivery.formatted(data, ""), Field.MX_HOST),
                            results.get("postfix_relay_hostname"));
            case "command_counter_data" ->
                    score.passed(
                            name,
                            read(
                                    HEAD + "smtpd[1]: disconnect from a[192.0.2.1] " + data,
                                    row -> {}),
                            "smtpd: the server side");
            default -> line(score, name, program, data, results);
        }
    }

    private String field(String message, Field field) {
        var told = new ArrayList<String>();
        read(HEAD + "smtp[1]: " + message, row -> told.add(row.text(field)));
        return told.getFirst();
    }

    private void line(
            Score score, String name, String program, String data, Map<String, String> results) {
        var line = HEAD + program + "[1]: " + data;
        var reason = NO_DELIVERIES.get(program);
        if (reason != null) {
            score.passed(name, read(line, row -> {}), program + ": " + reason);
        } else if (NO_DELIVERY.matcher(data).find()) {
            score.passed(name, read(line, row -> {}), program + ": no delivery");
        } else {
            var wanted = wanted(results);
            score.of(name, facts(line, wanted.keySet()), wanted);
        }
    }

    /// The pattern's field names are turned into ours. Ports are not kept; the angle brackets of a message id are.
    private static Facts wanted(Map<String, String> results) {
        var wanted = new Facts();
        results.forEach((name, value) -> {
            switch (name) {
                case "postfix_queueid" -> wanted.fact("QUEUE_ID", value);
                case "postfix_keyvalue_data" -> keyValues(wanted, value);
                case "postfix_relay_hostname" -> wanted.fact("MX_HOST", value);
                case "postfix_relay_ip" -> wanted.fact("MX_IP", value);
                case "postfix_status" -> wanted.fact("kind", kind(value));
                case "postfix_message-id" ->
                        wanted.fact(
                                "MESSAGE_ID", value.startsWith("=") ? value : "<" + value + ">");
                case "postfix_smtp_stage" -> wanted.fact("stage", stage(value));
                case "postfix_from" -> wanted.fact("REVERSE_PATH", value.isEmpty() ? null : value);
                case "postfix_smtp_response",
                        "postfix_error_response",
                        "postfix_local_response",
                        "postfix_pipe_response" ->
                        text(wanted, value);
                case "postfix_tls_error" ->
                        wanted.fact("TEXT", "certificate verification failed: " + value);
                case "postfix_smtp_lostconn_data" -> lost(wanted, value, results);
                case "postfix_message" -> wanted.fact("kind", Kind.REMOVED);
                case "postfix_relay_port", "postfix_smtp_lostconn_reason" -> {}
                default -> wanted.fact(name, "not mapped");
            }
        });
        return wanted;
    }

    private static void lost(Facts wanted, String what, Map<String, String> results) {
        var reason = results.get("postfix_smtp_lostconn_reason");
        if (reason != null) {
            wanted.fact("TEXT", what + " while " + reason);
        } else {
            boolean tls = what.equals("lost connection") || what.equals("-1");
            wanted.fact("TEXT", tls ? "SSL_connect error: " + what : what);
        }
    }

    private static void keyValues(Facts wanted, String data) {
        var pair = KEY_VALUE.matcher(data);
        while (pair.find()) {
            var value = pair.group(2) == null ? pair.group(3) : pair.group(2);
            switch (pair.group(1)) {
                case "to" -> wanted.fact("RECIPIENT", value);
                case "orig_to" -> wanted.fact("ORIGINAL_RECIPIENT", value);
                case "from" -> wanted.fact("REVERSE_PATH", value);
                case "size" -> wanted.fact("size", Long.valueOf(value));
                case "dsn" -> wanted.fact("STATUS", value);
                case "tls" -> wanted.fact("TLS", value);
                case "delay" -> wanted.fact("delay", millis(value));
                case "relay" -> relay(wanted, value);
                default -> {}
            }
        }
    }

    private static long millis(String seconds) {
        return new BigDecimal(seconds).movePointRight(3).longValue();
    }

    private static void relay(Facts wanted, String value) {
        int open = value.indexOf('[');
        if (open > 0) {
            wanted.fact("MX_HOST", value.substring(0, open));
            wanted.fact("MX_IP", value.substring(open + 1, value.indexOf(']')));
        }
    }

    /// Their patterns know one word for what a next hop took, `sent`; that it gave the message back stands in its answer.
    private static Kind said(Kind kind) {
        return kind == Kind.HANDED_ON ? Kind.DELIVERED : kind;
    }

    private static Kind kind(String status) {
        return switch (status) {
            case "sent" -> Kind.DELIVERED;
            case "deferred" -> Kind.DEFERRED;
            case "bounced" -> Kind.BOUNCED;
            case "expired" -> Kind.EXPIRED;
            default -> throw new AssertionError(status);
        };
    }

    private static Stage stage(String command) {
        return switch (command) {
            case "RCPT TO" -> Stage.RCPT;
            case "MAIL FROM" -> Stage.MAIL;
            case "DATA" -> Stage.DATA;
            case "end of DATA" -> Stage.CONTENT;
            case "EHLO", "HELO" -> Stage.EHLO;
            default -> throw new AssertionError(command);
        };
    }

    /// What Postfix wrote in the parentheses, taken apart in the simplest way there is: by an expression.
    private static void text(Facts wanted, String whole) {
        var text = whole;
        if (text.startsWith("delivery temporarily suspended: ")) {
            text = text.substring(32);
            wanted.fact("kind", Kind.SUSPENDED);
        }
        Matcher match = ANSWERED.matcher(text);
        if (match.matches()) {
            wanted.fact("TEXT", match.group(3)).fact("MX_HOST", match.group(1));
            if (match.group(4) != null) {
                wanted.fact("stage", stage(match.group(4)));
            } else if (text.contains(" refused to talk to me: ")) {
                wanted.fact("stage", Stage.GREETING);
            }
            return;
        }
        match = UNREACHED.matcher(text);
        if (match.matches()) {
            wanted.fact("TEXT", match.group(3)).fact("MX_HOST", match.group(1));
            return;
        }
        match = BROKEN.matcher(text);
        if (match.matches()) {
            var words = match.group(4) == null ? match.group(1) + " " : match.group(4);
            wanted.fact("TEXT", words + match.group(5)).fact("MX_HOST", match.group(2));
            return;
        }
        wanted.fact(
                "TEXT",
                text.replaceFirst(
                        "^.*Name service error for name=\\S+ ", "Name service error for "));
    }

    @Test
    void theLinesOfTheExporterAreReadWhole() throws IOException {
        var file = Corpora.require("logs-postfix").resolve("kumina.tsv");
        whole("logs-postfix/kumina", Files.readAllLines(file).stream().skip(1).toList());
    }

    @Test
    void theLinesPastedIntoIssuesAreReadWhole() throws IOException {
        var file = Corpora.require("logs-other").resolve("issue-log-lines.tsv");
        var lines =
                Files.readAllLines(file).stream()
                        .filter(line -> line.startsWith("postfix\t"))
                        .map(line -> line.split("\t", -1)[1])
                        .toList();
        whole("logs-other/issue-log-lines (Postfix)", lines);
    }

    /// The parts of the set that may be here and have no expectation of ours beyond a delivery's own words.
    @Test
    void otherLogsOfTheSetAreReadWhole() throws IOException {
        var set = Corpora.require("logs-postfix");
        for (var name : List.of("fail2ban.tsv", "lightmeter-parser.tsv")) {
            if (Files.exists(set.resolve(name))) {
                whole(
                        "logs-postfix/" + name,
                        Files.readString(set.resolve(name), StandardCharsets.ISO_8859_1)
                                .lines()
                                .flatMap(line -> Stream.of(line.split("\t", -1)))
                                .filter(cell -> cell.contains(" postfix"))
                                .toList());
            }
        }
        if (Files.isDirectory(set.resolve("lightmeter"))) {
            for (var log : files(set.resolve("lightmeter"), "")) {
                whole(
                        "logs-postfix/lightmeter/" + log.getFileName(),
                        Files.readString(log, StandardCharsets.ISO_8859_1).lines().toList());
            }
        }
    }

    @Test
    void theSeedsLineIsRead() throws IOException {
        var seeds = Corpora.requireShared("seeds");
        var lines = new ArrayList<String>();
        for (var file : files(seeds, ".txt")) {
            Files.readString(file)
                    .lines()
                    .filter(line -> line.startsWith("status=deferred host "))
                    .map(line ->
                            line.replaceFirst("^status=deferred (.*)$", "status=deferred ($1)"))
                    .forEach(line ->
                            lines.add(
                                    HEAD
                                            + "smtp[1]: 4F1A2B3C4D: to=<u@b.test>, relay=none, delay=1, dsn=4.7.0, "
                                            + line));
        }
        assertThat(lines).isNotEmpty();
        whole("seeds (Postfix lines)", lines);
    }

    /// Every delivery of the lines: queue id, recipient, next hop, status code, outcome, and the reply with its code.
    private void whole(String suite, List<String> lines) {
        var score = new Score();
        for (var line : lines) {
            var delivery = DELIVERY.matcher(line);
            if (!delivery.find()) {
                assertThat(read(line, row -> {})).as(line).isNotEqualTo(Reading.UNPARSED);
                score.passedOver.merge("no delivery's line", 1, Integer::sum);
                continue;
            }
            var wanted =
                    new Facts()
                            .fact("QUEUE_ID", delivery.group(2))
                            .fact("RECIPIENT", delivery.group(3))
                            .fact("STATUS", delivery.group(5))
                            .fact("kind", kind(delivery.group(6)));
            text(wanted, delivery.group(7));
            relay(wanted, delivery.group(4));
            score.of(line, facts(line, wanted.keySet()), wanted);
            code(score, line, delivery.group(7));
        }
        score.tell(suite);
    }

    private void code(Score score, String line, String said) {
        var code = Pattern.compile("(?:said|to me): ([45]\\d\\d)").matcher(said);
        if (code.find()) {
            var codes = new ArrayList<Integer>();
            read(
                    line,
                    row ->
                            Reply.read(Objects.requireNonNull(row.text(Field.TEXT)))
                                    .code()
                                    .ifPresent(codes::add));
            score.of(line, codes, List.of(Integer.valueOf(code.group(1))));
        }
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
