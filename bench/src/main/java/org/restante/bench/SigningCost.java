package org.restante.bench;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Optional;
import java.util.Set;
import org.restante.app.access.PasswordDoor;
import org.restante.app.access.User;
import org.restante.app.access.Users;
import org.restante.mail.message.Domain;
import org.restante.protocol.dkim.Canonicalization;
import org.restante.protocol.dkim.KeyPolicy;
import org.restante.protocol.dkim.MessageSigner;
import org.restante.protocol.dkim.PublicKeys;
import org.restante.protocol.dkim.Selector;
import org.restante.protocol.dkim.Signatory;
import org.restante.protocol.dkim.SigningKey;
import org.restante.protocol.dkim.SigningPolicy;
import org.restante.protocol.dkim.Verifier;

/// What signing, verifying and logging in cost in processor time, so that a shared machine does not blur it: `SigningCost [SECONDS]`.
public final class SigningCost {
    private static final Domain SHOP = new Domain("shop.test");
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final byte[] HEADER =
            ("Received: from app.shop.test (app.shop.test [192.0.2.7])\r\n\tby out.shop.test with ESMTPSA id 0123456789abcdef;\r\n\tFri, 20 Nov 2026 12:00:00 +0000\r\n"
                            + "From: Shop <news@shop.test>\r\nTo: Somebody <somebody@example.org>\r\nReply-To: <help@shop.test>\r\n"
                            + "Subject: What is new in the shop this week, and what is on its way\r\nDate: Fri, 20 Nov 2026 12:00:00 +0000\r\n"
                            + "Message-ID: <0123456789abcdef0123456789abcdef@shop.test>\r\nMIME-Version: 1.0\r\n"
                            + "Content-Type: multipart/alternative; boundary=\"0123456789abcdef\"\r\n"
                            + "List-Unsubscribe: <https://shop.test/unsubscribe/0123456789abcdef0123456789abcdef>\r\n"
                            + "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\nFeedback-ID: 1:2:news:shop\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);

    /// Something that is done again and again.
    private interface Work {
        void once();
    }

    private SigningCost() {}

    public static void main(String[] arguments) {
        double seconds = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 2;
        var body = body(20 << 10);
        var chance = new SecureRandom();
        var ed = new Signatory(SHOP, new Selector("ed"), SigningKey.newEd25519(chance));
        var small = new Signatory(SHOP, new Selector("rsa"), SigningKey.newRsa(2048, chance));
        var large = new Signatory(SHOP, new Selector("large"), SigningKey.newRsa(4096, chance));
        var works = new LinkedHashMap<String, Work>();
        works.put("sign 20 KiB, Ed25519", () -> sign(List.of(ed), body));
        works.put("sign 20 KiB, RSA-2048", () -> sign(List.of(small), body));
        works.put("sign 20 KiB, RSA-2048 and Ed25519", () -> sign(List.of(small, ed), body));
        works.put("sign 20 KiB, RSA-4096", () -> sign(List.of(large), body));
        works.put("hash 1 MiB, relaxed", hash(Canonicalization.RELAXED));
        works.put("hash 1 MiB, simple", hash(Canonicalization.SIMPLE));
        works.put("verify 20 KiB, Ed25519", verify(ed, body));
        works.put("verify 20 KiB, RSA-2048", verify(small, body));
        var door = door(chance);
        works.put("log in, password wrong", () -> door.user("shop", "wrong password"));
        door.user("shop", "right password");
        works.put("log in again, remembered", () -> door.user("shop", "right password"));
        System.out.println("Java " + Runtime.version() + ", header of " + HEADER.length + " octets");
        for (var work : works.entrySet()) {
            measure(work.getValue(), seconds / 2);
            System.out.printf(
                    "%-36s %10.0f a CPU second%n", work.getKey(), measure(work.getValue(), seconds));
        }
    }

    private static double measure(Work work, double seconds) {
        var threads = ManagementFactory.getThreadMXBean();
        long begun = threads.getCurrentThreadCpuTime();
        long count = 0;
        long spent = 0;
        while (spent < seconds * 1e9) {
            work.once();
            count++;
            spent = threads.getCurrentThreadCpuTime() - begun;
        }
        return count * 1e9 / spent;
    }

    private static byte[] body(int octets) {
        var line = "A line of a letter as people write them, with words  and blanks in it.\r\n";
        return Arrays.copyOf(
                line.repeat(octets / line.length() + 1).getBytes(StandardCharsets.US_ASCII), octets);
    }

    private static String sign(List<Signatory> signatories, byte[] body) {
        var signing = new MessageSigner(signatories, SigningPolicy.USUAL).begin();
        signing.write(body, 0, body.length);
        return signing.finish(HEADER, NOON);
    }

    private static Work hash(Canonicalization form) {
        var body = body(1 << 20);
        var policy = SigningPolicy.USUAL.inForm(form, form);
        var signer = new MessageSigner(List.of(), policy);
        return () -> {
            var signing = signer.begin();
            signing.write(body, 0, body.length);
            signing.finish(HEADER, NOON);
        };
    }

    private static Work verify(Signatory signatory, byte[] body) {
        PublicKeys keys =
                (selector, domain) ->
                        new PublicKeys.Found(List.of(signatory.key().record().text()));
        var verifier = new Verifier(keys, KeyPolicy.TODAY);
        var lines = sign(List.of(signatory), body).getBytes(StandardCharsets.US_ASCII);
        var header = Arrays.copyOf(lines, lines.length + HEADER.length);
        System.arraycopy(HEADER, 0, header, lines.length, HEADER.length);
        return () -> {
            var check = verifier.begin(header);
            check.write(body, 0, body.length);
            if (!check.finish(NOON).getFirst().hasPassed()) {
                throw new IllegalStateException("a signature of ours does not verify");
            }
        };
    }

    private static PasswordDoor door(SecureRandom chance) {
        var user =
                new User(
                        "shop",
                        PasswordDoor.hash("right password", chance),
                        Optional.empty(),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        false,
                        OptionalLong.empty(),
                        OptionalLong.empty());
        return new PasswordDoor(new Users(Map.of("shop", user)), System::nanoTime, chance, 2);
    }
}
