package org.restante.protocol.dkim;

import java.util.Optional;

/// A signature's field and what could be read of it.
sealed interface Candidate {
    HeaderField field();

    record Readable(HeaderField field, SignatureField signature) implements Candidate {}

    record Unreadable(HeaderField field, Result result) implements Candidate {}

    static Candidate of(HeaderField field, boolean isTooMany, KeyPolicy policy) {
        if (isTooMany) {
            return new Unreadable(field, new Result.PermanentError(Flaw.TOO_MANY, "not looked at"));
        }
        try {
            return new Readable(field, SignatureField.read(field.value(), policy));
        } catch (Unfit e) {
            return new Unreadable(field, e.result());
        }
    }

    default Optional<SignatureField> read() {
        return switch (this) {
            case Readable readable -> Optional.of(readable.signature());
            case Unreadable _ -> Optional.empty();
        };
    }
}
