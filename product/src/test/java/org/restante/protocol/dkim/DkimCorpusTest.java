package org.restante.protocol.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.restante.testing.Corpora;

/// The messages with keys and expected results that other implementations are tested with.
final class DkimCorpusTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String GONE = "g= of a key record, which RFC 6376 dropped";

    private final List<String> wrong = new ArrayList<>();
    private final Map<String, Integer> skipped = new HashMap<>();
    private int passed;

    private void judge(String what, boolean isRight, String found) {
        if (isRight) {
            passed++;
        } else {
            wrong.add(what + ": " + found);
        }
    }

    private void skip(String why) {
        skipped.merge(why, 1, Integer::sum);
    }

    private void tell(String suite, String note) {
        int count = skipped.values().stream().mapToInt(Integer::intValue).sum();
        Corpora.executed(suite, passed, wrong.size(), count, note + skipped);
        assertThat(wrong).isEmpty();
    }

    private static byte[] message(Path file) throws IOException {
        return Letters.crlf(Files.readAllBytes(file));
    }

    private static Letters.Table names(Path file) throws IOException {
        var records = new HashMap<String, String>();
        for (var line : Files.readAllLines(file)) {
            var parts = line.split("\\s+", 2);
            if (parts.length == 2 && !line.startsWith("#") && !parts[1].equals("NXDOMAIN")) {
                records.put(parts[0], parts[1].equals("\"\"") ? "" : parts[1]);
            }
        }
        return new Letters.Table(records);
    }

    /// The best result of a message, as a receiver would use it.
    private static String best(List<Verification> checks) {
        var words = Letters.words(checks);
        for (var word : List.of("pass", "fail", "temperror", "permerror")) {
            if (words.contains(word)) {
                return word;
            }
        }
        return "none";
    }

    private static boolean agrees(String expected, String found) {
        return expected.equals("invalid")
                ? found.equals("permerror") || found.equals("temperror")
                : expected.equals(found);
    }

    @Test
    void messagesOfMailDkimComeOutAsTheyShould() throws IOException {
        var folder = Corpora.require("dkim").resolve("mail-dkim");
        var verifier = new Verifier(names(folder.resolve("FAKE_DNS.dat")), KeyPolicy.OF_OLD);
        var lines = Files.readAllLines(folder.resolve("expected.tsv"));
        for (var line : lines.subList(1, lines.size())) {
            var parts = line.split("\t", -1);
            var message = message(folder.resolve("corpus/" + parts[0]));
            var text = new String(message, StandardCharsets.ISO_8859_1);
            if (parts[0].contains("dk_")) {
                skip("DomainKeys of before DKIM");
            } else if (parts[1].equals("invalid") && parts[2].contains("g=")) {
                skip(GONE);
            } else if (parts[1].equals("pass") && !text.contains("bh=")) {
                skip("the draft that hashed header and body together");
            } else {
                var checks = verifier.verify(message, NOW);
                judge(line, agrees(parts[1], best(checks)), checks.toString());
            }
        }
        tell("dkim/mail-dkim", "as of old, rsa-sha1 and short keys believed; ");
    }

    @Test
    void whatMailDkimSignedWithHashesOrKeysOfOldIsBelievedNoMore() throws IOException {
        var folder = Corpora.require("dkim").resolve("mail-dkim");
        var table = names(folder.resolve("FAKE_DNS.dat"));
        var today = new Verifier(table, KeyPolicy.TODAY);
        var old = new Verifier(table, KeyPolicy.OF_OLD);
        try (var files = Files.newDirectoryStream(folder.resolve("corpus"), "*.txt")) {
            for (var file : files) {
                var before = old.verify(message(file), NOW);
                var now = today.verify(message(file), NOW);
                for (int i = 0; i < before.size(); i++) {
                    if (before.get(i).hasPassed()) {
                        var field = before.get(i).signature().orElseThrow();
                        boolean isStrong =
                                new String(message(file), StandardCharsets.ISO_8859_1)
                                                .contains("v=1;")
                                        && field.algorithm() != Algorithm.RSA_SHA1
                                        && (field.algorithm() == Algorithm.ED25519_SHA256
                                                || before.get(i).keyBits().orElse(0) >= 1024);
                        judge(
                                file.getFileName().toString(),
                                now.get(i).hasPassed() == isStrong,
                                now.get(i).toString());
                    }
                }
            }
        }
        tell("dkim/mail-dkim-today", "RFC 8301; ");
    }

    @Test
    void messagesOfJamesComeOutAsTheyShould() throws IOException {
        var home = Corpora.require("dkim");
        var records = new HashMap<>(names(home.resolve("mail-dkim/FAKE_DNS.dat")).records());
        var verifier = new Verifier(new Letters.Table(records), KeyPolicy.OF_OLD);
        try (var files = Files.newDirectoryStream(home.resolve("james-jdkim"), "*.eml")) {
            for (var file : files) {
                var name = file.getFileName().toString();
                var checks = verifier.verify(message(file), NOW);
                if (name.startsWith("FAIL_")) {
                    judge(name, !best(checks).equals("pass"), checks.toString());
                } else if (checks.stream().anyMatch(DkimCorpusTest::lacksItsKey)) {
                    skip("the key is not in the suite");
                } else {
                    judge(name, best(checks).equals("pass"), checks.toString());
                }
            }
        }
        tell("dkim/james-jdkim", "");
    }

    private static boolean lacksItsKey(Verification check) {
        return check.result() instanceof Result.PermanentError error && error.flaw() == Flaw.NO_KEY;
    }

    @Test
    void messagesOfDkimpyAndMimeKitComeOutAsTheyShould() throws IOException {
        var home = Corpora.require("dkim");
        var dkimpy = home.resolve("dkimpy");
        var football =
                Map.of(
                        "brisbane._domainkey.football.example.com",
                        "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
                        "test._domainkey.football.example.com",
                        "v=DKIM1; k=rsa; "
                                + "p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3id"
                                + "Y6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR"
                                + "+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB");
        expect(dkimpy.resolve("rfc6376.signed.msg"), football, List.of("pass", "pass"));
        expect(home.resolve("mimekit/rfc8463-example.msg"), football, List.of("pass", "pass"));
        expect(
                dkimpy.resolve("ed25519test2.msg"),
                Map.of("sed._domainkey.test.ex", text(dkimpy.resolve("eximtest.dns"))),
                List.of("pass"));
        var gmail =
                Map.of(
                        "20120113._domainkey.gmail.com",
                        "p=" + pem(text(home.resolve("mimekit/gmail.pub"))));
        expect(home.resolve("mimekit/gmail.msg"), gmail, List.of("pass"));
        expect(home.resolve("mimekit/multipart-no-end-boundary.msg"), gmail, List.of("pass"));
        expect(dkimpy.resolve("test2.message"), gmail, List.of("pass"));
        expect(home.resolve("mimekit/related.msg"), gmail, List.of("pass"));
        tell("dkim/dkimpy+mimekit", "");
    }

    private void expect(Path file, Map<String, String> keys, List<String> expected)
            throws IOException {
        var checks =
                new Verifier(new Letters.Table(keys), KeyPolicy.TODAY).verify(message(file), NOW);
        judge(
                file.getFileName().toString(),
                Letters.words(checks).equals(expected),
                checks.toString());
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file).strip();
    }

    private static String pem(String text) {
        return text.replaceAll("-----[^-]*-----", "").replaceAll("\\s", "");
    }

    /// The simple form of DomainKeys joins header and body, and is DKIM's otherwise.
    @Test
    void theSimpleFormIsThatOfFlankersMessages() throws IOException {
        var folder = Corpora.require("dkim").resolve("canonicalization-flanker");
        try (var files = Files.newDirectoryStream(folder, "email.*")) {
            for (var file : files) {
                var name = file.getFileName().toString();
                var expected =
                        Files.readAllBytes(
                                folder.resolve(name.replace("email", "simple.expected")));
                var message = message(file);
                int start = HeaderFields.bodyStart(message);
                var out = new ByteArrayOutputStream();
                var body = new CanonicalBody(Canonicalization.SIMPLE, out::write);
                if (start == message.length || start < 3) {
                    skip("no header or no body: DomainKeys joins them otherwise");
                    continue;
                }
                out.write(message, 0, start);
                body.write(message, start, message.length - start);
                body.close();
                judge(
                        name,
                        out.toString(StandardCharsets.ISO_8859_1)
                                .equals(new String(expected, StandardCharsets.ISO_8859_1)),
                        out.toString(StandardCharsets.ISO_8859_1));
            }
        }
        tell("dkim/canonicalization-flanker", "simple form; 'nofws' is of DomainKeys; ");
    }
}
