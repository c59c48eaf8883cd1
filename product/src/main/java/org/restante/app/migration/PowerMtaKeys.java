package org.restante.app.migration;

/// PowerMTA's keys for DKIM (`domain-key SELECTOR,DOMAIN,FILE`) as `[signing]`.
final class PowerMtaKeys {
    private final Draft draft;

    PowerMtaKeys(Draft draft) {
        this.draft = draft;
    }

    /// @param vmta whose mail alone it signs; empty for all
    void key(String vmta, String value, Origin origin) {
        var parts = value.split("\\s*,\\s*|\\s+");
        if (parts.length != 3) {
            draft.leave(origin, "is no selector, domain and file");
            return;
        }
        var key = parts[0] + " = " + Draft.text(parts[2]);
        if (parts[1].equals("*")) {
            draft.leave(
                    origin,
                    "a key is of one domain; [signing.domain.\"example.org\"] with keys = { "
                            + key
                            + " } for each would be right");
            return;
        }
        if (!vmta.isEmpty()) {
            draft.leave(origin, "the key signs mail of every source, not of " + vmta + " alone");
        }
        draft.set(
                "signing.domain." + Draft.text(parts[1]) + ".keys",
                parts[0],
                Draft.text(parts[2]),
                origin);
    }
}
