package org.restante.protocol.tlspolicy;

import java.util.Optional;

/// The TXT record at `_mta-sts.` that says there is a policy, and by a new id that there is a new one (RFC 8461 §3.1).
public record StsRecord(String id) {
    static final String VERSION = "STSv1";

    /// The record that `text` is; empty when it is none or a broken one.
    public static Optional<StsRecord> parse(String text) {
        return RecordFields.parse(text, VERSION)
                .map(fields -> fields.getOrDefault("id", ""))
                .filter(id -> id.matches("[A-Za-z0-9]{1,32}"))
                .map(StsRecord::new);
    }

    /// RFC 8461 §3.1: other TXT records at the name do not count.
    static boolean isMeant(String text) {
        return text.startsWith("v=" + VERSION + ";");
    }
}
