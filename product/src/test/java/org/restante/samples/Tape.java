package org.restante.samples;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Lines of a log with their times, written in any order and read in the order of time.
final class Tape {
    private record Line(long time, String text) {}

    private final List<Line> lines = new ArrayList<>();
    private final long end;

    /// @param end lines after it have not been written yet when the log was taken
    Tape(long end) {
        this.end = end;
    }

    void add(long time, String text) {
        if (time < end) {
            lines.add(new Line(time, text));
        }
    }

    String text() {
        var text = new StringBuilder();
        lines.stream()
                .sorted(Comparator.comparingLong(Line::time))
                .forEach(line -> text.append(line.text()).append('\n'));
        return text.toString();
    }
}
