package org.restante.sending.queue;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.restante.meaning.verdict.Verdict;

/// Hears what becomes of each client's mail, for whoever must stop one whose mail nobody wants.
@FunctionalInterface
public interface SenderWatch {
    /// A recipient of the client's came to an end.
    ///
    /// @param client the name of the credential or network the message came from
    /// @param tenant the mail is of; empty for none
    /// @param verdict why it was given up; null when it was delivered
    void ended(String client, Optional<String> tenant, @Nullable Verdict verdict);
}
