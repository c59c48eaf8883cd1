package org.restante.app.migration;

/// Where something stood in the other server's files.
///
/// @param line 0 where it is not known
/// @param name of the directive or parameter
record Origin(String file, int line, String name) {
    @Override
    public String toString() {
        return file + (line == 0 ? "" : ":" + line) + ": " + name;
    }
}
