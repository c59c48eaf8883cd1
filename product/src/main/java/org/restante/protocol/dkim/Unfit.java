package org.restante.protocol.dkim;

/// Ends the reading or the check of one signature with what it came to; never leaves this room.
final class Unfit extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Result result;

    Unfit(Result result) {
        super(String.valueOf(result), null, false, false);
        this.result = result;
    }

    static Unfit permanent(Flaw flaw, String detail) {
        return new Unfit(new Result.PermanentError(flaw, detail));
    }

    static Unfit failed(Flaw flaw, String detail) {
        return new Unfit(new Result.Fail(flaw, detail));
    }

    Result result() {
        return result;
    }
}
