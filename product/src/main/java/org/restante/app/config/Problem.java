package org.restante.app.config;

import java.nio.file.Path;

/// One thing that is wrong with a file.
///
/// @param line 0 where it is not known
/// @param key as a dotted path; empty where the file as a whole is meant
/// @param found with a verb: `is "soon"`
/// @param right what would be right; may be empty
public record Problem(Path file, int line, int column, String key, String found, String right) {
    @Override
    public String toString() {
        var at = line == 0 ? file.toString() : file + ":" + line + ":" + column;
        return at
                + ": "
                + (key.isEmpty() ? "" : key + " ")
                + found
                + (right.isEmpty() ? "" : "; " + right);
    }
}
