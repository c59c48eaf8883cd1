package org.restante.protocol.session;

/// The one line end of SMTP.
final class LineEnd {
    static final byte[] CRLF = {'\r', '\n'};

    private LineEnd() {}
}
