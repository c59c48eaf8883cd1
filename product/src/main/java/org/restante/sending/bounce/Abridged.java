package org.restante.sending.bounce;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A notification of ours that returns a whole message in eight bits, for a host that takes seven: with the header alone, as RFC 6522 §3
/// has it for that.
public final class Abridged {
    private static final String NAMES_BOUNDARY = "\tboundary=\"";

    private Abridged() {}

    /// All of it; empty where even the rest is not ASCII, or it is none of ours.
    public static Optional<byte[]> of(InputStream notification) throws IOException {
        var in =
                new BufferedReader(
                        new InputStreamReader(notification, StandardCharsets.ISO_8859_1));
        var kept = new StringBuilder();
        var boundary = "";
        int parts = 0;
        while (parts < 3) {
            var line = in.readLine();
            if (line == null) {
                return Optional.empty();
            }
            if (boundary.isEmpty() && line.startsWith(NAMES_BOUNDARY)) {
                boundary = line.substring(NAMES_BOUNDARY.length(), line.length() - 1);
            }
            parts += line.equals("--" + boundary) ? 1 : 0;
            kept.append(line).append("\r\n");
        }
        untilEmpty(in);
        var header = untilEmpty(in).getBytes(StandardCharsets.ISO_8859_1);
        var encoding = TransferEncoding.of(header, false);
        var all =
                kept
                        + Enclosure.ofHeader(header, false).fields()
                        + "\r\n"
                        + new String(encoding.encoded(header), StandardCharsets.US_ASCII)
                        + ("\r\n--" + boundary + "--\r\n");
        var octets = all.getBytes(StandardCharsets.ISO_8859_1);
        return Optional.of(octets).filter(TransferEncoding::isAscii);
    }

    private static String untilEmpty(BufferedReader in) throws IOException {
        var lines = new StringBuilder();
        for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            lines.append(line).append("\r\n");
        }
        return lines.toString();
    }
}
