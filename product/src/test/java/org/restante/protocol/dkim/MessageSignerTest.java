package org.restante.protocol.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.restante.mail.message.Domain;

final class MessageSignerTest {
    private static final String LETTER =
            "From: Shop <news@shop.test>\nTo: a@b.test\nSubject: Hello\nDate: Fri, 20 Nov 2026 12:00:00 +0000\n"
                    + "Message-ID: <1@shop.test>\n\nHello,\n\nthis is  a letter. \n\n\n";
    private static final Verifier VERIFIER =
            new Verifier(Letters.published(Letters.BOTH), KeyPolicy.TODAY);

    static Stream<byte[]> oddMessages() {
        var from = "From: a@shop.test\r\n";
        var wide = "x".repeat(990);
        return Stream.of(
                        from + "\r\n",
                        from,
                        from + "\r\n\r\n\r\n\r\n",
                        from + "\r\n \t \r\n",
                        from + "\r\nno line end",
                        from + "\r\nblanks at the end \t",
                        from + "\r\n\r\n\r\nempty lines before",
                        from + "\r\nempty lines after\r\n\r\n\r\n",
                        from + "\r\na\rb\nc\r\r\n\r",
                        from + "\r\n.\r\n..\r\n",
                        from + "\r\nFrom: somebody@else.test\r\n\r\nforwarded",
                        "from : a@shop.test\r\nSUBJECT: \t x \r\n\ty  z\r\n \r\n a\r\n\r\nx",
                        "Subject:\r\n" + from + "\r\nan empty field",
                        "Subject: a\r\nSubject: b\r\nTo: x@y.test\r\nTo: z@y.test\r\n"
                                + from
                                + "\r\ntwice",
                        from + "From: b@shop.test\r\n\r\ntwo authors",
                        from + "Subject: Grüße 中文\r\n\r\nGrüße \u0000 \u007f",
                        from + "nonsense\r\nX:\r\n\r\nlines that are no field",
                        "Received: from a\r\n\tby b;\r\n\tnow\r\nDKIM-Signature: v=1; b=x\r\n"
                                + from
                                + "\r\nhas one",
                        from + "Subject: " + wide + "\r\n\r\n" + wide + wide + "\r\n",
                        from
                                + "Resent-From: c@shop.test\r\nList-Unsubscribe: <https://u.test>\r\n"
                                + "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n\r\nlist")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("oddMessages")
    void whatIsSignedVerifiesInEveryForm(byte[] message) {
        for (var header : Canonicalization.values()) {
            for (var body : Canonicalization.values()) {
                var policy = SigningPolicy.USUAL.inForm(header, body);
                var signed = Letters.signed(message, Letters.BOTH, policy);
                assertThat(Letters.words(VERIFIER.verify(signed, Letters.NOON)).subList(0, 2))
                        .as(new String(signed, StandardCharsets.UTF_8))
                        .containsExactly("pass", "pass");
            }
        }
    }

    /// What relays do to mail on the way: headers refolded, blanks at line ends lost, fields put in front.
    @Test
    void theRelaxedFormSurvivesWhatRelaysDo() {
        var signed =
                text(Letters.signed(Letters.letter(LETTER), Letters.BOTH, SigningPolicy.USUAL));
        var relayed =
                "Received: from somewhere\r\n"
                        + signed.replace("Subject: Hello", "SUBJECT:\r\n\tHello")
                                .replace("letter. \r\n\r\n\r\n", "letter.\r\n")
                                .replace("a  letter", "a letter");
        assertThat(verified(relayed)).containsExactly("pass", "pass");
    }

    @ParameterizedTest
    @MethodSource("changes")
    void aChangeThatMattersBreaksBothSignatures(String before, String after) {
        var signed =
                text(Letters.signed(Letters.letter(LETTER), Letters.BOTH, SigningPolicy.USUAL));
        assertThat(signed).contains(before);
        assertThat(verified(signed.replaceFirst(Pattern.quote(before), after)))
                .containsExactly("fail", "fail");
    }

    private static Stream<List<String>> changesOfText() {
        return Stream.of(
                List.of("this is", "that is"),
                List.of("letter. \r\n", "letter. \r\nP.S.\r\n"),
                List.of("Hello,\r\n", ""),
                List.of("Hello,\r\n\r\n", "Hello,\r\n"),
                List.of("Subject: Hello", "Subject: Hallo"),
                List.of("Subject: Hello\r\n", ""),
                List.of("news@shop.test", "ceo@shop.test"),
                List.of("Date: Fri, 20", "Date: Fri, 21"),
                List.of("To: a@b.test", "To: c@b.test"),
                List.of("Message-ID: <1", "Message-ID: <2"),
                List.of("From: Shop", "From: ceo@shop.test\r\nFrom: Shop"),
                List.of("To: a@b.test\r\n", "To: a@b.test\r\nFrom: ceo@shop.test\r\n"),
                List.of("From: Shop", "Subject: Win\r\nFrom: Shop"),
                List.of("From: Shop", "Reply-To: thief@evil.test\r\nFrom: Shop"),
                List.of("From: Shop", "Cc: everybody@evil.test\r\nFrom: Shop"),
                List.of("From: Shop", "Date: Sat, 1 Jan 2000 00:00:00 +0000\r\nFrom: Shop"));
    }

    static Stream<Arguments> changes() {
        return changesOfText().map(pair -> Arguments.of(pair.get(0), pair.get(1)));
    }

    /// Any octet of what was signed or of the signature itself.
    @Test
    void noChangedBitOfTheSignaturePasses() {
        var signed = Letters.signed(Letters.letter(LETTER), Letters.BOTH, SigningPolicy.USUAL);
        int end = text(signed).indexOf("From: Shop");
        for (int at = 0; at < end; at += 3) {
            var changed = signed.clone();
            changed[at] ^= 2;
            if (!isBlank(signed[at]) && !isBlank(changed[at])) {
                assertThat(
                                Letters.words(VERIFIER.verify(changed, Letters.NOON)).stream()
                                        .filter("pass"::equals))
                        .as("octet " + at + " of " + text(changed))
                        .hasSizeLessThan(2);
            }
        }
    }

    private static boolean isBlank(byte octet) {
        return octet <= ' ';
    }

    @Test
    void theFieldIsFoldedAndSaysOnlyWhatIsNeeded() {
        var header = "From: a@shop.test\r\nSubject: x\r\nList-Id: y\r\nList-Id: z\r\n\r\n";
        var signing =
                new MessageSigner(
                                Letters.BOTH, SigningPolicy.USUAL.expiringAfter(Duration.ofDays(7)))
                        .begin();
        var lines = signing.finish(header.getBytes(StandardCharsets.UTF_8), Letters.NOON);

        assertThat(lines.split("\r\n"))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(78));
        assertThat(lines).endsWith("\r\n").doesNotContain("i=").doesNotContain("l=");
        var unfolded = lines.replace("\r\n\t:", ":").replace("\r\n\t", " ");
        assertThat(unfolded)
                .contains(
                        "v=1; a=ed25519-sha256; c=relaxed/relaxed; d=shop.test; s=ed; t=1795176000;")
                .contains("x=1795780800;")
                .contains("h=from:from:reply-to:to:cc:subject:subject:date:list-id:list-id;");
        assertThat(unfolded.lines()).hasSize(2);
        assertThat(unfolded.lines().toList().get(1)).contains("a=rsa-sha256").contains("s=rsa");
    }

    @Test
    void longNamesStillFitTheLine() {
        var domain =
                new Domain("a".repeat(60) + "." + "b".repeat(60) + "." + "c".repeat(60) + ".test");
        var signatory = new Signatory(domain, new Selector("s".repeat(60)), Letters.EDWARDS);
        var signed =
                Letters.signed(Letters.letter(LETTER), List.of(signatory), SigningPolicy.USUAL);
        assertThat(text(signed).lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThan(998));
        var checks =
                new Verifier(Letters.published(List.of(signatory)), KeyPolicy.TODAY)
                        .verify(signed, Letters.NOON);
        assertThat(Letters.words(checks)).containsExactly("pass");
    }

    @Test
    void aMessageWithoutFromIsNotSigned() {
        var signing = new MessageSigner(Letters.BOTH, SigningPolicy.USUAL).begin();
        assertThat(
                        signing.finish(
                                "Subject: x\r\n\r\n".getBytes(StandardCharsets.UTF_8),
                                Letters.NOON))
                .isEmpty();
    }

    @Test
    void aMessageWithAFieldTooOftenIsNotSigned() {
        var header = "From: a@shop.test\r\n" + "Resent-To: b@shop.test\r\n".repeat(21) + "\r\n";
        var signing = new MessageSigner(Letters.BOTH, SigningPolicy.USUAL).begin();
        assertThat(signing.finish(header.getBytes(StandardCharsets.UTF_8), Letters.NOON)).isEmpty();
    }

    @Test
    void aSignatureHoldsUntilItExpires() {
        var policy = SigningPolicy.USUAL.expiringAfter(Duration.ofDays(7));
        var signed = Letters.signed(Letters.letter(LETTER), Letters.BOTH, policy);
        assertThat(Letters.words(VERIFIER.verify(signed, Letters.NOON.plus(Duration.ofDays(7)))))
                .containsExactly("pass", "pass");
        assertThat(Letters.words(VERIFIER.verify(signed, Letters.NOON.plus(Duration.ofDays(8)))))
                .containsExactly("permerror", "permerror");
    }

    @Test
    void aBodyMayArriveInPieces() throws IOException {
        var message = Letters.letter(LETTER + "more  \n \n\n text\n");
        int start = HeaderFields.bodyStart(message);
        var header = Arrays.copyOf(message, start);
        var whole = new MessageSigner(Letters.BOTH, SigningPolicy.USUAL).begin();
        whole.write(message, start, message.length - start);
        var pieces = new MessageSigner(Letters.BOTH, SigningPolicy.USUAL).begin();
        Letters.writeInPieces(
                Arrays.copyOfRange(message, start, message.length), new Random(7), pieces);
        var single = new MessageSigner(Letters.BOTH, SigningPolicy.USUAL).begin();
        for (int at = start; at < message.length; at++) {
            single.write(message[at]);
        }
        var lines = whole.finish(header, Letters.NOON);
        assertThat(pieces.finish(header, Letters.NOON)).isEqualTo(lines);
        assertThat(single.finish(header, Letters.NOON)).isEqualTo(lines);
    }

    /// 50 MB pass by in pieces; nothing of them is kept.
    @Test
    void aLargeBodyIsNotKept() {
        var piece =
                ("line of a large body  with blanks \r\n".repeat(2000))
                        .getBytes(StandardCharsets.UTF_8);
        var signing = new MessageSigner(Letters.BOTH, SigningPolicy.USUAL).begin();
        var header = "From: a@shop.test\r\n\r\n".getBytes(StandardCharsets.UTF_8);
        for (long octets = 0; octets < 50_000_000; octets += piece.length) {
            signing.write(piece, 0, piece.length);
        }
        var lines = signing.finish(header, Letters.NOON);
        var signed = new ByteArrayOutputStream();
        signed.writeBytes(lines.getBytes(StandardCharsets.UTF_8));
        signed.writeBytes(header);
        var check = VERIFIER.begin(signed.toByteArray());
        for (long octets = 0; octets < 50_000_000; octets += piece.length) {
            check.write(piece, 0, piece.length);
        }
        assertThat(Letters.words(check.finish(Letters.NOON))).containsExactly("pass", "pass");
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private static List<String> verified(String message) {
        return Letters.words(
                VERIFIER.verify(message.getBytes(StandardCharsets.ISO_8859_1), Letters.NOON));
    }
}
