package org.restante.app.identity;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.restante.dns.AddressText;
import org.restante.dns.Answer;
import org.restante.dns.DnsName;
import org.restante.dns.RecordType;
import org.restante.dns.Resolver;
import org.restante.dns.Text;
import org.restante.insight.casefile.CaseFacts;
import org.restante.insight.casefile.Mend;
import org.restante.insight.incident.Incident;
import org.restante.mail.message.Domain;
import org.restante.protocol.dkim.KeyRecord;
import org.restante.protocol.dkim.Signatory;
import org.restante.sending.routing.Pools;
import org.restante.sending.routing.Source;
import org.restante.sending.signing.Signatures;

/// Finds out whether what mends an incident is so, as the DNS and the receiver's host tell it now. It changes nothing.
public final class MendChecks {
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    /// For all questions of one check.
    private static final Duration WHOLE = Duration.ofSeconds(25);

    private static final int MOST_SOURCES = 8;

    /// RFC 9989 §4.10.
    private static final int MOST_STEPS = 8;

    /// Speaks with a receiver's host, without mail.
    @FunctionalInterface
    public interface Receivers {
        /// @param host null for the most preferred one
        /// @param isForTls whether it counts that TLS is as the domain asks
        Finding speak(String domain, @Nullable String host, Source source, boolean isForTls);
    }

    /// What the log of another server does not tell, and only that server can find out.
    private static final Map<Mend, String> BEYOND_A_LOG =
            Map.of(
                    Mend.EHLO,
                    "A log does not tell the name in EHLO.",
                    Mend.DKIM,
                    "A log does not tell which key signs; it stands in the DNS at SELECTOR._domainkey and the sender's domain.",
                    Mend.RECEIVER,
                    "Only the server that sends can try; this one reads its log.",
                    Mend.RECEIVER_TLS,
                    "Only the server that sends can try; this one reads its log.");

    private final boolean isOwnMail;
    private final Supplier<Optional<Resolver>> resolver;
    private final Supplier<Pools> pools;
    private final Supplier<Signatures> signatures;
    private final Receivers receivers;
    private final LongSupplier ticker;

    /// @param resolver asked each time, best without a cache; empty where nobody asks the DNS
    /// @param ticker a monotonic clock in nanoseconds
    public MendChecks(
            Supplier<Optional<Resolver>> resolver,
            Supplier<Pools> pools,
            Supplier<Signatures> signatures,
            Receivers receivers,
            LongSupplier ticker) {
        this(true, resolver, pools, signatures, receivers, ticker);
    }

    private MendChecks(
            boolean isOwnMail,
            Supplier<Optional<Resolver>> resolver,
            Supplier<Pools> pools,
            Supplier<Signatures> signatures,
            Receivers receivers,
            LongSupplier ticker) {
        this.isOwnMail = isOwnMail;
        this.resolver = resolver;
        this.pools = pools;
        this.signatures = signatures;
        this.receivers = receivers;
        this.ticker = ticker;
    }

    /// Of mail that another server sends: of its ways no more is known than its log tells.
    ///
    /// @param resolver best without a cache
    public static MendChecks ofLog(Resolver resolver, LongSupplier ticker) {
        return new MendChecks(
                false,
                () -> Optional.of(resolver),
                () -> {
                    throw new IllegalStateException("a log has no pools");
                },
                Signatures::none,
                (_, _, _, _) ->
                        Finding.unknown(Objects.requireNonNull(BEYOND_A_LOG.get(Mend.RECEIVER))),
                ticker);
    }

    /// Why it cannot be found out here; empty where it can be tried.
    public Optional<String> whyNot(Mend mend, CaseFacts facts) {
        var never =
                mend.whyNot() != null ? mend.whyNot() : isOwnMail ? null : beyondLog(mend, facts);
        return Optional.ofNullable(never);
    }

    private static @Nullable String beyondLog(Mend mend, CaseFacts facts) {
        return switch (mend) {
            case PTR, SPF ->
                    facts.sourceAddress() == null
                            ? "The log does not tell which address the mail left from; with --map FILE it is known."
                            : null;
            case DMARC ->
                    domain(facts).isEmpty()
                            ? "The refused mail has senders of several domains."
                            : null;
            case EHLO, DKIM, RECEIVER, RECEIVER_TLS -> BEYOND_A_LOG.get(mend);
            case REFUSALS, DELISTING, REASON, CONTENT, ADDRESSES, LETTER -> null;
        };
    }

    /// Takes some seconds, a minute at most.
    ///
    /// @throws IllegalArgumentException for what no server can find out here
    public Finding check(Mend mend, Incident incident, CaseFacts facts) {
        return switch (mend) {
            case PTR -> each(incident, facts, (asked, source, at) -> ptr(asked, at));
            case EHLO -> each(incident, facts, MendChecks::ehlo);
            case SPF -> each(incident, facts, (asked, source, at) -> spf(asked, facts, source, at));
            case DKIM -> sender(facts, this::keys);
            case DMARC -> sender(facts, this::dmarc);
            case RECEIVER -> receiver(incident, facts, false);
            case RECEIVER_TLS -> receiver(incident, facts, true);
            case REFUSALS, DELISTING, REASON, CONTENT, ADDRESSES, LETTER ->
                    throw new IllegalArgumentException(mend.word() + " is not found out here");
        };
    }

    @FunctionalInterface
    private interface OfSource {
        Finding check(Resolver resolver, Source source, InetAddress address);
    }

    private Finding each(Incident incident, CaseFacts facts, OfSource check) {
        var asked = resolver();
        if (asked.isEmpty()) {
            return Finding.unknown("this server asks no DNS");
        }
        if (!isOwnMail) {
            return ofLog(facts, check, asked.get());
        }
        var all = new ArrayList<Finding>();
        for (var source : sources(incident)) {
            var addresses = addresses(source, incident, facts);
            if (addresses.isEmpty()) {
                all.add(
                        Finding.unknown(
                                source.name()
                                        + ": the address that receivers see is not known here"));
            }
            for (var address : addresses) {
                all.add(at(address, source, check, asked.get()));
            }
        }
        return all.isEmpty()
                ? Finding.unknown("there is no such source any more")
                : Finding.together(all);
    }

    private static Finding at(InetAddress address, Source source, OfSource check, Resolver asked) {
        return isPublic(address)
                ? check.check(asked, source, address)
                : Finding.unknown(
                        source.name()
                                + ": "
                                + AddressText.shown(address)
                                + " is no public address; receivers see another");
    }

    /// Of the one address that the log tells; the name that stands for EHLO is asked for by nobody.
    private static Finding ofLog(CaseFacts facts, OfSource check, Resolver asked) {
        var told = facts.sourceAddress();
        var address = told == null ? Optional.<InetAddress>empty() : AddressText.of(told);
        if (address.isEmpty()) {
            return Finding.unknown("the log does not tell which address the mail left from");
        }
        var name = facts.sourceName() == null ? String.valueOf(told) : facts.sourceName();
        return at(address.get(), Source.unbound(name, new Domain("localhost")), check, asked);
    }

    private Optional<Resolver> resolver() {
        return resolver.get().map(it -> Hurried.within(WHOLE, it, ticker));
    }

    /// The one that the incident is about, or some of all.
    private List<Source> sources(Incident incident) {
        var named = incident.scope().source();
        return pools.get().all().stream()
                .flatMap(pool -> pool.members().stream())
                .map(member -> member.source())
                .filter(source -> named == null || source.name().equals(named))
                .distinct()
                .limit(MOST_SOURCES)
                .toList();
    }

    /// Those that are bound; where there are none, the one that mail was seen to leave from.
    private static List<InetAddress> addresses(Source source, Incident incident, CaseFacts facts) {
        var bound =
                Stream.<@Nullable InetAddress>of(source.ipv4(), source.ipv6())
                        .flatMap(Stream::ofNullable)
                        .toList();
        return bound.isEmpty() && source.name().equals(incident.scope().source())
                ? Stream.ofNullable(facts.sourceAddress())
                        .flatMap(text -> AddressText.of(text).stream())
                        .toList()
                : bound;
    }

    private static boolean isPublic(InetAddress address) {
        return !address.isLoopbackAddress()
                && !address.isSiteLocalAddress()
                && !address.isLinkLocalAddress()
                && !address.isAnyLocalAddress();
    }

    private static Finding ptr(Resolver asked, InetAddress address) {
        var about = "PTR of " + AddressText.shown(address);
        var names = values(asked, RecordType.PTR, DnsName.reverse(address));
        if (names.trouble() != null) {
            return Finding.unknown(about + ": the DNS does not tell: " + names.trouble());
        }
        if (names.all().isEmpty()) {
            return Finding.fail(about + ": there is none");
        }
        for (var name : names.all()) {
            var back = addresses(asked, name);
            if (back.trouble() != null) {
                return Finding.unknown(
                        about
                                + " is "
                                + name
                                + ", of which the DNS does not tell: "
                                + back.trouble());
            }
            if (back.all().contains(address)) {
                return Finding.pass(about + " is " + name + ", which leads back to it");
            }
        }
        return Finding.fail(
                about
                        + " is "
                        + shown(names.all(), DnsName::text)
                        + ", which does not lead back to it");
    }

    private static Finding ehlo(Resolver asked, Source source, InetAddress address) {
        if (!(source.ehlo() instanceof Domain ehlo)) {
            return Finding.fail(
                    source.name() + " greets with " + source.ehlo() + ", which is no name");
        }
        var found = addresses(asked, DnsName.of(ehlo));
        var about = source.name() + " greets with " + ehlo.ascii();
        if (found.trouble() != null) {
            return Finding.unknown(about + ", of which the DNS does not tell: " + found.trouble());
        }
        var leads =
                found.all().isEmpty()
                        ? ", which has no address"
                        : ", which leads to " + shown(found.all(), AddressText::shown);
        return found.all().contains(address)
                ? Finding.pass(about + leads)
                : Finding.fail(about + leads + ", not to " + AddressText.shown(address));
    }

    /// Mail without a sender is judged by the name in EHLO (RFC 7208 §2.4).
    private Finding spf(Resolver asked, CaseFacts facts, Source source, InetAddress address) {
        var domain = domain(facts).map(Domain::ascii);
        if (domain.isEmpty() && !isOwnMail) {
            return Finding.unknown("the domain of the refused mail's sender is not known");
        }
        return new SpfWalk(asked, PATIENCE, address).of(domain.orElse(source.ehlo().toString()));
    }

    private static Optional<Domain> domain(CaseFacts facts) {
        var sender = facts.envelopeSender();
        return Optional.ofNullable(
                        sender == null
                                ? facts.senderDomain()
                                : sender.substring(sender.lastIndexOf('@') + 1))
                .flatMap(Domain::of);
    }

    private interface OfSender {
        Finding check(Resolver resolver, Domain domain);
    }

    private Finding sender(CaseFacts facts, OfSender check) {
        var asked = resolver();
        var domain = domain(facts);
        if (asked.isEmpty() || domain.isEmpty()) {
            return Finding.unknown(
                    asked.isEmpty()
                            ? "this server asks no DNS"
                            : "the domain of the refused mail's sender is not known");
        }
        return check.check(asked.get(), domain.get());
    }

    private Finding keys(Resolver asked, Domain domain) {
        var keys = signatures.get().signatories(domain);
        if (keys.isEmpty()) {
            return Finding.fail("no key of this server signs mail of " + domain.ascii());
        }
        return Finding.together(keys.stream().map(one -> key(asked, one)).toList());
    }

    private static Finding key(Resolver asked, Signatory one) {
        var at = one.selector().nameAt(one.domain());
        var name = DnsName.of(at);
        if (name.isEmpty()) {
            return Finding.fail(at + " is no name");
        }
        var texts = values(asked, RecordType.TXT, name.get());
        if (texts.trouble() != null) {
            return Finding.unknown(at + ": the DNS does not tell: " + texts.trouble());
        }
        if (texts.all().isEmpty()) {
            return Finding.fail(at + ": there is no record");
        }
        var own = one.key().record();
        boolean isThere =
                texts.all().stream()
                        .flatMap(text -> KeyRecord.published(text.joined()).stream())
                        .anyMatch(it ->
                                it.keyType().equals(own.keyType())
                                        && Arrays.equals(it.octets(), own.octets()));
        return isThere
                ? Finding.pass(at + " has the key that signs")
                : Finding.fail(
                        at
                                + " has another key than the one that signs: "
                                + shown(texts.all(), Text::joined));
    }

    /// At the domain itself or the nearest above it (RFC 9989 §4.10).
    private Finding dmarc(Resolver asked, Domain domain) {
        var name = domain.ascii();
        for (int i = 0; i < MOST_STEPS && name.indexOf('.') > 0; i++) {
            var at = DnsName.of("_dmarc." + name);
            if (at.isPresent()) {
                var texts = values(asked, RecordType.TXT, at.get());
                if (texts.trouble() != null) {
                    return Finding.unknown(
                            at.get() + ": the DNS does not tell: " + texts.trouble());
                }
                var records =
                        texts.all().stream()
                                .map(Text::joined)
                                .filter(it -> it.toLowerCase(Locale.ROOT).startsWith("v=dmarc1"))
                                .toList();
                if (!records.isEmpty()) {
                    var words = at.get() + ": " + String.join(", ", records);
                    return records.size() == 1
                            ? Finding.pass(words)
                            : Finding.fail(words + "; one record would be right");
                }
            }
            name = name.substring(name.indexOf('.') + 1);
        }
        return Finding.fail(domain.ascii() + " has no DMARC record, nor has a domain above it");
    }

    private Finding receiver(Incident incident, CaseFacts facts, boolean isForTls) {
        var domain = facts.recipientDomains().stream().findFirst();
        var source = sources(incident).stream().findFirst();
        if (domain.isEmpty() || source.isEmpty()) {
            return Finding.unknown(
                    domain.isEmpty()
                            ? "no domain whose mail is refused is known"
                            : "there is no such source any more");
        }
        return receivers.speak(domain.get(), incident.scope().mxHost(), source.get(), isForTls);
    }

    /// @param trouble null where the DNS told
    private record Told<T>(List<T> all, @Nullable String trouble) {}

    private static <T> Told<T> values(Resolver asked, RecordType<T> type, DnsName name) {
        return switch (asked.ask(type, name, PATIENCE)) {
            case Answer.Found<T> found -> new Told<>(found.records(), null);
            case Answer.NoRecords<T> _, Answer.NoSuchName<T> _ -> new Told<>(List.of(), null);
            case Answer.Failed<T>(var failure, var reason) -> new Told<>(List.of(), reason);
        };
    }

    private static Told<InetAddress> addresses(Resolver asked, DnsName name) {
        var ipv4 = values(asked, RecordType.A, name);
        var ipv6 = values(asked, RecordType.AAAA, name);
        var all = Stream.concat(ipv4.all().stream(), ipv6.all().stream()).toList();
        return new Told<>(all, ipv4.trouble() == null ? ipv6.trouble() : ipv4.trouble());
    }

    private static <T> String shown(List<T> all, Function<T, String> words) {
        return all.stream().map(words).collect(Collectors.joining(", "));
    }
}
