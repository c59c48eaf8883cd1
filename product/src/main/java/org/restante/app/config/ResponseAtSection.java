package org.restante.app.config;

import org.restante.insight.response.Mode;

/// `[response.receiver.NAME]`: what is done at one receiver.
public record ResponseAtSection(
        @Key(
                        value = "`observe`, `suggest` or `act`, for slowing and pausing",
                        usual = "suggest",
                        why = "as everywhere")
                Mode mode) {}
