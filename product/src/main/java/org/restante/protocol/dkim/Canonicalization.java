package org.restante.protocol.dkim;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Optional;

/// What is done to a message before it is hashed, so that what relays do on the way breaks no signature (RFC 6376 §3.4).
public enum Canonicalization {
    SIMPLE {
        @Override
        void field(HeaderField field, ByteArrayOutputStream out) {
            out.write(field.octets(), field.from(), field.to() - field.from());
        }
    },
    RELAXED {
        /// The name in lower case, the value unfolded, runs of blanks made one, none at either end.
        @Override
        void field(HeaderField field, ByteArrayOutputStream out) {
            for (int at = 0; at < field.name().length(); at++) {
                out.write(field.name().charAt(at));
            }
            out.write(':');
            boolean blank = false;
            boolean begun = false;
            for (int at = field.valueFrom(); at < field.to(); at++) {
                byte octet = field.octets()[at];
                if (octet == ' ' || octet == '\t') {
                    blank = true;
                } else if (field.isLineEnd(at)) {
                    at++;
                } else {
                    if (blank && begun) {
                        out.write(' ');
                    }
                    out.write(octet);
                    blank = false;
                    begun = true;
                }
            }
        }
    };

    /// One field without the CRLF that ends it.
    abstract void field(HeaderField field, ByteArrayOutputStream out);

    static Optional<Canonicalization> of(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "simple" -> Optional.of(SIMPLE);
            case "relaxed" -> Optional.of(RELAXED);
            default -> Optional.empty();
        };
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
