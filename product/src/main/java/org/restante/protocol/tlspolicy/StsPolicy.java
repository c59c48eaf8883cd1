package org.restante.protocol.tlspolicy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.restante.mail.message.Domain;

/// What a domain says of its MX hosts (RFC 8461 §3.2).
///
/// @param hosts names, or `*.` and a domain for any one label below it
/// @param maxAge how long this may be relied on, a year at most
public record StsPolicy(Mode mode, List<String> hosts, Duration maxAge) {
    /// What is to be done about a host that does not comply.
    public enum Mode {
        /// No mail to it.
        ENFORCE,
        /// Mail goes, the failure is reported.
        TESTING,
        /// The domain has no policy any more.
        NONE
    }

    static final int LONGEST = 64 * 1024;
    private static final int MOST_HOSTS = 1000;
    private static final long LONGEST_AGE = 31_557_600;
    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,31}");
    private static final Pattern VALUE =
            Pattern.compile("[^\\x00-\\x20\\x7f](?:[^\\x00-\\x1f\\x7f]*[^\\x00-\\x20\\x7f])?");

    public StsPolicy {
        hosts = List.copyOf(hosts);
    }

    /// The policy that a file is; empty when it is none, as one without hosts is that is not of mode `none`.
    public static Optional<StsPolicy> parse(String file) {
        if (file.length() > LONGEST) {
            return Optional.empty();
        }
        var single = new LinkedHashMap<String, String>();
        var hosts = new ArrayList<String>();
        for (var line : file.split("\r?\n", -1)) {
            if (!line.isEmpty() && !take(line, single, hosts)) {
                return Optional.empty();
            }
        }
        var mode = mode(single.get("mode"));
        var age = age(single.get("max_age"));
        if (!StsRecord.VERSION.equals(single.get("version"))
                || mode == null
                || age == null
                || mode != Mode.NONE && hosts.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new StsPolicy(mode, hosts, age));
    }

    /// Of keys that stand twice the first counts; unknown ones are for others.
    private static boolean take(
            String line, LinkedHashMap<String, String> single, List<String> hosts) {
        int colon = line.indexOf(':');
        if (colon < 0) {
            return false;
        }
        var key = line.substring(0, colon);
        var value = line.substring(colon + 1).strip();
        if (!KEY.matcher(key).matches() || !VALUE.matcher(value).matches()) {
            return false;
        }
        if (!key.equals("mx")) {
            single.putIfAbsent(key, value);
            return true;
        }
        var host = host(value);
        return host != null && hosts.size() < MOST_HOSTS && hosts.add(host);
    }

    private static @Nullable String host(String value) {
        boolean any = value.startsWith("*.");
        var domain = Domain.of(any ? value.substring(2) : value).orElse(null);
        if (domain == null) {
            return null;
        }
        return any ? "*." + domain.ascii() : domain.ascii();
    }

    private static @Nullable Mode mode(@Nullable String word) {
        return switch (word) {
            case "enforce" -> Mode.ENFORCE;
            case "testing" -> Mode.TESTING;
            case "none" -> Mode.NONE;
            case null, default -> null;
        };
    }

    private static @Nullable Duration age(@Nullable String digits) {
        if (digits == null || !digits.matches("\\d{1,10}")) {
            return null;
        }
        long seconds = Long.parseLong(digits);
        return seconds > LONGEST_AGE ? null : Duration.ofSeconds(seconds);
    }

    /// Whether the policy names this MX host (RFC 8461 §4.1).
    public boolean names(String mxHost) {
        var host = mxHost.toLowerCase(Locale.ROOT);
        return hosts.stream().anyMatch(pattern -> CertificateNames.matches(pattern, host));
    }
}
