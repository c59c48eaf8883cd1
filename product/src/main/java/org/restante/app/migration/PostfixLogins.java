package org.restante.app.migration;

import java.util.List;
import org.restante.app.migration.PostfixFiles.Entry;

/// Who Postfix is to its next hops (`smtp_sasl_password_maps`).
final class PostfixLogins {
    static final String PASSWORDS = "smtp_sasl_password_maps";

    /// What is to be written of a next hop that asks for a password; takes the hop and the name.
    static final String TOLD =
            "its password is not copied; put it into a file of its own and write [next_hop.%s] with user = %s and password = { file = \"…\" }";

    private final PostfixFiles files;
    private final Draft draft;

    PostfixLogins(PostfixFiles files, Draft draft) {
        this.files = files;
        this.draft = draft;
    }

    /// Whether a line of a table that no parameter speaks of is one of passwords.
    static boolean isOne(Entry line) {
        return line.origin().file().contains("passw");
    }

    void all() {
        List.of(files.entriesOf(PASSWORDS), files.entriesOfNone()).stream()
                .flatMap(List::stream)
                .filter(one -> isOne(one) || files.entriesOf(PASSWORDS).contains(one))
                .forEach(this::password);
    }

    /// A password stays where it is: what is made here may be shown to others. What to write where is told.
    private void password(Entry line) {
        int colon = line.value().indexOf(':');
        var user = colon < 0 ? line.value() : line.value().substring(0, colon);
        if (line.key().indexOf('@') >= 0) {
            draft.leave(line.origin(), "who we are to a next hop does not depend on the sender");
            return;
        }
        var hop = PostfixRoutes.written(line.key());
        if (hop.isEmpty()) {
            draft.leave(line.origin(), "'" + line.key() + "' is no next hop");
            return;
        }
        draft.leave(line.origin(), TOLD.formatted(Draft.text(hop), Draft.text(user)));
    }
}
