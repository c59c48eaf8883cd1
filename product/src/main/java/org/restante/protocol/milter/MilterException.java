package org.restante.protocol.milter;

import java.io.IOException;

/// A filter cannot be asked, or does not keep to the protocol.
public final class MilterException extends IOException {
    private static final long serialVersionUID = 1;

    MilterException(String message) {
        super(message);
    }
}
