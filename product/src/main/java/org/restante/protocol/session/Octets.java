package org.restante.protocol.session;

import java.io.IOException;

/// Takes octets as they come.
@FunctionalInterface
public interface Octets {
    void write(byte[] bytes, int at, int count) throws IOException;
}
