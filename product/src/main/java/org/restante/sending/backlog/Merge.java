package org.restante.sending.backlog;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Several runs become one: their rows are copied line by line, and once all of them are on disk the lines read the new run. Under the
/// backlog's lock for tidying.
final class Merge {
    /// Pages that are read of a run at once.
    private static final int READ_AHEAD = 16;

    /// A run could not be read while it was merged.
    static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1L;

        Unreadable(IOException cause) {
            super(cause.getMessage(), cause);
        }
    }

    /// What a line has in the new run.
    ///
    /// @param begin its first row there
    /// @param end behind its last
    private record Moved(Line line, int rows, int begin, int end) {}

    private final Set<Run> from;
    private final Run into;
    private final Run.Adding to;
    private final Map<Run, Rows> readers = new HashMap<>();
    private final List<Moved> moved = new ArrayList<>();

    Merge(Set<Run> from, Run into, Run.Adding to) {
        this.from = from;
        this.into = into;
        this.to = to;
        from.forEach(run -> readers.put(run, new Rows(run, READ_AHEAD)));
    }

    void copy(Iterable<Line> lines) throws IOException {
        for (var line : lines) {
            var extents = line.in(from).toArray(Extent[]::new);
            int begin = to.rows();
            copy(extents);
            if (to.rows() > begin) {
                moved.add(new Moved(line, to.rows() - begin, begin, to.rows()));
            }
        }
        to.end();
    }

    /// Row by row, as they would be taken.
    private void copy(Extent[] extents) throws IOException {
        int count = extents.length;
        while (count > 0) {
            int first = Extent.first(extents, count);
            var extent = extents[first];
            var row = at(extent);
            to.add(extent.due(), row.turn(), row.ordinal(), row.high(), row.low());
            next(extent, row);
            if (extent.rows() == 0) {
                System.arraycopy(extents, first + 1, extents, first, count - first - 1);
                count--;
            }
        }
    }

    private Rows at(Extent extent) throws IOException {
        var rows = readers.get(extent.run);
        if (rows == null) {
            throw new IllegalStateException("a run that is not merged");
        }
        try {
            return rows.at(extent.next());
        } catch (IOException e) {
            throw new Unreadable(e);
        }
    }

    private static void next(Extent extent, Rows rows) throws IOException {
        try {
            extent.to(extent.next() + 1, rows);
        } catch (IOException e) {
            throw new Unreadable(e);
        }
    }

    /// From here on the lines read the new run.
    void hand() throws IOException {
        moved.sort(Comparator.comparingInt(it -> it.line().number));
        for (var it : moved) {
            try {
                it.line().merged(from, it.rows(), into, it.begin(), it.end());
            } catch (IOException e) {
                throw new Unreadable(e);
            }
        }
    }
}
