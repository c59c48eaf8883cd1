package org.restante.dns;

import java.time.Duration;
import java.util.List;

/// What the DNS says to a question.
public sealed interface Answer<T> {
    /// There are records.
    ///
    /// @param owner the name that has them: the one asked for, or where its aliases lead
    /// @param aliases the names that were aliases on the way, the one asked for first; mostly none
    /// @param records at least one, in the order in which they came
    /// @param ttl how long this may still be relied on
    /// @param secure whether every step on the way was validated (DNSSEC)
    /// @param stale whether this has outlived its time and is served because nobody could tell anything newer (RFC 8767)
    record Found<T>(
            DnsName owner,
            List<DnsName> aliases,
            List<T> records,
            Duration ttl,
            boolean secure,
            boolean stale)
            implements Answer<T> {
        public Found {
            aliases = List.copyOf(aliases);
            records = List.copyOf(records);
            if (records.isEmpty()) {
                throw new IllegalArgumentException("found, but no records: " + owner);
            }
        }
    }

    /// The name is there and has no records of this type (NODATA, RFC 2308 §2.2).
    record NoRecords<T>(DnsName owner, List<DnsName> aliases, Duration ttl, boolean secure)
            implements Answer<T> {
        public NoRecords {
            aliases = List.copyOf(aliases);
        }
    }

    /// The name, or the one its aliases lead to, does not exist (NXDOMAIN, RFC 2308 §2.1).
    record NoSuchName<T>(DnsName owner, List<DnsName> aliases, Duration ttl, boolean secure)
            implements Answer<T> {
        public NoSuchName {
            aliases = List.copyOf(aliases);
        }
    }

    /// Nobody could tell.
    ///
    /// @param reason for people
    record Failed<T>(Failure failure, String reason) implements Answer<T> {}
}
