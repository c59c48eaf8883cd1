package org.restante.protocol.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.restante.testing.Mutations;

/// Whatever octets come as a message, as a key record or as a key file, they end in an answer.
final class HostileSignatureTest {
    private static final String LETTER =
            "From: a@shop.test\nSubject: x\nDate: Fri, 20 Nov 2026 12:00:00 +0000\n\nHello\n\n world \n";

    /// Runs its seeds here; `JAZZER_FUZZ=1` lets the fuzzer look for more.
    @FuzzTest(maxDuration = "60s")
    void anyOctetsAreAMessageARecordAndAKeyFile(byte[] data) {
        check(data);
    }

    @Test
    void mutatedMessagesAreAnsweredAndNeverPassWithAnotherMeaning() {
        var chance = new Random(8463);
        var signed = Letters.signed(Letters.letter(LETTER), Letters.BOTH, SigningPolicy.USUAL);
        for (int round = 0; round < 3000; round++) {
            var octets = Mutations.of(signed, chance);
            check(octets);
        }
    }

    @Test
    void mutatedRecordsAndKeyFilesAreAnswered() {
        var chance = new Random(6376);
        var seeds =
                List.of(
                        Letters.RSA.record().text(),
                        "v=DKIM1; k=ed25519; h=sha256; s=email; t=y:s; n=x; p=AAAA",
                        KeyText.write(Letters.EDWARDS),
                        KeyText.write(Letters.RSA));
        for (int round = 0; round < 4000; round++) {
            var seed = seeds.get(round % seeds.size()).getBytes(StandardCharsets.UTF_8);
            check(Mutations.of(seed, chance));
        }
    }

    /// Ten signatures that each name 20,000 fields of a header of 20,000 others.
    @Test
    @Timeout(120)
    void manyNamesInManySignaturesCostLittle() {
        var names = new StringBuilder("from");
        var fields = new StringBuilder("From: a@shop.test\r\n");
        for (int i = 0; i < 20_000; i++) {
            names.append(":n").append(i);
            fields.append('f').append(i).append(":\r\n");
        }
        var signature =
                "DKIM-Signature: v=1; a=ed25519-sha256; d=shop.test; s=ed; bh=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=; b=AAAA; h="
                        + names
                        + "\r\n";
        check((signature.repeat(10) + fields + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void check(byte[] data) {
        var text = new String(data, StandardCharsets.ISO_8859_1);
        PublicKeys itself = (selector, domain) -> new PublicKeys.Found(List.of(text));
        for (var keys : List.of(itself, Letters.published(Letters.BOTH))) {
            for (var policy : List.of(KeyPolicy.TODAY, KeyPolicy.OF_OLD)) {
                assertThat(new Verifier(keys, policy).verify(data, Letters.NOON))
                        .allSatisfy(check -> assertThat(check.result().word()).isNotEmpty());
            }
        }
        assertThat(KeyRecord.objection(text)).isNotNull();
        assertThat(asKey(text)).isNotEmpty();
        Letters.signed(data, Letters.BOTH.subList(0, 1), SigningPolicy.USUAL);
    }

    private static String asKey(String text) {
        try {
            return KeyText.read(text).toString();
        } catch (KeyText.Unusable e) {
            return String.valueOf(e.getMessage());
        }
    }
}
