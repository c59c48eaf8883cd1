package org.restante.app.trial;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;

/// What scripted receivers refuse for a while.
///
/// @param receivers by domain; empty for all
/// @param host number of the MX host, -1 for all
/// @param source its address, null for all
/// @param stream as the reverse-path begins, null for all
/// @param share of connections, or of messages, that are refused
/// @param words the reply, `%s` for the source; empty: the connection ends without a word
record Rule(
        Stage stage,
        Set<String> receivers,
        int host,
        @Nullable String source,
        @Nullable String stream,
        double share,
        String words) {
    boolean concerns(Stage at, String receiver, int number, String from, String reversePath) {
        return at == stage
                && (receivers.isEmpty() || receivers.contains(receiver))
                && (host < 0 || host == number)
                && (source == null || source.equals(from))
                && (stream == null || reversePath.startsWith(stream + "@"));
    }
}
