package org.restante.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.Type;

/// A root zone of our own, signed with a key made for the test, on a server that may lie.
final class ValidationTest {
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final Name NAME = Name.fromConstantString("_25._tcp.mx.");
    private static final DnsName ASKED = DnsName.of(NAME);

    private final KeyPair pair;
    private final DNSKEYRecord key;
    private final String anchor;

    ValidationTest() throws Exception {
        var generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        pair = generator.generateKeyPair();
        key =
                new DNSKEYRecord(
                        Name.root,
                        DClass.IN,
                        3600,
                        257,
                        3,
                        DNSSEC.Algorithm.ECDSAP256SHA256,
                        pair.getPublic());
        anchor =
                new DSRecord(Name.root, DClass.IN, 3600, DNSSEC.Digest.SHA256, key).toString()
                        + "\n";
    }

    private RRSIGRecord signature(Record... records) {
        var set = new RRset(records);
        try {
            return DNSSEC.sign(
                    set, key, pair.getPrivate(), NOON.minusSeconds(3600), NOON.plusSeconds(3600));
        } catch (DNSSEC.DNSSECException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Record tlsa(int first) {
        var data = new byte[32];
        data[0] = (byte) first;
        return new TLSARecord(NAME, DClass.IN, 600, 3, 1, 1, data);
    }

    private Answer<Tlsa> answer(Record signed, Record sent, Instant now) throws Exception {
        ScriptedDnsServer.Script script =
                (query, _) ->
                        query.getQuestion().getType() == Type.DNSKEY
                                ? ScriptedDnsServer.answer(query, key, signature(key))
                                : ScriptedDnsServer.answer(query, sent, signature(signed));
        try (var server = new ScriptedDnsServer(script)) {
            var manner =
                    new NetworkResolver.Manner(
                            List.of(server.address()), Dnssec.VALIDATE, Duration.ofSeconds(20), 1);
            return new NetworkResolver(manner, InstantSource.fixed(now), System::nanoTime, anchor)
                    .ask(RecordType.TLSA, ASKED, Duration.ofSeconds(60));
        }
    }

    @Test
    void aSignedRecordIsSecure() throws Exception {
        assertThat(answer(tlsa(1), tlsa(1), NOON))
                .isInstanceOfSatisfying(
                        Answer.Found.class, found -> assertThat(found.secure()).isTrue());
    }

    @Test
    void aForgedRecordIsBogus() throws Exception {
        assertThat(answer(tlsa(1), tlsa(2), NOON))
                .isInstanceOfSatisfying(
                        Answer.Failed.class,
                        failed -> assertThat(failed.failure()).isEqualTo(Failure.BOGUS));
    }

    @Test
    void anExpiredSignatureIsBogus() throws Exception {
        assertThat(answer(tlsa(1), tlsa(1), NOON.plusSeconds(86400)))
                .isInstanceOf(Answer.Failed.class);
    }

    @Test
    void theKeysOfTheRootAreReadable() {
        var manner =
                new NetworkResolver.Manner(
                        DnsServers.ofSystem(), Dnssec.VALIDATE, Duration.ofSeconds(2), 1);

        assertThat(new NetworkResolver(manner, InstantSource.fixed(NOON), () -> 0L)).isNotNull();
    }
}
