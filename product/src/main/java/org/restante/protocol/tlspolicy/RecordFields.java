package org.restante.protocol.tlspolicy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The form that the TXT records of MTA-STS (RFC 8461 §3.1) and TLS-RPT (RFC 8460 §3) share: a version, then `name=value` with
/// semicolons between.
final class RecordFields {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,31}");

    /// No equals sign, semicolon or control character; blanks only inside, as around the commas of `rua`.
    private static final Pattern VALUE = Pattern.compile("[!-:<>-~]+(?:[ \\t]+[!-:<>-~]+)*");

    private RecordFields() {}

    /// The fields, the first of each name; empty when `text` is no record of this version.
    static Optional<Map<String, String>> parse(String text, String version) {
        var parts = text.split(";", -1);
        if (!parts[0].stripTrailing().equals("v=" + version)) {
            return Optional.empty();
        }
        int last = parts[parts.length - 1].isBlank() ? parts.length - 1 : parts.length;
        var fields = new LinkedHashMap<String, String>();
        for (int i = 1; i < last; i++) {
            var part = parts[i].strip();
            int equals = part.indexOf('=');
            if (equals < 0 || !isField(part.substring(0, equals), part.substring(equals + 1))) {
                return Optional.empty();
            }
            fields.putIfAbsent(part.substring(0, equals), part.substring(equals + 1).strip());
        }
        return Optional.of(fields);
    }

    private static boolean isField(String name, String value) {
        boolean mayHoldEquals = name.equals("rua");
        return NAME.matcher(name).matches()
                && VALUE.matcher(mayHoldEquals ? value.replace('=', '-').strip() : value).matches();
    }
}
