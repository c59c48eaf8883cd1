package org.restante.dns;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;

/// Answers from a master file (RFC 1035 §5) as if it were all there is: what is not in it does not exist. Wildcards (RFC 4592)
/// and aliases work as in the DNS.
///
/// Lines that are comments to others say what a file cannot: `;! signed NAME` (answers at and below it count as validated),
/// `;! failing NAME [timeout|servfail|refused|bogus]` and `;! slow NAME 5s` (nobody is made to wait: who has less patience gets a
/// timeout at once).
public final class ZoneResolver implements Resolver {
    private static final long USUAL_TTL = 300;

    private final Map<DnsName, List<Record>> records = new HashMap<>();
    private final Set<DnsName> names = new HashSet<>();
    private final Set<DnsName> signed = new HashSet<>();
    private final Map<DnsName, Failure> failing = new HashMap<>();
    private final Map<DnsName, Duration> slow = new HashMap<>();

    private ZoneResolver() {
        names.add(DnsName.ROOT);
    }

    /// @throws IOException when the text is no master file; the message says where and why
    public static ZoneResolver parse(String masterFile) throws IOException {
        var zone = new ZoneResolver();
        zone.read(masterFile);
        var lines = masterFile.split("\r?\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].startsWith(";!")) {
                zone.mark(lines[i].substring(2).strip(), i + 1);
            }
        }
        return zone;
    }

    private void read(String masterFile) throws IOException {
        var octets = masterFile.getBytes(StandardCharsets.ISO_8859_1);
        try (var master = new Master(new ByteArrayInputStream(octets), Name.root, USUAL_TTL)) {
            master.disableIncludes(true);
            for (var record = master.nextRecord(); record != null; record = master.nextRecord()) {
                add(record);
            }
        }
    }

    private void add(Record record) {
        var name = DnsName.of(record.getName());
        records.computeIfAbsent(name, _ -> new ArrayList<>()).add(record);
        for (var above = name; above != null && names.add(above); above = above.parent()) {}
    }

    private void mark(String words, int line) throws IOException {
        var word = words.split("\\s+");
        var name = word.length < 2 ? null : DnsName.of(word[1]).orElse(null);
        if (name == null) {
            throw wrong(line, words);
        }
        switch (word[0]) {
            case "signed" -> signed.add(name);
            case "failing" ->
                    failing.put(name, failure(word.length > 2 ? word[2] : "servfail", line, words));
            case "slow" -> slow.put(name, seconds(word.length > 2 ? word[2] : "", line, words));
            default -> throw wrong(line, words);
        }
    }

    private static Failure failure(String word, int line, String words) throws IOException {
        return switch (word) {
            case "timeout" -> Failure.TIMEOUT;
            case "servfail" -> Failure.SERVER_FAILURE;
            case "refused" -> Failure.REFUSED;
            case "bogus" -> Failure.BOGUS;
            default -> throw wrong(line, words);
        };
    }

    private static Duration seconds(String word, int line, String words) throws IOException {
        if (!word.matches("\\d{1,6}s")) {
            throw wrong(line, words);
        }
        return Duration.ofSeconds(Long.parseLong(word.substring(0, word.length() - 1)));
    }

    private static IOException wrong(int line, String words) {
        return new IOException(
                "line "
                        + line
                        + ": `;! signed NAME`, `;! failing NAME [timeout|servfail|refused|bogus]` or `;! slow NAME 5s`, not `;! "
                        + words
                        + "`");
    }

    @Override
    public <T> Answer<T> ask(RecordType<T> type, DnsName name, Duration patience) {
        var aliases = new ArrayList<DnsName>();
        boolean secure = true;
        long ttl = Integer.MAX_VALUE;
        for (var at = name;
                aliases.size() <= ResponseReading.LONGEST_CHAIN && !aliases.contains(at); ) {
            var trouble = this.<T>trouble(at, patience);
            if (trouble != null) {
                return trouble;
            }
            secure &= isSigned(at);
            var here = node(at);
            if (here == null) {
                return new Answer.NoSuchName<>(at, aliases, negativeTtl(at), secure);
            }
            var found = here.stream().filter(record -> type.value(record).isPresent()).toList();
            if (!found.isEmpty()) {
                return found(type, at, aliases, found, Math.min(ttl, ttl(found)), secure);
            }
            var alias = alias(here);
            if (alias == null) {
                return new Answer.NoRecords<>(at, aliases, negativeTtl(at), secure);
            }
            ttl = Math.min(ttl, ResponseReading.ttl(alias));
            aliases.add(at);
            at = DnsName.of(alias.getTarget());
        }
        return ResponseReading.loop(name);
    }

    private static <T> Answer<T> found(
            RecordType<T> type,
            DnsName owner,
            List<DnsName> aliases,
            List<Record> found,
            long ttl,
            boolean secure) {
        var values = found.stream().flatMap(record -> type.value(record).stream()).toList();
        return new Answer.Found<>(owner, aliases, values, Duration.ofSeconds(ttl), secure, false);
    }

    private <T> @Nullable Answer<T> trouble(DnsName name, Duration patience) {
        for (var above = name; above != null; above = above.parent()) {
            var failure = failing.get(above);
            if (failure != null) {
                return new Answer.Failed<>(failure, "the zone says that " + above + " is failing");
            }
            var delay = slow.get(above);
            if (delay != null && delay.compareTo(patience) > 0) {
                return new Answer.Failed<>(Failure.TIMEOUT, "no answer in time from " + above);
            }
        }
        return null;
    }

    private boolean isSigned(DnsName name) {
        for (var above = name; above != null; above = above.parent()) {
            if (signed.contains(above)) {
                return true;
            }
        }
        return false;
    }

    /// The records at a name, by its own or by the wildcard of the closest encloser (RFC 4592 §3.3.1); null when there is no such
    /// name.
    private @Nullable List<Record> node(DnsName name) {
        if (names.contains(name)) {
            return records.getOrDefault(name, List.of());
        }
        for (var above = name.parent(); above != null; above = above.parent()) {
            if (names.contains(above)) {
                return above.under("*").map(records::get).orElse(null);
            }
        }
        return null;
    }

    private static @Nullable CNAMERecord alias(List<Record> here) {
        for (var record : here) {
            if (record instanceof CNAMERecord alias) {
                return alias;
            }
        }
        return null;
    }

    private static long ttl(List<Record> found) {
        return found.stream().mapToLong(ResponseReading::ttl).min().orElse(USUAL_TTL);
    }

    private Duration negativeTtl(DnsName name) {
        for (var above = name; above != null; above = above.parent()) {
            for (var record : records.getOrDefault(above, List.of())) {
                if (record instanceof SOARecord soa) {
                    return ResponseReading.negativeTtl(soa);
                }
            }
        }
        return Duration.ofSeconds(USUAL_TTL);
    }
}
