package org.restante.app.config;

import java.util.List;

/// `[warmup.plan.NAME]`: a plan of the operator's own.
public record WarmupPlanSection(
        @Key(
                        value =
                                "recipients of the first day, the second …; after the last the source is warm",
                        example = "[100, 250, 600]",
                        min = "1",
                        max = "1000000000")
                List<Integer> days)
        implements Checked {
    @Override
    public void check(Objections objections) {
        if (days.isEmpty() || days.size() > 400) {
            objections.against("days", "has " + days.size() + " days", "from 1 to 400");
        }
    }
}
