package org.restante.meaning.provider;

import crawlercommons.domains.EffectiveTldFinder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rules of the public suffix list that registries stand behind (its ICANN part), for names in plain ASCII. The list is the
/// one that crawler-commons carries; the tree which that library grows of it takes longer than reading half a gigabyte of log.
final class PublicSuffixes {
    private static final String END_OF_REGISTRIES = "// ===END ICANN DOMAINS===";

    private final Set<String> names = new HashSet<>(1 << 14);

    /// `*.ck`, kept without the star: whatever stands before it belongs to the suffix.
    private final Set<String> wildcards = new HashSet<>();

    /// `!www.ck`, kept without the mark: no suffix although a wildcard says so.
    private final Set<String> exceptions = new HashSet<>();

    private PublicSuffixes(String list) {
        int end = list.indexOf(END_OF_REGISTRIES);
        int feed;
        for (int from = 0; from < end; from = feed + 1) {
            feed = list.indexOf('\n', from);
            add(list, from, feed);
        }
    }

    static PublicSuffixes read() {
        try (var in = EffectiveTldFinder.class.getResourceAsStream("/effective_tld_names.dat")) {
            if (in == null) {
                throw new IllegalStateException("crawler-commons came without its suffix list");
            }
            return new PublicSuffixes(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the public suffix list cannot be read", e);
        }
    }

    private void add(String list, int from, int to) {
        if (from == to) {
            return;
        }
        switch (list.charAt(from)) {
            case '/' -> {}
            case '*' -> wildcards.add(list.substring(from + 2, to));
            case '!' -> exceptions.add(list.substring(from + 1, to));
            default -> names.add(list.substring(from, to));
        }
    }

    /// The name below the longest suffix that `host` ends in; null when it ends in none, or is one itself.
    @Nullable String registrable(String host) {
        int before = -1;
        int label = 0;
        while (true) {
            var rest = host.substring(label);
            if (exceptions.contains(rest)) {
                return rest;
            }
            int dot = host.indexOf('.', label);
            if (names.contains(rest) || dot > 0 && wildcards.contains(host.substring(dot + 1))) {
                return before < 0 ? null : host.substring(before);
            }
            if (dot < 0) {
                return null;
            }
            before = label;
            label = dot + 1;
        }
    }
}
