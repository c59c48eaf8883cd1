package org.restante.protocol.session;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.restante.mail.smtp.Reply;

/// What a server offers in its answer to EHLO (RFC 5321 §4.1.1.1): keywords in upper case, each with its parameters.
public record Extensions(Map<String, List<String>> offered) {
    public static final Extensions NONE = new Extensions(Map.of());

    public Extensions {
        offered = Map.copyOf(offered);
    }

    /// Of the reply to EHLO, whose first line greets.
    public static Extensions of(Reply reply) {
        var all = new HashMap<String, List<String>>();
        for (var line : reply.lines().subList(1, reply.lines().size())) {
            var words = line.strip().split("[ =]+");
            if (!words[0].isEmpty()) {
                all.putIfAbsent(
                        words[0].toUpperCase(Locale.ROOT), List.of(words).subList(1, words.length));
            }
        }
        return new Extensions(all);
    }

    public boolean has(String keyword) {
        return offered.containsKey(keyword);
    }

    public boolean pipelining() {
        return has("PIPELINING");
    }

    public boolean chunking() {
        return has("CHUNKING");
    }

    /// Octets that a message may have (RFC 1870); empty when the server does not say, or says 0.
    public OptionalLong size() {
        var given = offered.getOrDefault("SIZE", List.of());
        if (given.isEmpty() || !given.getFirst().matches("\\d{1,18}")) {
            return OptionalLong.empty();
        }
        long size = Long.parseLong(given.getFirst());
        return size == 0 ? OptionalLong.empty() : OptionalLong.of(size);
    }

    /// The mechanisms of AUTH (RFC 4954), in upper case.
    public Set<String> mechanisms() {
        var all = new HashSet<String>();
        offered.getOrDefault("AUTH", List.of())
                .forEach(word -> all.add(word.toUpperCase(Locale.ROOT)));
        return all;
    }
}
