package org.restante.insight.incident;

import java.util.List;
import java.util.function.Consumer;

/// Made-up traffic with known incidents in it.
interface Traffic {
    /// Hands over the attempts of the next minute.
    void minute(long minute, Consumer<Mailing> to);

    /// Parties are named by what the log's reader would call them.
    List<Truth> truths();

    int parties();
}
