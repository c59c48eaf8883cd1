package org.restante.app.api;

import java.util.ArrayList;
import java.util.List;
import org.restante.app.api.Problem.Fault;

/// What is wrong with a request, field by field; the first of it, for a request may be wrong in a thousand places.
final class Faults {
    private static final int MOST = 20;
    private static final int LONGEST = 100;

    private final List<Fault> all = new ArrayList<>();

    void add(String field, String detail) {
        if (all.size() < MOST) {
            all.add(new Fault(field, detail));
        }
    }

    /// @throws Problem with all of it
    void end() throws Problem {
        if (!all.isEmpty()) {
            throw Problem.fields(all);
        }
    }

    /// A text of the request as it may stand in an answer.
    static String shortened(String text) {
        return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
    }
}
