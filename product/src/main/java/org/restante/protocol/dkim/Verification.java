package org.restante.protocol.dkim;

import java.util.Optional;
import java.util.OptionalInt;

/// One signature of a message and what its check came to.
///
/// @param signature what it says; empty when it could not be read
/// @param isTest the key's record says that signing is only tried out (`t=y`): a failure means nothing
/// @param keyBits size of the key that was found
/// @param unsignedOctets of the canonical body beyond `l=`, which anybody may have added
public record Verification(
        Optional<SignatureField> signature,
        Result result,
        boolean isTest,
        OptionalInt keyBits,
        long unsignedOctets) {
    static Verification unread(Result result) {
        return new Verification(Optional.empty(), result, false, OptionalInt.empty(), 0);
    }

    public boolean hasPassed() {
        return result instanceof Result.Pass;
    }
}
