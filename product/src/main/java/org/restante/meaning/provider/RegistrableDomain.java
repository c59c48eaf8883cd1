package org.restante.meaning.provider;

import crawlercommons.domains.EffectiveTldFinder;

/// The part of a host name that somebody registered, by the public suffix list. A class of its own so that the list is loaded
/// only when the first unknown host asks for it.
final class RegistrableDomain {
    private static final int LONGEST = 253;
    private static final int LONGEST_LABEL = 63;
    private static final PublicSuffixes SUFFIXES = PublicSuffixes.read();

    private RegistrableDomain() {}

    /// The registrable domain, or the name itself when it has none (an address, a single label, a public suffix).
    static String of(String host) {
        if (isAddress(host)) {
            return host;
        }
        var domain =
                isPlain(host)
                        ? SUFFIXES.registrable(host)
                        : EffectiveTldFinder.getAssignedDomain(host, true, true);
        return domain == null || domain.isEmpty() ? lastTwoLabels(host) : domain;
    }

    /// Whether the name consists of small letters, digits and hyphens in labels that are not empty and no A-labels of others:
    /// nearly every host name. What to make of the rest, crawler-commons knows better.
    private static boolean isPlain(String host) {
        if (host.length() > LONGEST || host.startsWith("xn--") || host.contains(".xn--")) {
            return false;
        }
        int label = 0;
        for (int i = 0; i <= host.length(); i++) {
            char c = i < host.length() ? host.charAt(i) : '.';
            if (c == '.') {
                if (i == label || i - label > LONGEST_LABEL) {
                    return false;
                }
                label = i + 1;
            } else if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-') {
                return false;
            }
        }
        return true;
    }

    /// Where no rule of the list matches, the rule `*` holds: the last label is the suffix (publicsuffix.org, "Algorithm").
    private static String lastTwoLabels(String host) {
        int last = host.lastIndexOf('.');
        int before = host.lastIndexOf('.', last - 1);
        return before < 0 ? host : host.substring(before + 1);
    }

    private static boolean isAddress(String host) {
        if (host.indexOf(':') >= 0) {
            return true;
        }
        return !host.isEmpty() && Character.isDigit(host.charAt(host.length() - 1));
    }
}
