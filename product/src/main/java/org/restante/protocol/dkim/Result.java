package org.restante.protocol.dkim;

/// What the check of one signature came to (RFC 8601 §2.7.1).
public sealed interface Result {
    /// The signature is good.
    record Pass() implements Result {}

    /// It was made, but not over this message.
    record Fail(Flaw flaw, String detail) implements Result {}

    /// The key cannot be had now.
    record TemporaryError(String detail) implements Result {}

    /// It can never count.
    record PermanentError(Flaw flaw, String detail) implements Result {}

    /// As `Authentication-Results` has it: `pass`, `fail`, `temperror`, `permerror`.
    default String word() {
        return switch (this) {
            case Pass _ -> "pass";
            case Fail _ -> "fail";
            case TemporaryError _ -> "temperror";
            case PermanentError _ -> "permerror";
        };
    }
}
