package org.restante.app.access;

import java.util.Optional;
import java.util.regex.Pattern;

/// A person who may sign in to the console.
///
/// @param tenant whose mail alone is seen; empty for everybody's
/// @param password its hash as text
public record ConsoleUser(String name, Role role, Optional<String> tenant, String password) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}");

    /// Whether a text can be the name of one.
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /// Whether a text can be a tenant's name.
    public static boolean isTenant(String text) {
        return TableKeys.isWord(text);
    }

    @Override
    public String toString() {
        return "console user " + name;
    }
}
