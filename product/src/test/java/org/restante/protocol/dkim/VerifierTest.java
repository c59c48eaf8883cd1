package org.restante.protocol.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.restante.mail.message.Domain;

final class VerifierTest {
    private static final String NAME = "s._domainkey.shop.test";
    private static final String KEY = Letters.EDWARDS.record().text();
    private static final String P = KEY.substring(KEY.indexOf("p="));
    private static final String TAGS =
            "v=1; a=ed25519-sha256; c=relaxed/relaxed; d=shop.test; s=s; h=from:subject; bh=@; b=";

    private static List<Verification> check(Map<String, String> records, String message) {
        return new Verifier(new Letters.Table(records), KeyPolicy.TODAY)
                .verify(message.getBytes(StandardCharsets.UTF_8), Letters.NOON);
    }

    private static String told(Verification check) {
        return switch (check.result()) {
            case Result.Pass _ -> "pass";
            case Result.Fail(var flaw, var _) -> "fail " + flaw.word();
            case Result.TemporaryError _ -> "temperror";
            case Result.PermanentError(var flaw, var _) -> "permerror " + flaw.word();
        };
    }

    /// A message with a field of these tags, its hash and signature filled in as the tags ask.
    private static String message(String tags, String body) throws Unfit {
        var header = "From: a@shop.test\r\nSubject: x\r\n\r\n";
        var read = SignatureField.read(tags.replace("@", "AA") + "AA", KeyPolicy.OF_OLD);
        var hash = new BodyHash(read.bodyKind());
        hash.write(body.getBytes(StandardCharsets.UTF_8), 0, body.length());
        var filled = tags.replace("@", Base64.getEncoder().encodeToString(hash.finish()));
        var field = ("DKIM-Signature: " + filled).getBytes(StandardCharsets.UTF_8);
        var fields = HeaderFields.read(header.getBytes(StandardCharsets.UTF_8), 0, header.length());
        var own = HeaderFields.read(field, 0, field.length).all().getFirst();
        var signed = SignedHeader.octets(fields, read.signedFields(), own, read.headerForm());
        var signature = Base64.getEncoder().encodeToString(Letters.EDWARDS.sign(signed));
        return "DKIM-Signature: " + filled + signature + "\r\n" + header + body;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=1|v=1|pass",
                "v=1;|z=From:a=40b; v=1;|pass",
                "; b=|; unknown=x; b=|pass",
                "c=relaxed/relaxed; ||pass",
                "c=relaxed/relaxed|c=relaxed|pass",
                "c=relaxed/relaxed|c=simple|pass",
                "c=relaxed/relaxed|c=simple/relaxed|pass",
                "c=relaxed/relaxed|c=RELAXED/Simple|pass",
                "d=shop.test|d=SHOP.test|pass",
                "a=ed25519-sha256|a=Ed25519-SHA256|pass",
                "; h=|; i==40shop.test; h=|pass",
                "; h=|; i=a=20b=40mail.shop.test; h=|pass",
                "; h=|; q=dns/txt:other; h=|pass",
                "; h=|; t=1; x=1795176001; h=|pass",
                "; h=|; l=0; h=|pass",
                "; h=|; l=3; h=|pass",
                "; h=|; l=7; h=|pass",
                "; h=|; l=8; h=|permerror length",
                "; h=|; t=1; x=1795175999; h=|permerror expired",
            })
    void whatTheTagsAskForIsDone(String from, String to, String expected) throws Unfit {
        var message = message(TAGS.replace(from, to == null ? "" : to), "Hello\r\n");
        assertThat(check(Map.of(NAME, KEY), message))
                .extracting(VerifierTest::told)
                .containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=1|v=2|version",
                "v=1; ||missing-tag",
                "a=ed25519-sha256|a=rsa-md5|algorithm",
                "a=ed25519-sha256; ||missing-tag",
                "c=relaxed/relaxed|c=relaxed/nofws|canonicalization",
                "d=shop.test|d=shop..test|syntax",
                "d=shop.test; ||missing-tag",
                "s=s|s=a b|syntax",
                "s=s; ||missing-tag",
                "h=from:subject|h=subject|from-not-signed",
                "h=from:subject|h=from::subject|syntax",
                "h=from:subject; ||missing-tag",
                "bh=AAAA|bh=*|syntax",
                "bh=AAAA|bh=|syntax",
                "bh=AAAA; ||missing-tag",
                "; h=|; i=a@elsewhere.test; h=|identity",
                "; h=|; i=a@op.test; h=|identity",
                "; h=|; i=shop.test; h=|identity",
                "; h=|; q=http; h=|query",
                "; h=|; l=-1; h=|syntax",
                "; h=|; l=x; h=|syntax",
                "; h=|; t=x; h=|syntax",
                "; h=|; t=5; x=5; h=|syntax",
                "; h=|; v=1; h=|syntax",
                "; h=|; nonsense; h=|syntax",
                "; h=|;; h=|syntax",
                "; h=|; 1x=y; h=|syntax",
                "b=AAAA|b=|syntax",
                "b=AAAA|b=A|syntax",
            })
    void aFieldThatCannotCountIsToldWhy(String from, String to, String flaw) {
        var tags =
                (TAGS + "AAAA")
                        .replace("@", "AAAA")
                        .replaceFirst(Pattern.quote(from), to == null ? "" : to);
        var message = "DKIM-Signature: " + tags + "\r\nFrom: a@shop.test\r\n\r\nHello\r\n";
        assertThat(check(Map.of(NAME, KEY), message))
                .extracting(VerifierTest::told)
                .containsExactly("permerror " + flaw);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=DKIM1; k=ed25519; @|pass",
                "k=ed25519; @|pass",
                "v=DKIM1; k=ed25519; n=a note; s=*; t=y; h=sha256:sha1; x=y; @;|pass",
                "v=DKIM1; k=ed25519; s=email; @|pass",
                "v=DKIM1; k=ed25519; s=web : email; @|pass",
                "k=ed25519; v=DKIM1; @|permerror key-syntax",
                "v=DKIM2; k=ed25519; @|permerror key-syntax",
                "v=DKIM1; @|permerror key-type",
                "v=DKIM1; k=rsa; @|permerror key-type",
                "v=DKIM1; k=ed25519; s=tlsrpt; @|permerror key-service",
                "v=DKIM1; k=ed25519; h=sha1; @|permerror key-hash",
                "v=DKIM1; k=ed25519|permerror key-syntax",
                "v=DKIM1; k=ed25519; p=|permerror key-revoked",
                "v=DKIM1; k=ed25519; p=AAAA|permerror key-syntax",
                "v=DKIM1; k=ed25519; p=*|permerror key-syntax",
                "v=DKIM1; k=ed25519; @; @|permerror key-syntax",
                "v=spf1 -all|permerror key-syntax",
                "~~SERVFAIL|temperror",
                "gone|permerror no-key",
            })
    void aKeyRecordCountsOrIsToldWhyNot(String record, String expected) throws Unfit {
        var records = new HashMap<String, String>();
        if (!record.equals("gone")) {
            records.put(NAME, record.replace("@", P));
        }
        assertThat(check(records, message(TAGS, "Hello\r\n")))
                .extracting(VerifierTest::told)
                .containsExactly(expected);
    }

    @Test
    void aStrictKeyIsForNoSubdomain() throws Unfit {
        var strict = Map.of(NAME, "v=DKIM1; k=ed25519; t=s:y; " + P);
        var own = message(TAGS.replace("; h=", "; i=a=40shop.test; h="), "Hello\r\n");
        var below = message(TAGS.replace("; h=", "; i=a=40x.shop.test; h="), "Hello\r\n");
        assertThat(check(strict, own)).extracting(VerifierTest::told).containsExactly("pass");
        assertThat(check(strict, below))
                .extracting(VerifierTest::told)
                .containsExactly("permerror identity");
        assertThat(check(strict, own)).singleElement().matches(Verification::isTest);
    }

    @Test
    void whatFollowsTheSignedOctetsIsCounted() throws Unfit {
        var message = message(TAGS.replace("; h=", "; l=7; h="), "Hello\r\n") + "Buy pills\r\n";
        assertThat(check(Map.of(NAME, KEY), message))
                .singleElement()
                .matches(Verification::hasPassed)
                .extracting(Verification::unsignedOctets)
                .isEqualTo(11L);
    }

    @Test
    void aSmallKeyAndAHugeOneAreRefusedBeforeTheyAreUsed() throws Exception {
        var small = rsaRecord(512, BigInteger.valueOf(65537));
        var huge = rsaRecord(16384, BigInteger.valueOf(65537));
        var slow = rsaRecord(2048, BigInteger.ONE.shiftLeft(1000).add(BigInteger.ONE));
        assertThat(List.of(rsaAnswer(small), rsaAnswer(huge), rsaAnswer(slow)))
                .containsExactly(
                        "permerror key-too-small",
                        "permerror key-too-large",
                        "permerror key-too-large");
    }

    private static String rsaRecord(int bits, BigInteger exponent) throws Exception {
        var modulus = BigInteger.ONE.shiftLeft(bits - 1).add(BigInteger.ONE);
        var numbers = new RSAPublicKey(modulus, exponent);
        return "v=DKIM1; p=" + Base64.getEncoder().encodeToString(numbers.getEncoded());
    }

    private static String rsaAnswer(String record) {
        var tags = (TAGS + "AAAA").replace("@", "AAAA").replace("ed25519", "rsa");
        var message = "DKIM-Signature: " + tags + "\r\nFrom: a@shop.test\r\n\r\nHello\r\n";
        return told(check(Map.of(NAME, record), message).getFirst());
    }

    @Test
    void oneOfSeveralRecordsAtTheNameIsEnough() throws Unfit {
        PublicKeys two = (selector, domain) -> new PublicKeys.Found(List.of("v=spf1 -all", KEY));
        var checks =
                new Verifier(two, KeyPolicy.TODAY)
                        .verify(
                                message(TAGS, "Hello\r\n").getBytes(StandardCharsets.UTF_8),
                                Letters.NOON);
        assertThat(Letters.words(checks)).containsExactly("pass");
    }

    @Test
    void manySignaturesAreNotAllLookedAt() throws Unfit {
        var field = message(TAGS, "Hello\r\n").lines().findFirst().orElseThrow() + "\r\n";
        var asked = new AtomicInteger();
        PublicKeys counting =
                (selector, domain) -> {
                    asked.incrementAndGet();
                    return new PublicKeys.Absent();
                };
        var message = field.repeat(500) + "From: a@shop.test\r\n\r\n";
        var checks =
                new Verifier(counting, KeyPolicy.TODAY)
                        .verify(message.getBytes(StandardCharsets.UTF_8), Letters.NOON);
        assertThat(checks).hasSize(500);
        assertThat(told(checks.getLast())).isEqualTo("permerror too-many");
        assertThat(asked.get()).isEqualTo(10);
    }

    @Test
    void anUnsignedMessageHasNoChecks() {
        assertThat(check(Map.of(), "From: a@shop.test\r\n\r\n")).isEmpty();
        assertThat(check(Map.of(), "")).isEmpty();
    }

    @Test
    void namesMayBeInternational() {
        assertThat(new Selector("a.b").nameAt(Domain.of("bücher.test").orElseThrow()))
                .isEqualTo("a.b._domainkey.xn--bcher-kva.test");
        assertThat(Selector.of("a..b")).isEmpty();
        assertThat(Selector.of("")).isEmpty();
        assertThat(Selector.of("S1")).contains(new Selector("s1"));
    }
}
