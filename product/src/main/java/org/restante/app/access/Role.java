package org.restante.app.access;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a person may do in the console: a scope of the interface each.
public enum Role {
    VIEWER(Scope.READ),
    OPERATOR(Scope.OPERATE),
    ADMIN(Scope.ADMIN);

    private final String word = name().toLowerCase(Locale.ROOT);
    private final Scope scope;

    Role(Scope scope) {
        this.scope = scope;
    }

    /// As it stands in files and requests.
    public String word() {
        return word;
    }

    public Scope scope() {
        return scope;
    }

    public static Optional<Role> of(String word) {
        return Arrays.stream(values()).filter(role -> role.word.equals(word)).findFirst();
    }

    /// All words, for messages.
    public static List<String> words() {
        return Arrays.stream(values()).map(Role::word).toList();
    }
}
