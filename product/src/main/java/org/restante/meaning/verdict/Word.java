package org.restante.meaning.verdict;

import java.util.Locale;
import java.util.Optional;

/// An enum constant that is written as a lower-case word with hyphens in events, JSON and rules.
public interface Word {
    String name();

    default String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <E extends Enum<E> & Word> Optional<E> of(Class<E> type, String word) {
        for (var constant : type.getEnumConstants()) {
            if (constant.word().equals(word)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }
}
