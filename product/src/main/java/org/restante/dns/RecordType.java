package org.restante.dns;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/// A type of record that can be asked for, and the value its records become.
public final class RecordType<T> {
    public static final RecordType<MailExchange> MX =
            new RecordType<>(Type.MX, MXRecord.class, RecordType::exchange, mx -> size(mx.host()));
    public static final RecordType<InetAddress> A =
            new RecordType<>(Type.A, ARecord.class, RecordType::ipv4, _ -> 16);
    public static final RecordType<InetAddress> AAAA =
            new RecordType<>(Type.AAAA, AAAARecord.class, RecordType::ipv6, _ -> 28);
    public static final RecordType<Text> TXT =
            new RecordType<>(Type.TXT, TXTRecord.class, RecordType::text, RecordType::size);
    public static final RecordType<DnsName> PTR =
            new RecordType<>(
                    Type.PTR, PTRRecord.class, ptr -> name(ptr.getTarget()), RecordType::size);
    public static final RecordType<DnsName> CNAME =
            new RecordType<>(
                    Type.CNAME,
                    CNAMERecord.class,
                    alias -> name(alias.getTarget()),
                    RecordType::size);
    public static final RecordType<DnsName> NS =
            new RecordType<>(
                    Type.NS, NSRecord.class, server -> name(server.getTarget()), RecordType::size);
    public static final RecordType<Tlsa> TLSA =
            new RecordType<>(
                    Type.TLSA, TLSARecord.class, RecordType::tlsa, tlsa -> tlsa.data().length());

    private final int number;
    private final Function<Record, Optional<T>> reading;
    private final ToIntFunction<T> octets;

    private <R extends Record> RecordType(
            int number, Class<R> kind, Function<R, Optional<T>> value, ToIntFunction<T> octets) {
        this.number = number;
        this.reading =
                record ->
                        kind.isInstance(record) ? value.apply(kind.cast(record)) : Optional.empty();
        this.octets = octets;
    }

    int number() {
        return number;
    }

    /// The value of a record; empty when it is of another type or holds nothing.
    Optional<T> value(Record record) {
        return record.getType() == number ? reading.apply(record) : Optional.empty();
    }

    /// About how much memory a value takes.
    int octets(T value) {
        return octets.applyAsInt(value);
    }

    private static Optional<MailExchange> exchange(MXRecord mx) {
        return Optional.of(new MailExchange(mx.getPriority(), DnsName.of(mx.getTarget())));
    }

    /// Without the name dnsjava writes into it.
    private static Optional<InetAddress> ipv4(ARecord record) {
        return Optional.of(AddressText.address(record.getAddress().getAddress()))
                .filter(Inet4Address.class::isInstance);
    }

    /// An IPv4-mapped address in an AAAA record is nobody's address on the wire.
    private static Optional<InetAddress> ipv6(AAAARecord record) {
        return Optional.of(AddressText.address(record.getAddress().getAddress()))
                .filter(Inet6Address.class::isInstance);
    }

    private static Optional<DnsName> name(org.xbill.DNS.Name name) {
        return Optional.of(DnsName.of(name));
    }

    private static Optional<Text> text(TXTRecord record) {
        List<byte[]> strings = record.getStringsAsByteArrays();
        return Optional.of(
                new Text(
                        strings.stream()
                                .map(octets ->
                                        new String(
                                                octets,
                                                java.nio.charset.StandardCharsets.ISO_8859_1))
                                .toList()));
    }

    private static Optional<Tlsa> tlsa(TLSARecord record) {
        return Optional.of(
                Tlsa.of(
                        record.getCertificateUsage(),
                        record.getSelector(),
                        record.getMatchingType(),
                        record.getCertificateAssociationData()));
    }

    private static int size(DnsName name) {
        return 40 + name.text().length();
    }

    private static int size(Text text) {
        return 40 + text.strings().stream().mapToInt(string -> 40 + string.length()).sum();
    }

    @Override
    public String toString() {
        return Type.string(number);
    }
}
