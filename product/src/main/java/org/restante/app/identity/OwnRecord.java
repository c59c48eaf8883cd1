package org.restante.app.identity;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.restante.dns.AddressText;
import org.restante.dns.Answer;
import org.restante.dns.DnsName;
import org.restante.dns.RecordType;
import org.restante.dns.Resolver;
import org.restante.dns.Text;
import org.restante.mail.message.Domain;
import org.restante.protocol.dkim.Signatory;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Source;
import org.restante.sending.signing.Signatures;

/// Something the DNS says of us.
///
/// @param words such as `PTR of 198.51.100.2`
record OwnRecord(String words, Question question) {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// Asks; empty where nobody could tell.
    @FunctionalInterface
    interface Question {
        Optional<SortedSet<String>> ask(Resolver resolver);
    }

    Optional<SortedSet<String>> ask(Resolver resolver) {
        return question.ask(resolver);
    }

    /// What there is to look at: where the names of our sources lead and who may send by them, and what our signatures rest on.
    static List<OwnRecord> of(Pools pools, Signatures signatures) {
        var all = new ArrayList<OwnRecord>();
        var sources =
                pools.all().stream()
                        .flatMap(pool -> pool.members().stream())
                        .map(member -> member.source())
                        .distinct()
                        .toList();
        sources.stream()
                .flatMap(OwnRecord::addresses)
                .distinct()
                .forEach(address -> all.add(ptr(address)));
        var names = new LinkedHashSet<Domain>();
        for (var source : sources) {
            if (source.ehlo() instanceof Domain ehlo && names.add(ehlo)) {
                all.add(addresses(ehlo));
            }
        }
        var signed = new LinkedHashSet<Domain>();
        for (var signatory : signatures.all()) {
            signed.add(signatory.domain());
            key(signatory).ifPresent(all::add);
        }
        names.addAll(signed);
        names.forEach(name -> all.add(spf(name)));
        signed.forEach(name -> dmarc(name).ifPresent(all::add));
        return all;
    }

    private static Stream<InetAddress> addresses(Source source) {
        return Stream.<Optional<InetAddress>>of(
                        Optional.ofNullable(source.ipv4()), Optional.ofNullable(source.ipv6()))
                .flatMap(Optional::stream)
                .filter(address -> !address.isLoopbackAddress());
    }

    private static OwnRecord ptr(InetAddress address) {
        return new OwnRecord(
                "PTR of " + AddressText.shown(address),
                asking(RecordType.PTR, DnsName.reverse(address), DnsName::text, _ -> true));
    }

    private static OwnRecord addresses(Domain ehlo) {
        var name = DnsName.of(ehlo);
        var ipv4 = asking(RecordType.A, name, AddressText::shown, _ -> true);
        var ipv6 = asking(RecordType.AAAA, name, AddressText::shown, _ -> true);
        return new OwnRecord(
                "addresses of " + ehlo.ascii(),
                resolver ->
                        ipv4.ask(resolver)
                                .flatMap(some ->
                                        ipv6.ask(resolver)
                                                .map(more -> {
                                                    var both = new TreeSet<>(some);
                                                    both.addAll(more);
                                                    return both;
                                                })));
    }

    private static OwnRecord spf(Domain name) {
        return new OwnRecord("SPF of " + name.ascii(), texts(DnsName.of(name), "v=spf1"));
    }

    private static Optional<OwnRecord> dmarc(Domain name) {
        return DnsName.of(name)
                .under("_dmarc")
                .map(at -> new OwnRecord("DMARC of " + name.ascii(), texts(at, "v=dmarc1")));
    }

    private static Optional<OwnRecord> key(Signatory one) {
        var at = one.selector().nameAt(one.domain());
        return DnsName.of(at).map(name -> new OwnRecord("DKIM key at " + at, texts(name, "")));
    }

    private static Question texts(DnsName name, String beginning) {
        return asking(
                RecordType.TXT,
                name,
                Text::joined,
                text -> text.toLowerCase(Locale.ROOT).startsWith(beginning));
    }

    private static <T> Question asking(
            RecordType<T> type,
            DnsName name,
            Function<T, String> shown,
            Predicate<String> concerns) {
        return resolver ->
                switch (resolver.ask(type, name, PATIENCE)) {
                    case Answer.Found<T> found -> {
                        SortedSet<String> values = new TreeSet<>();
                        found.records().stream().map(shown).filter(concerns).forEach(values::add);
                        yield Optional.of(values);
                    }
                    case Answer.NoRecords<T> _, Answer.NoSuchName<T> _ ->
                            Optional.of(new TreeSet<>());
                    case Answer.Failed<T> _ -> Optional.empty();
                };
    }
}
