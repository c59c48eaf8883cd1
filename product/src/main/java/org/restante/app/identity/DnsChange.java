package org.restante.app.identity;

import java.util.Collection;

/// What the DNS says now and did not before.
///
/// @param of such as `PTR of 198.51.100.2`
/// @param words for people
public record DnsChange(String of, String words) {
    /// How the acts begin that tell of one.
    public static final String ACT = "DNS change: ";

    /// What such an act tells of where it is a domain's MX hosts.
    public static final String MX = "MX of ";

    private static final int MOST_WORDS = 1_000;

    static DnsChange between(String of, Collection<String> before, Collection<String> now) {
        var words = "now " + shown(now) + "; before " + shown(before);
        return new DnsChange(
                of, words.length() > MOST_WORDS ? words.substring(0, MOST_WORDS) + "…" : words);
    }

    private static String shown(Collection<String> values) {
        return values.isEmpty() ? "none" : String.join(", ", values);
    }

    /// As the act of an event.
    public String act() {
        return ACT + of;
    }
}
