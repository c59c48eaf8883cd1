package org.restante.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;

/// Reads one response (RFC 1035 §4, RFC 2308 §2): walks the aliases in its answer section to the records, or to where they end.
final class ResponseReading<T> {
    static final int LONGEST_CHAIN = 16;
    private static final long LARGEST_TTL = Integer.MAX_VALUE;

    /// What one response comes to.
    sealed interface Step<T> {
        record Done<T>(Answer<T> answer) implements Step<T> {}

        /// The response ends at an alias whose target has to be asked for.
        record GoOn<T>(DnsName target, List<DnsName> aliases, long ttl, boolean secure)
                implements Step<T> {}
    }

    private final RecordType<T> type;
    private final Message response;
    private final boolean secure;
    private final List<DnsName> aliases = new ArrayList<>();
    private long ttl = LARGEST_TTL;

    ResponseReading(RecordType<T> type, Message response, Dnssec dnssec) {
        this.type = type;
        this.response = response;
        this.secure = dnssec != Dnssec.OFF && response.getHeader().getFlag(Flags.AD);
    }

    Step<T> read(DnsName asked) {
        int rcode = response.getRcode();
        return rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN
                ? walk(asked, rcode)
                : done(failed(rcode));
    }

    private Step<T> walk(DnsName asked, int rcode) {
        var name = asked;
        while (true) {
            var records = recordsAt(name.wire());
            if (!records.isEmpty()) {
                return done(
                        new Answer.Found<>(name, aliases, records, seconds(ttl), secure, false));
            }
            var target = aliasAt(name.wire());
            if (target.isEmpty()) {
                return ended(name, rcode);
            }
            aliases.add(name);
            name = target.get();
            if (aliases.contains(name) || aliases.size() > LONGEST_CHAIN) {
                return done(loop(asked));
            }
        }
    }

    private List<T> recordsAt(Name name) {
        var values = new ArrayList<T>();
        for (var record : response.getSection(Section.ANSWER)) {
            if (record.getName().equals(name) && record.getDClass() == DClass.IN) {
                type.value(record)
                        .ifPresent(value -> {
                            values.add(value);
                            shorten(record);
                        });
            }
        }
        return values;
    }

    private Optional<DnsName> aliasAt(Name name) {
        for (var record : response.getSection(Section.ANSWER)) {
            if (record instanceof CNAMERecord alias && alias.getName().equals(name)) {
                shorten(alias);
                return Optional.of(DnsName.of(alias.getTarget()));
            }
        }
        return Optional.empty();
    }

    private Step<T> ended(DnsName name, int rcode) {
        var authority = soa();
        var negative = authority.map(ResponseReading::negativeTtl).orElse(Duration.ZERO);
        if (rcode == Rcode.NXDOMAIN) {
            return done(new Answer.NoSuchName<>(name, aliases, negative, secure));
        }
        return aliases.isEmpty() || authority.isPresent()
                ? done(new Answer.NoRecords<>(name, aliases, negative, secure))
                : new Step.GoOn<>(name, List.copyOf(aliases), ttl, secure);
    }

    private Optional<SOARecord> soa() {
        return response.getSection(Section.AUTHORITY).stream()
                .filter(SOARecord.class::isInstance)
                .map(SOARecord.class::cast)
                .findFirst();
    }

    /// RFC 2308 §5: the lesser of the SOA's own TTL and its last field.
    static Duration negativeTtl(SOARecord soa) {
        return seconds(Math.min(ttl(soa), lawful(soa.getMinimum())));
    }

    private void shorten(Record record) {
        ttl = Math.min(ttl, ttl(record));
    }

    static long ttl(Record record) {
        return lawful(record.getTTL());
    }

    /// RFC 2181 §8: a TTL with its highest bit set is zero.
    private static long lawful(long ttl) {
        return ttl < 0 || ttl > LARGEST_TTL ? 0 : ttl;
    }

    private static Duration seconds(long seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static <T> Step<T> done(Answer<T> answer) {
        return new Step.Done<>(answer);
    }

    static <T> Answer<T> loop(DnsName asked) {
        return new Answer.Failed<>(
                Failure.LOOP, "the aliases of " + asked + " run in a circle or for too long");
    }

    private Answer<T> failed(int rcode) {
        var said = extendedErrors();
        var reason =
                "the DNS server says " + Rcode.string(rcode) + (said.isEmpty() ? "" : ": " + said);
        return new Answer.Failed<>(failure(rcode), reason);
    }

    private Failure failure(int rcode) {
        if (rcode == Rcode.SERVFAIL) {
            return isBogus() ? Failure.BOGUS : Failure.SERVER_FAILURE;
        }
        return rcode == Rcode.REFUSED || rcode == Rcode.NOTIMP || rcode == Rcode.NOTAUTH
                ? Failure.REFUSED
                : Failure.MALFORMED;
    }

    private List<ExtendedErrorCodeOption> errors() {
        var opt = response.getOPT();
        if (opt == null) {
            return List.of();
        }
        return opt.getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR).stream()
                .filter(ExtendedErrorCodeOption.class::isInstance)
                .map(ExtendedErrorCodeOption.class::cast)
                .limit(4)
                .toList();
    }

    /// RFC 8914 §4.7 to §4.13: the codes that speak of signatures, keys and proofs.
    private boolean isBogus() {
        return errors().stream()
                .mapToInt(ExtendedErrorCodeOption::getErrorCode)
                .anyMatch(code ->
                        code >= ExtendedErrorCodeOption.DNSSEC_BOGUS
                                && code <= ExtendedErrorCodeOption.NSEC_MISSING);
    }

    private String extendedErrors() {
        var said = new StringBuilder();
        for (var error : errors()) {
            said.append(said.isEmpty() ? "" : ", ")
                    .append(ExtendedErrorCodeOption.text(error.getErrorCode()));
            var more = error.getText();
            if (more != null && !more.isBlank()) {
                said.append(" (").append(printable(more)).append(')');
            }
        }
        return said.toString();
    }

    private static String printable(String text) {
        var start = text.length() > 160 ? text.substring(0, 160) + "…" : text;
        return start.replaceAll("\\p{Cntrl}", " ");
    }
}
