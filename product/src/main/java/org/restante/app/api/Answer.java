package org.restante.app.api;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/// What a request is answered with.
public sealed interface Answer {
    /// A value as JSON: a record, map or list; names in snake case, absent values as null.
    ///
    /// @param cookies as their header has them (RFC 6265 §4.1), a field each
    record Json(int status, Object value, List<String> cookies) implements Answer {
        public Json {
            cookies = List.copyOf(cookies);
        }
    }

    /// Octets of some type.
    ///
    /// @param headers in place of the usual ones of the same name, or beside them
    record Octets(int status, String type, byte[] octets, Map<String, String> headers)
            implements Answer {
        public Octets {
            headers = Map.copyOf(headers);
        }

        public Octets(int status, String type, byte[] octets) {
            this(status, type, octets, Map.of());
        }
    }

    /// Octets that come one after the other, perhaps for long.
    record Stream(String type, Writer writer) implements Answer {}

    /// Nothing to say (204).
    record Done() implements Answer {}

    /// Writes a stream; returning ends it. Each write has its own deadline, so it may go on for as long as it likes.
    @FunctionalInterface
    interface Writer {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    static Json ok(Object value) {
        return new Json(200, value, List.of());
    }

    static Json of(int status, Object value) {
        return new Json(status, value, List.of());
    }
}
