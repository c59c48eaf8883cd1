package org.restante.protocol.dkim;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;

/// The octets of a header that a signature is made over (RFC 6376 §3.7): the fields it names, the last of a name first, then itself.
final class SignedHeader {
    private SignedHeader() {}

    /// The canonical octets.
    ///
    /// @param signature the signature's own field, still with or already without the value of its `b=`
    static byte[] octets(
            HeaderFields fields, List<String> names, HeaderField signature, Canonicalization form) {
        var out = new ByteArrayOutputStream(2048);
        var left = new HashMap<String, Deque<HeaderField>>();
        for (var name : names) {
            var field = left.computeIfAbsent(name, n -> stack(fields, n, signature)).pollLast();
            if (field != null) {
                form.field(field, out);
                out.write('\r');
                out.write('\n');
            }
        }
        form.field(withoutSignature(signature), out);
        return out.toByteArray();
    }

    private static Deque<HeaderField> stack(
            HeaderFields fields, String name, HeaderField signature) {
        var stack = new ArrayDeque<>(fields.named(name));
        stack.removeIf(field -> field == signature);
        return stack;
    }

    /// The field with the value of its `b=` taken out, all else as it stands.
    static HeaderField withoutSignature(HeaderField field) {
        int start = field.valueFrom();
        while (start < field.to()) {
            int end = indexOf(field.octets(), ';', start, field.to());
            int equals = indexOf(field.octets(), '=', start, end);
            if (equals < end && isSignatureTag(field.octets(), start, equals)) {
                return cut(field, equals + 1, end);
            }
            start = end + 1;
        }
        return field;
    }

    private static int indexOf(byte[] octets, char wanted, int from, int to) {
        int at = from;
        while (at < to && octets[at] != wanted) {
            at++;
        }
        return at;
    }

    private static boolean isSignatureTag(byte[] octets, int from, int to) {
        boolean found = false;
        for (int at = from; at < to; at++) {
            boolean isSpace = " \t\r\n".indexOf(octets[at]) >= 0;
            if (!isSpace && (found || octets[at] != 'b')) {
                return false;
            }
            found |= !isSpace;
        }
        return found;
    }

    private static HeaderField cut(HeaderField field, int from, int to) {
        int before = from - field.from();
        var octets = new byte[before + field.to() - to];
        System.arraycopy(field.octets(), field.from(), octets, 0, before);
        System.arraycopy(field.octets(), to, octets, before, field.to() - to);
        return new HeaderField(
                octets, 0, octets.length, field.name(), field.valueFrom() - field.from());
    }
}
