package org.restante.app.config;

import java.util.Optional;
import java.util.regex.Pattern;

/// A number of octets, written `50MB` (millions) or `50MiB` (IEC 80000-13).
record Size(long octets) implements Comparable<Size> {
    private static final Pattern WRITTEN =
            Pattern.compile("(\\d{1,15}) ?(B|[kK]B|MB|GB|TB|[kK]iB|MiB|GiB|TiB)");
    private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB"};

    static Optional<Size> of(String text) {
        var written = WRITTEN.matcher(text);
        if (!written.matches()) {
            return Optional.empty();
        }
        var unit = written.group(2);
        int power = "BKMGT".indexOf(Character.toUpperCase(unit.charAt(0)));
        long factor = 1;
        for (int i = 0; i < power; i++) {
            factor *= unit.length() == 3 ? 1024 : 1000;
        }
        try {
            return Optional.of(
                    new Size(Math.multiplyExact(Long.parseLong(written.group(1)), factor)));
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /// For settings that count in `int`; keys say their `max`.
    int asInt() {
        return Math.toIntExact(octets);
    }

    @Override
    public int compareTo(Size other) {
        return Long.compare(octets, other.octets);
    }

    @Override
    public String toString() {
        long left = octets;
        var unit = "B";
        for (int i = 0; i < UNITS.length && left != 0 && left % 1024 == 0; i++) {
            left /= 1024;
            unit = UNITS[i];
        }
        return left + unit;
    }
}
