package org.restante.app.migration;

/// Where something stood in the other server's files.
///
/// @param line 0 where it is not known
/// @param name of the directive or parameter
record Origin(String file, int line, String name) {
    /// Another directive or parameter of the same line.
    Origin of(String other) {
        return new Origin(file, line, other);
    }

    @Override
    public String toString() {
        return file + (line == 0 ? "" : ":" + line) + ": " + name;
    }
}
