package org.restante.meaning.provider;

import crawlercommons.domains.EffectiveTldFinder;

/// The part of a host name that somebody registered, by the public suffix list. A class of its own so that the list, which is
/// slow to load, is loaded only when the first unknown host asks for it.
final class RegistrableDomain {
    private RegistrableDomain() {}

    /// The registrable domain, or the name itself when it has none (an address, a single label, a public suffix).
    static String of(String host) {
        if (isAddress(host)) {
            return host;
        }
        var domain = EffectiveTldFinder.getAssignedDomain(host, true, true);
        return domain == null || domain.isEmpty() ? lastTwoLabels(host) : domain;
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
