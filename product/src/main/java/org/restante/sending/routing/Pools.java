package org.restante.sending.routing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The pools there are, and the one for mail that names none.
public final class Pools {
    /// Characters of names that fit beside other words into a reply's line (RFC 5321 §4.5.3.1.5).
    private static final int MOST_WORDS = 300;

    private final Map<String, Pool> byName = new LinkedHashMap<>();
    private final Pool usual;

    /// @param usual the name of one of them
    public Pools(List<Pool> pools, String usual) {
        for (var pool : pools) {
            if (byName.put(pool.name(), pool) != null) {
                throw new IllegalArgumentException("two pools are called " + pool.name());
            }
        }
        var found = byName.get(usual);
        if (found == null) {
            throw new IllegalArgumentException("there is no pool " + usual);
        }
        this.usual = found;
    }

    /// One source that sends everything.
    public static Pools of(Source only) {
        var pool = Pool.of(only);
        return new Pools(List.of(pool), pool.name());
    }

    public Pool usual() {
        return usual;
    }

    /// The pool of this name; the usual one for a name that is none (any more): mail that was accepted leaves all the same.
    public Pool pool(String name) {
        return byName.getOrDefault(name, usual);
    }

    public boolean has(String name) {
        return byName.containsKey(name);
    }

    /// Their names, for a line: as many as fit, and how many there are.
    public String words() {
        var words = new StringBuilder();
        for (var name : byName.keySet()) {
            if (words.length() + name.length() > MOST_WORDS) {
                return words + " or another of " + byName.size();
            }
            words.append(words.isEmpty() ? "" : ", ").append(name);
        }
        return words.toString();
    }

    public List<Pool> all() {
        return List.copyOf(byName.values());
    }
}
