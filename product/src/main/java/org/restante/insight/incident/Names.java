package org.restante.insight.incident;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Numbers for the values of one dimension. 0 is what has no name, or comes when there is no room left.
final class Names {
    static final String OTHERS = "(others)";

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final int bound;

    Names(int bound) {
        this.bound = bound;
        names.add(OTHERS);
        numbers.put(OTHERS, 0);
    }

    int of(@Nullable String name) {
        if (name == null) {
            return 0;
        }
        var known = numbers.get(name);
        if (known != null) {
            return known;
        }
        if (names.size() >= bound) {
            return 0;
        }
        numbers.put(name, names.size());
        names.add(name);
        return names.size() - 1;
    }

    String name(int number) {
        return names.get(number);
    }

    int size() {
        return names.size();
    }
}
