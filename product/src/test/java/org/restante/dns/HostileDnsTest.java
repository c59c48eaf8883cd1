package org.restante.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;

/// Responses with octets changed at random: each is read as an answer or not at all.
final class HostileDnsTest {
    private static final Name HOST = Name.fromConstantString("mx.example.test.");
    private static final DnsName ASKED = DnsName.of(HOST);
    private static final List<RecordType<?>> TYPES =
            List.of(
                    RecordType.MX,
                    RecordType.A,
                    RecordType.AAAA,
                    RecordType.TXT,
                    RecordType.PTR,
                    RecordType.CNAME,
                    RecordType.NS,
                    RecordType.TLSA);

    private static byte[] response() {
        var response = new Message(7);
        response.getHeader().setFlag(Flags.QR);
        response.getHeader().setFlag(Flags.AD);
        response.addRecord(Record.newRecord(HOST, 1, DClass.IN), Section.QUESTION);
        var other = Name.fromConstantString("other.test.");
        for (var record :
                List.of(
                        new ARecord(HOST, DClass.IN, 60, new byte[] {1, 2, 3, 4}),
                        new AAAARecord(HOST, DClass.IN, 60, new byte[16]),
                        new MXRecord(HOST, DClass.IN, 60, 10, other),
                        new TXTRecord(HOST, DClass.IN, 60, List.of("one", "two")),
                        new PTRRecord(HOST, DClass.IN, 60, other),
                        new TLSARecord(HOST, DClass.IN, 60, 3, 1, 1, new byte[32]),
                        new CNAMERecord(other, DClass.IN, 60, HOST))) {
            response.addRecord(record, Section.ANSWER);
        }
        response.addRecord(
                new SOARecord(other, DClass.IN, 60, HOST, HOST, 1, 2, 3, 4, 5), Section.AUTHORITY);
        response.addRecord(
                new OPTRecord(1232, 0, 0, 0, new ExtendedErrorCodeOption(6, "bogus")),
                Section.ADDITIONAL);
        return response.toWire();
    }

    @Test
    void changedOctetsBecomeAnAnswerOrNone() {
        var random = new Random(11);
        int read = 0;
        for (int round = 0; round < 40_000; round++) {
            var octets = response();
            for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
            }
            read += reads(octets, TYPES.get(round % TYPES.size())) ? 1 : 0;
        }

        assertThat(read).as("of 40,000, some are still responses").isBetween(5_000, 39_999);
    }

    private static boolean reads(byte[] octets, RecordType<?> type) {
        Message message;
        try {
            message = new Message(octets);
        } catch (IOException e) {
            return false;
        }
        assertThat(new ResponseReading<>(type, message, Dnssec.TRUSTED_SERVER).read(ASKED))
                .isNotNull();
        return true;
    }

    @Test
    void aNameOfAnyOctetsIsReadBackAsItWas() throws Exception {
        var random = new Random(12);
        for (int round = 0; round < 20_000; round++) {
            var wire = new ArrayList<Byte>();
            for (int labels = random.nextInt(5); labels >= 0; labels--) {
                int length = 1 + random.nextInt(random.nextInt(8) == 0 ? 63 : 6);
                wire.add((byte) length);
                for (int i = 0; i < length; i++) {
                    wire.add((byte) random.nextInt(256));
                }
            }
            wire.add((byte) 0);
            var octets = new byte[wire.size()];
            for (int i = 0; i < octets.length; i++) {
                octets[i] = wire.get(i);
            }
            if (octets.length > 255) {
                continue;
            }
            var name = DnsName.of(new Name(octets));

            assertThat(name.wire()).isEqualTo(new Name(octets));
            assertThat(DnsName.of(name.text())).hasValue(name);
            assertThat(name.text().chars()).allMatch(c -> c > 32 && c < 127);
        }
    }
}
