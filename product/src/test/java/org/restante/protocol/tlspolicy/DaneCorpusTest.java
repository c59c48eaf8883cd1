package org.restante.protocol.tlspolicy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.restante.dns.Tlsa;
import org.restante.testing.Corpora;

/// Blocks of records and certificates that others made (corpora `dane`). They are for a verifier of all four usages; mail uses 2 and 3
/// alone (RFC 7672 §3.1), and does not look at names with usage 3 (§3.1.1), so
/// such blocks are skipped; and those with a certificate that the JDK, and so JSSE, refuses to
/// read.
final class DaneCorpusTest {
    private static final Instant THEN = Instant.parse("2026-11-20T12:00:00Z");

    private static final int HOSTNAME_MISMATCH = 62;

    private record Block(
            int number, int result, int depth, List<Tlsa> records, List<X509Certificate> chain) {
        boolean isForMail() {
            return !chain.isEmpty()
                    && !isAboutNamesOfUsage3()
                    && records.stream().allMatch(record -> record.usage() >= 2);
        }

        boolean isAboutNamesOfUsage3() {
            return result == HOSTNAME_MISMATCH
                    && records.stream().allMatch(record -> record.usage() == 3);
        }

        boolean isToMatch() {
            return result == 0;
        }
    }

    private static List<Block> blocks() throws Exception {
        var lines = Files.readAllLines(Corpora.require("dane").resolve("danetest.in"));
        var blocks = new ArrayList<Block>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).matches("\\d+ \\d+ [01] \\d+ -?\\d+")) {
                blocks.add(block(blocks.size() + 1, lines, i));
            }
        }
        return blocks;
    }

    private static Block block(int number, List<String> lines, int from) throws Exception {
        var head = List.of(lines.get(from).split(" ")).stream().map(Integer::valueOf).toList();
        var records = new ArrayList<Tlsa>();
        int at = from + 1;
        for (; records.size() < head.get(0); at++) {
            var word = lines.get(at).split(" ");
            records.add(
                    new Tlsa(
                            Integer.parseInt(word[0]),
                            Integer.parseInt(word[1]),
                            Integer.parseInt(word[2]),
                            word[3].toLowerCase(Locale.ROOT)));
        }
        var chain = new ArrayList<X509Certificate>();
        while (chain.size() < head.get(1)) {
            var pem = new StringBuilder();
            while (!lines.get(at).startsWith("-----BEGIN")) {
                at++;
            }
            while (!lines.get(at).startsWith("-----END")) {
                pem.append(lines.get(at++)).append('\n');
            }
            pem.append(lines.get(at)).append('\n');
            var octets = pem.toString().getBytes(StandardCharsets.US_ASCII);
            try {
                chain.add(
                        (X509Certificate)
                                CertificateFactory.getInstance("X.509")
                                        .generateCertificate(new ByteArrayInputStream(octets)));
            } catch (CertificateException e) {
                return new Block(number, head.get(3), head.get(4), records, List.of());
            }
        }
        return new Block(number, head.get(3), head.get(4), records, chain);
    }

    @Test
    void blocksOfOthersAreJudgedAsTheySay() throws Exception {
        int passed = 0;
        int skipped = 0;
        var wrong = new ArrayList<String>();
        for (var block : blocks()) {
            if (!block.isForMail()) {
                skipped++;
                continue;
            }
            var result =
                    new DaneCheck(block.records(), List.of("example.com"))
                            .check(block.chain(), THEN);
            boolean right =
                    switch (result) {
                        case DaneCheck.Result.Matches(_, var depth) ->
                                block.isToMatch() && depth == block.depth();
                        case DaneCheck.Result.Mismatch _ -> !block.isToMatch();
                    };
            if (right) {
                passed++;
            } else {
                wrong.add(
                        "block "
                                + block.number()
                                + ": "
                                + block.result()
                                + " at "
                                + block.depth()
                                + ", not "
                                + result);
            }
        }
        Corpora.executed(
                "dane",
                passed,
                wrong.size(),
                skipped,
                "skipped: usages 0 and 1 and names with usage 3, which mail does not use, and certificates with an empty issuer, which JSSE does not read");
        assertThat(wrong).isEmpty();
    }
}
