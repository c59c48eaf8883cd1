package org.restante.meaning.provider;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All providers known, found by the labels of a host name: a lookup walks the name's own labels, never a list of patterns.
public final class Providers {
    /// A pattern whose first label holds a star among other letters, such as `mx*` of `mx*.zoho.com`.
    private record Glob(String before, String after, Provider provider) {
        boolean matches(String label) {
            return label.length() >= before.length() + after.length()
                    && label.startsWith(before)
                    && label.endsWith(after);
        }
    }

    private final List<Provider> all;
    private final Map<String, Provider> byWord = new HashMap<>();
    private final Map<String, Provider> byHost = new HashMap<>();
    private final Map<String, Provider> bySuffix = new HashMap<>();
    private final Map<String, List<Glob>> byGlob = new HashMap<>();
    private final Map<String, Provider> byDomain = new HashMap<>();

    public Providers(List<Provider> providers) {
        all = List.copyOf(providers);
        for (var provider : all) {
            byWord.putIfAbsent(provider.word(), provider);
            provider.mx().forEach(pattern -> addMx(pattern, provider));
            provider.domains().forEach(domain -> byDomain.putIfAbsent(domain, provider));
        }
    }

    private void addMx(String pattern, Provider provider) {
        int star = pattern.indexOf('*');
        if (star < 0) {
            byHost.putIfAbsent(pattern, provider);
        } else if (pattern.startsWith("*.")) {
            bySuffix.putIfAbsent(pattern.substring(2), provider);
        } else {
            int dot = pattern.indexOf('.');
            if (star > dot || pattern.indexOf('*', star + 1) >= 0) {
                throw new IllegalArgumentException("one star, in the first label: " + pattern);
            }
            var glob =
                    new Glob(
                            pattern.substring(0, star), pattern.substring(star + 1, dot), provider);
            byGlob.computeIfAbsent(pattern.substring(dot + 1), _ -> new ArrayList<>()).add(glob);
        }
    }

    public List<Provider> all() {
        return all;
    }

    public @Nullable Provider byWord(String word) {
        return byWord.get(word);
    }

    /// Who runs the MX host; null when not known. The longest pattern that fits wins.
    public @Nullable Provider ofMx(String host) {
        var name = plain(host);
        var exact = byHost.get(name);
        if (exact != null) {
            return exact;
        }
        int labelFrom = 0;
        for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', labelFrom)) {
            var suffix = name.substring(dot + 1);
            var found = ofGlob(suffix, name.substring(labelFrom, dot));
            if (found == null) {
                found = bySuffix.get(suffix);
            }
            if (found != null) {
                return found;
            }
            labelFrom = dot + 1;
        }
        return null;
    }

    private @Nullable Provider ofGlob(String suffix, String label) {
        var globs = byGlob.get(suffix);
        if (globs == null) {
            return null;
        }
        for (var glob : globs) {
            if (glob.matches(label)) {
                return glob.provider();
            }
        }
        return null;
    }

    /// Who serves the recipient domain, for the consumer domains that are known; null otherwise.
    public @Nullable Provider ofDomain(String domain) {
        return byDomain.get(plain(domain));
    }

    /// Who refused: by the MX host, or by the recipient domain where the host is absent or nobody's that is known.
    public @Nullable Provider of(@Nullable String mxHost, @Nullable String recipientDomain) {
        var byMx = mxHost == null ? null : ofMx(mxHost);
        return byMx != null || recipientDomain == null ? byMx : ofDomain(recipientDomain);
    }

    /// The MX hosts that one operator runs: the provider's word, else the registrable domain of the MX host, else the recipient
    /// domain; null when nothing is known.
    public @Nullable String site(@Nullable String mxHost, @Nullable String recipientDomain) {
        var provider = of(mxHost, recipientDomain);
        if (provider != null) {
            return provider.word();
        }
        if (mxHost == null || mxHost.isEmpty()) {
            return recipientDomain == null ? null : plain(recipientDomain);
        }
        return RegistrableDomain.of(plain(mxHost));
    }

    private static String plain(String name) {
        int end = name.endsWith(".") ? name.length() - 1 : name.length();
        return name.substring(0, end).toLowerCase(Locale.ROOT);
    }
}
