package org.restante.app.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A new password: asked for twice at a terminal, otherwise one line of standard input. Never an argument, for those are seen by everybody.
final class NewPassword {
    private static final int SHORTEST = 8;
    private static final int LONGEST = 1024;

    private NewPassword() {}

    static String read(Surroundings surroundings, String name) throws IOException {
        var console = surroundings.errorTerminal() ? System.console() : null;
        var password =
                console != null && console.isTerminal()
                        ? asked(console, name)
                        : new BufferedReader(
                                        new InputStreamReader(
                                                surroundings.in(), StandardCharsets.UTF_8))
                                .readLine();
        return checked(password);
    }

    private static String asked(java.io.Console console, String name) {
        var first = console.readPassword("New password of %s: ", name);
        var second = console.readPassword("Once more: ");
        if (first == null || second == null || !new String(first).equals(new String(second))) {
            throw new InputError("the two passwords differ; nothing was changed");
        }
        return new String(first);
    }

    private static String checked(@Nullable String password) {
        if (password == null || password.isEmpty()) {
            throw new InputError("no password on standard input; one line with it would be right");
        }
        if (password.length() < SHORTEST || password.length() > LONGEST) {
            throw new InputError(
                    "a password of "
                            + password.length()
                            + " characters; "
                            + SHORTEST
                            + " to "
                            + LONGEST
                            + " would be right");
        }
        return password;
    }
}
