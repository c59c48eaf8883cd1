package org.restante.app.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.restante.dns.AddressText;
import org.restante.dns.Resolver;
import org.restante.dns.ZoneResolver;
import org.restante.mail.message.Domain;
import org.restante.protocol.dkim.Selector;
import org.restante.protocol.dkim.SigningKey;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Source;
import org.restante.sending.signing.Signatures;
import org.restante.sending.signing.SigningSettings;
import org.restante.sending.signing.SigningSettings.KeyFile;
import org.restante.sending.signing.SigningSettings.SigningDomain;

/// What the DNS says of a source and of a key, in a zone that a test changes between two looks.
final class OwnNamesTest {
    private static final String ZONE =
            """
            2.100.51.198.in-addr.arpa. PTR mta2.us.example.
            mta2.us.example. A 198.51.100.2
            mta2.us.example. TXT "v=spf1 a -all"
            mta2.us.example. TXT "of no concern"
            us.example. TXT "v=spf1 ip4:198.51.100.0/24 -all"
            _dmarc.us.example. TXT "v=DMARC1; p=reject"
            s1._domainkey.us.example. TXT "v=DKIM1; k=ed25519; p=AAAA"
            """;

    @TempDir private Path folder;
    private final List<String> told = new ArrayList<>();
    private Optional<Resolver> resolver = Optional.empty();
    private Signatures signatures = Signatures.none();
    private Pools pools = Pools.of(source("198.51.100.2"));

    @BeforeEach
    void sign() throws Exception {
        var key = SigningKey.newEd25519(new SecureRandom());
        var file = folder.resolve("s1.pem");
        Files.writeString(file, pem(key.encoded()));
        signatures =
                Signatures.of(
                        new SigningSettings(
                                List.of(
                                        new SigningDomain(
                                                new Domain("us.example"),
                                                List.of(new KeyFile(new Selector("s1"), file)))),
                                List.of(),
                                Optional.empty()));
    }

    private static String pem(byte[] octets) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getEncoder().encodeToString(octets)
                + "\n-----END PRIVATE KEY-----\n";
    }

    private static Source source(String address) {
        return new Source(
                "mta2",
                (Inet4Address) AddressText.of(address).orElseThrow(),
                null,
                new Domain("mta2.us.example"));
    }

    private OwnNames names() {
        return new OwnNames(
                () -> resolver,
                () -> pools,
                () -> signatures,
                change -> told.add(change.act() + ": " + change.words()),
                folder.resolve("names.json"),
                new Random(1));
    }

    private void zone(String text) throws IOException {
        resolver = Optional.of(ZoneResolver.parse(text));
    }

    @Test
    void aRecordThatWasChangedIsToldOnceTwoLooksAgree() throws Exception {
        try (var names = names()) {
            zone(ZONE);
            names.look();
            names.look();
            zone(ZONE.replace("ip4:198.51.100.0/24 -all", "-all").replace("PTR mta2", "PTR old"));
            names.look();
            assertThat(told).isEmpty();

            names.look();
            names.look();

            assertThat(told)
                    .containsExactlyInAnyOrder(
                            "DNS change: PTR of 198.51.100.2: now old.us.example; before mta2.us.example",
                            "DNS change: SPF of us.example: now v=spf1 -all; before v=spf1 ip4:198.51.100.0/24 -all");
        }
    }

    @Test
    void whatIsGoneIsToldAndWhatNobodyCanTellIsNot() throws Exception {
        try (var names = names()) {
            zone(ZONE);
            names.look();
            zone(
                    ZONE.replaceAll("(?m)^s1.*\n", "")
                            + ";! failing mta2.us.example\n;! failing 198.in-addr.arpa timeout\n");
            names.look();
            names.look();

            assertThat(told)
                    .containsExactly(
                            "DNS change: DKIM key at s1._domainkey.us.example: now none; before v=DKIM1; k=ed25519; p=AAAA");
        }
    }

    @Test
    void oneOddAnswerIsNoChange() throws Exception {
        try (var names = names()) {
            for (int i = 0; i < 3; i++) {
                zone(ZONE);
                names.look();
                zone(ZONE.replace("p=reject", "p=none"));
                names.look();
            }
            assertThat(told).isEmpty();
        }
    }

    @Test
    void whatWasChangedWhileTheServerWasDownIsTold() throws Exception {
        zone(ZONE);
        try (var names = names()) {
            names.look();
        }
        zone(ZONE.replace("A 198.51.100.2", "A 198.51.100.3"));
        try (var names = names()) {
            names.look();
            names.look();
        }
        assertThat(told)
                .containsExactly(
                        "DNS change: addresses of mta2.us.example: now 198.51.100.3; before 198.51.100.2");
    }

    @Test
    void aSourceOfThisMachineAloneHasNoAddressThatAnybodyKnows() throws Exception {
        pools = Pools.of(source("127.0.0.2"));

        assertThat(OwnRecord.of(pools, Signatures.none()))
                .extracting(OwnRecord::words)
                .containsExactly("addresses of mta2.us.example", "SPF of mta2.us.example");
    }
}
