package org.restante.record.report;

import org.jspecify.annotations.Nullable;
import org.restante.mail.smtp.Stage;
import org.restante.mail.smtp.Trouble;
import org.restante.meaning.verdict.Verdict;

/// What a refusal's text means and which other texts say the same; one thread's.
public interface Meaning {
    /// A hash of the text with its ids, addresses and numbers masked; similar texts are alike in it.
    long likeness(byte[] text, int from, int to);

    Verdict judge(
            byte[] text,
            int from,
            int to,
            @Nullable Stage stage,
            @Nullable Trouble trouble,
            @Nullable String provider);
}
