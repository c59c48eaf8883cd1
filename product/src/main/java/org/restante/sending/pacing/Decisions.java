package org.restante.sending.pacing;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a lane has decided by itself. The latest is kept.
final class Decisions {
    private @Nullable Decision latest;

    void add(Decision.Kind kind, long now, String format, Object... values) {
        latest = new Decision(kind, now, String.format(Locale.ROOT, format, values));
    }

    @Nullable Decision latest() {
        return latest;
    }
}
