package org.restante.mail.message;

import java.util.Optional;
import java.util.regex.Pattern;

/// Where in a trace of other programs something was asked for: the `traceparent` of W3C Trace Context, level 1.
///
/// @param trace 32 hexadecimal digits in lower case, not all zero
/// @param parent 16 of them: the span that asked
/// @param isSampled whether who asked keeps the trace
public record TraceParent(String trace, String parent, boolean isSampled) {
    private static final Pattern WRITTEN =
            Pattern.compile(
                    "([0-9a-f]{2})-((?!0{32})[0-9a-f]{32})-((?!0{16})[0-9a-f]{16})-([0-9a-f]{2})(-.*)?");
    private static final int LONGEST = 500;

    public TraceParent {
        if (!trace.matches("(?!0{32})[0-9a-f]{32}") || !parent.matches("(?!0{16})[0-9a-f]{16}")) {
            throw new IllegalArgumentException("no trace and span: " + trace + ", " + parent);
        }
    }

    /// As it stands in a header; empty for what is none. Of a version to come that is read which this one knows (§3.2.4).
    public static Optional<TraceParent> of(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        var parts = WRITTEN.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        var version = parts.group(1);
        if (version.equals("ff") || version.equals("00") && parts.group(5) != null) {
            return Optional.empty();
        }
        boolean isSampled = (Integer.parseInt(parts.group(4), 16) & 1) != 0;
        return Optional.of(new TraceParent(parts.group(2), parts.group(3), isSampled));
    }

    /// As it stands in a header.
    @Override
    public String toString() {
        return "00-" + trace + "-" + parent + (isSampled ? "-01" : "-00");
    }
}
