package org.restante.protocol.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.james.jdkim.DKIMSigner;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.PublicKeyRecordRetriever;
import org.apache.james.jdkim.exceptions.FailException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// What we sign is verified by others' programs, and what they sign by ours: jDKIM, which knows RSA only, and dkimpy, which knows both.
final class IndependentVerifiersTest {
    private static final Verifier OURS =
            new Verifier(Letters.published(Letters.BOTH), KeyPolicy.TODAY);
    private static final String ASK =
            """
            import sys, base64, dkim
            keys = dict(zip((b'ed', b'rsa'), (a.encode() for a in sys.argv[1:3])))
            answer = lambda name, timeout=5: keys[name.split(b'.')[0]]
            for line in sys.stdin:
                letter = base64.b64decode(line)
                words = []
                for index in range(letter.count(b'DKIM-Signature:')):
                    try:
                        words.append('pass' if dkim.DKIM(letter).verify(index, dnsfunc=answer) else 'fail')
                    except dkim.DKIMException as e:
                        words.append(type(e).__name__)
                print(' '.join(words), flush=True)
            """;
    private static final String SIGN =
            """
            import sys, base64, dkim
            key, selector, way = (a.encode() for a in sys.argv[1:4])
            for line in sys.stdin:
                letter = base64.b64decode(line)
                field = dkim.sign(letter, selector, b'shop.test', key, signature_algorithm=way,
                    canonicalize=(b'relaxed', b'relaxed'), length=False)
                print(base64.b64encode(field + letter).decode(), flush=True)
            """;

    /// The odd messages as they are on the wire: a line end after every line, and none elsewhere.
    private static List<byte[]> letters() {
        return MessageSignerTest.oddMessages()
                .map(IndependentVerifiersTest::text)
                .filter(letter -> !letter.contains("has one"))
                .filter(letter -> !letter.replace("\r\n", "").matches("(?s).*[\r\n].*"))
                .map(letter -> letter.contains("\r\n\r\n") ? letter : letter + "\r\n")
                .map(letter -> letter.endsWith("\r\n") ? letter : letter + "\r\n")
                .map(letter -> letter.getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }

    /// Others read no header with blanks before a colon or with lines that are no field.
    private static boolean isPlain(byte[] letter) {
        return !text(letter).contains("nonsense") && !text(letter).contains("from :");
    }

    /// jDKIM hashes a relaxed body of nothing but empty lines as one line end; RFC 6376 §3.4.4 and dkimpy say nothing at all.
    private static boolean hasBody(byte[] letter) {
        return !text(letter).substring(HeaderFields.bodyStart(letter)).isBlank();
    }

    private static String text(byte[] letter) {
        return new String(letter, StandardCharsets.ISO_8859_1);
    }

    @Test
    void jDkimVerifiesWhatWeSignWithRsa() throws Exception {
        var rsa = Letters.BOTH.subList(1, 2);
        PublicKeyRecordRetriever keys =
                (method, selector, token) -> List.of(Letters.RSA.record().text());
        int verified = 0;
        for (var letter : letters()) {
            if (isPlain(letter) && hasBody(letter)) {
                for (var form : Canonicalization.values()) {
                    var signed =
                            Letters.signed(letter, rsa, SigningPolicy.USUAL.inForm(form, form));
                    var records = new DKIMVerifier(keys).verify(new ByteArrayInputStream(signed));
                    assertThat(records).as(text(signed)).hasSize(1);
                    verified++;
                }
            }
        }
        assertThat(verified).isGreaterThan(20);
    }

    @Test
    void jDkimRefusesWhatWasChangedAfterwards() {
        PublicKeyRecordRetriever keys =
                (method, selector, token) -> List.of(Letters.RSA.record().text());
        var letter = Letters.letter("From: a@shop.test\nSubject: x\n\nHello\n");
        var signed = text(Letters.signed(letter, Letters.BOTH.subList(1, 2), SigningPolicy.USUAL));
        for (var changed :
                List.of(signed.replace("Hello", "Hallo"), "From: b@shop.test\r\n" + signed)) {
            assertThatThrownBy(() ->
                            new DKIMVerifier(keys)
                                    .verify(
                                            new ByteArrayInputStream(
                                                    changed.getBytes(StandardCharsets.ISO_8859_1))))
                    .isInstanceOf(FailException.class);
        }
    }

    @Test
    void weVerifyWhatJDkimSigns() throws IOException, GeneralSecurityException, FailException {
        var key =
                KeyFactory.getInstance("RSA")
                        .generatePrivate(new PKCS8EncodedKeySpec(Letters.RSA.encoded()));
        for (var form : List.of("relaxed/relaxed", "simple/simple", "relaxed/simple")) {
            var signer =
                    new DKIMSigner(
                            "v=1; s=rsa; d=shop.test; c="
                                    + form
                                    + "; h=from:subject; a=rsa-sha256; bh=; b=;",
                            key);
            for (var letter : letters()) {
                if (isPlain(letter) && hasBody(letter)) {
                    var field = signer.sign(new ByteArrayInputStream(letter));
                    assertThat(ours(field, letter)).as(field).contains("pass");
                }
            }
        }
    }

    private static List<String> ours(String field, byte[] letter) {
        var out = new ByteArrayOutputStream();
        out.writeBytes((field + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.writeBytes(letter);
        return Letters.words(OURS.verify(out.toByteArray(), Letters.NOON));
    }

    @Test
    void dkimpyVerifiesWhatWeSignWithEitherKey() throws IOException, InterruptedException {
        var signed = new ArrayList<byte[]>();
        for (var letter : letters().stream().filter(IndependentVerifiersTest::isPlain).toList()) {
            for (var header : Canonicalization.values()) {
                for (var body : Canonicalization.values()) {
                    signed.add(
                            Letters.signed(
                                    letter,
                                    Letters.BOTH,
                                    SigningPolicy.USUAL.inForm(header, body)));
                }
            }
        }
        var changed = text(signed.getFirst()).replaceFirst("From: a@", "From: b@");
        signed.add(changed.getBytes(StandardCharsets.ISO_8859_1));

        var answers =
                python(ASK, signed, Letters.EDWARDS.record().text(), Letters.RSA.record().text());
        var odd = new ArrayList<String>();
        for (int i = 0; i + 1 < signed.size(); i++) {
            if (!answers.get(i).equals("pass pass")) {
                odd.add(answers.get(i) + ": " + text(signed.get(i)));
            }
        }
        assertThat(answers.getLast()).isEqualTo("fail fail");
        assertThat(odd).isEmpty();
    }

    @Test
    void weVerifyWhatDkimpySigns() throws IOException, InterruptedException {
        var ed = (EdwardsKey) Letters.EDWARDS;
        var seed = Base64.getEncoder().encodeToString(ed.seed());
        var plain = letters().stream().filter(IndependentVerifiersTest::isPlain).toList();
        for (var signed : python(SIGN, plain, seed, "ed", "ed25519-sha256")) {
            assertThat(ours("X: x", Base64.getDecoder().decode(signed))).contains("pass");
        }
        for (var signed : python(SIGN, plain, KeyText.write(Letters.RSA), "rsa", "rsa-sha256")) {
            assertThat(ours("X: x", Base64.getDecoder().decode(signed))).contains("pass");
        }
    }

    /// Gives each letter to a Python program as a line of base64; one line comes back for each.
    private static List<String> python(String program, List<byte[]> letters, String... arguments)
            throws IOException, InterruptedException {
        var python = dkimpy();
        Assumptions.assumeTrue(
                python.isPresent(),
                "no Python with dkimpy and PyNaCl (Debian: python3-dkim python3-nacl)");
        var command = new ArrayList<>(List.of(python.get(), "-c", program));
        command.addAll(List.of(arguments));
        var process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var in = process.outputWriter(StandardCharsets.US_ASCII);
                var out =
                        new BufferedReader(
                                new InputStreamReader(
                                        process.getInputStream(), StandardCharsets.UTF_8))) {
            var answers = new ArrayList<String>();
            for (var letter : letters) {
                in.write(Base64.getEncoder().encodeToString(letter) + "\n");
                in.flush();
                answers.add(String.valueOf(out.readLine()));
            }
            return answers;
        } finally {
            process.destroy();
        }
    }

    private static Optional<String> dkimpy() throws InterruptedException {
        for (var python : List.of("python3", "/usr/bin/python3")) {
            try {
                var process = new ProcessBuilder(python, "-c", "import dkim, nacl").start();
                if (process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0) {
                    return Optional.of(python);
                }
            } catch (IOException e) {
                // Not there: the next.
            }
        }
        return Optional.empty();
    }
}
