package org.restante.protocol.dkim;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.restante.mail.message.Domain;

/// Messages and keys for tests.
final class Letters {
    static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    static final Domain SHOP = new Domain("shop.test");
    static final SigningKey EDWARDS = SigningKey.newEd25519(new SecureRandom());
    static final SigningKey RSA = SigningKey.newRsa(2048, new SecureRandom());
    static final List<Signatory> BOTH =
            List.of(
                    new Signatory(SHOP, new Selector("ed"), EDWARDS),
                    new Signatory(SHOP, new Selector("rsa"), RSA));

    private Letters() {}

    /// A table of key records by name; a name that is not in it is absent.
    record Table(Map<String, String> records) implements PublicKeys {
        @Override
        public Answer of(Selector selector, Domain domain) {
            var text = records.get(selector.nameAt(domain));
            if (text == null) {
                return new Absent();
            }
            return text.startsWith("~~") ? new Failed(text) : new Found(List.of(text));
        }
    }

    static Table published(List<Signatory> signatories) {
        var records = new HashMap<String, String>();
        for (var one : signatories) {
            records.put(one.selector().nameAt(one.domain()), one.key().record().text());
        }
        return new Table(records);
    }

    /// Text with every line end made CRLF.
    static byte[] crlf(byte[] octets) {
        var out = new ByteArrayOutputStream(octets.length + 100);
        for (int at = 0; at < octets.length; at++) {
            if (octets[at] == '\n' && (at == 0 || octets[at - 1] != '\r')) {
                out.write('\r');
            }
            out.write(octets[at]);
        }
        return out.toByteArray();
    }

    static byte[] letter(String text) {
        return crlf(text.getBytes(StandardCharsets.UTF_8));
    }

    /// The message with its signatures in front.
    static byte[] signed(byte[] message, List<Signatory> signatories, SigningPolicy policy) {
        int start = HeaderFields.bodyStart(message);
        var signing = new MessageSigner(signatories, policy).begin();
        signing.write(message, start, message.length - start);
        var lines = signing.finish(Arrays.copyOf(message, start), NOON);
        var out = new ByteArrayOutputStream();
        out.writeBytes(lines.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(message);
        return out.toByteArray();
    }

    static List<String> words(List<Verification> checks) {
        return checks.stream().map(check -> check.result().word()).toList();
    }

    /// Writes a body in pieces of random length.
    static void writeInPieces(byte[] body, Random chance, java.io.OutputStream out)
            throws java.io.IOException {
        for (int at = 0; at < body.length; ) {
            int count = Math.min(body.length - at, 1 + chance.nextInt(7));
            out.write(body, at, count);
            at += count;
        }
    }
}
