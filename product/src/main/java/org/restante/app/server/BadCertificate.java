package org.restante.app.server;

import java.nio.file.Path;

/// A certificate or its key cannot be used; the message says what is wrong and what would be right.
public final class BadCertificate extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean isKey;

    /// @param isKey whether the key is meant, else the certificate
    BadCertificate(boolean isKey, Path file, String what) {
        super(file + ": " + what);
        this.isKey = isKey;
    }

    public boolean isKey() {
        return isKey;
    }
}
