package org.restante.app.api;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.restante.mail.message.Recipient;
import org.restante.mail.mime.NamedMailbox;

/// One recipient as a request gave it.
///
/// @param shown what the answer calls it by
/// @param recipient null when it cannot be had
/// @param placeholders what is filled in for it
/// @param reason why it cannot be had; null when it can
record Addressed(
        String shown,
        @Nullable Recipient recipient,
        String name,
        Placeholders placeholders,
        @Nullable String reason) {
    /// For a header; nobody when it cannot be had.
    List<NamedMailbox> named() {
        return recipient == null ? List.of() : List.of(new NamedMailbox(name, recipient.mailbox()));
    }
}
