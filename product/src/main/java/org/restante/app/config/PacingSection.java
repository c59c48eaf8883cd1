package org.restante.app.config;

import org.restante.sending.pacing.Conduct;

/// `[pacing]`: whether the pace of lanes is learnt.
public record PacingSection(
        @Key(
                        value =
                                "whether lanes go by the pace that is learnt from their receivers (`\"acts\"`), or by fixed limits while the"
                                        + " law only says what it would do (`\"observes\"`)",
                        usual = "acts",
                        why = "a receiver's limit is found out instead of run into",
                        restart = true)
                Conduct law) {}
