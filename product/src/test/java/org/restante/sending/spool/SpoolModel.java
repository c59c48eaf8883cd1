package org.restante.sending.spool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a spool should hold: a map.
final class SpoolModel {
    record Mail(SpooledMessage message, String body) {}

    /// Something asked of the spool.
    sealed interface Act {
        record Put(SpooledMessage message, String body) implements Act {}

        record Change(UUID id, int ordinal, Standing standing) implements Act {}

        record Retire(UUID id) implements Act {}

        record Control(String name, @Nullable String value) implements Act {}
    }

    final Map<UUID, Mail> mails = new HashMap<>();
    final Map<String, String> controls = new TreeMap<>();

    SpoolModel copy() {
        var copy = new SpoolModel();
        copy.mails.putAll(mails);
        copy.controls.putAll(controls);
        return copy;
    }

    Index.Effect apply(Act act) {
        return switch (act) {
            case Act.Put put -> {
                mails.put(put.message().id(), new Mail(put.message(), put.body()));
                yield Index.Effect.TAKEN;
            }
            case Act.Change change -> change(change);
            case Act.Retire retire ->
                    mails.remove(retire.id()) == null
                            ? Index.Effect.UNKNOWN_MESSAGE
                            : Index.Effect.TAKEN;
            case Act.Control control -> {
                if (control.value() == null) {
                    controls.remove(control.name());
                } else {
                    controls.put(control.name(), control.value());
                }
                yield Index.Effect.TAKEN;
            }
        };
    }

    private Index.Effect change(Act.Change change) {
        var mail = mails.get(change.id());
        if (mail == null || change.ordinal() >= mail.message().recipients().size()) {
            return Index.Effect.UNKNOWN_MESSAGE;
        }
        List<SpooledRecipient> recipients = new ArrayList<>(mail.message().recipients());
        var recipient = recipients.get(change.ordinal());
        if (recipient.standing().done()) {
            return Index.Effect.ALREADY_DONE;
        }
        recipients.set(change.ordinal(), recipient.at(change.standing()));
        var message = mail.message();
        mails.put(
                change.id(),
                new Mail(
                        new SpooledMessage(
                                message.id(), message.envelope(), message.bodyBytes(), recipients),
                        mail.body()));
        if (recipients.stream().allMatch(one -> one.standing().done())) {
            mails.remove(change.id());
        }
        return Index.Effect.TAKEN;
    }

    boolean sameAs(SpoolModel other) {
        return mails.equals(other.mails) && controls.equals(other.controls);
    }

    @Override
    public String toString() {
        return mails.values().stream()
                        .map(m ->
                                m.message().id()
                                        + " "
                                        + m.message().recipients().stream()
                                                .map(r -> r.standing().toString())
                                                .toList())
                        .toList()
                + " "
                + controls;
    }
}
