package org.restante.mail.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The addresses of a `From`, `Sender` or `To` field (RFC 5322 §3.4, obsolete forms too): display names, comments, groups and
/// routes are gone over, for only the addresses count.
///
/// @param addresses in the order given
public record AddressList(List<Mailbox> addresses) {
    /// Words and quoted strings; the dot of obsolete names too (RFC 5322 §4.1).
    private static final Pattern NAME =
            Pattern.compile("(?:[^\\p{Cntrl}\"@\\[\\]\\\\]|\\t|\"(?:[^\"\\\\]|\\\\.)*+\")*+");

    public AddressList {
        addresses = List.copyOf(addresses);
    }

    /// Reads a field's value, unfolded; empty when a part of it is no address, for then nobody knows who is meant.
    public static Optional<AddressList> of(String value) {
        return new Reader(value).read();
    }

    /// The same of a field that is written as RFC 5322 §3.4 has it but for forms that mislead nobody: what stands before an address in
    /// angle brackets is a name, or that very address, and behind them nothing is. Some mail clients show an address that stands bare in a name's place.
    public static Optional<AddressList> wellFormed(String value) {
        var reader = new Reader(value);
        return reader.read().filter(ignored -> !reader.isMisleading);
    }

    private static final class Reader {
        private final String text;
        private final List<Mailbox> found = new ArrayList<>();
        private int at;
        private boolean isBad;

        /// What stands outside of comments since the last comma.
        private final StringBuilder loose = new StringBuilder();

        private boolean hasAddress;
        private boolean isMisleading;

        Reader(String text) {
            this.text = text;
        }

        Optional<AddressList> read() {
            while (at < text.length() && !isBad) {
                step();
            }
            endMember();
            return isBad ? Optional.empty() : Optional.of(new AddressList(found));
        }

        private void step() {
            char c = text.charAt(at);
            switch (c) {
                case '(' -> comment();
                case '"' -> loose.append(quoted());
                case '<' -> angle();
                case ',', ';' -> {
                    endMember();
                    at++;
                }
                case ':' -> {
                    isBad |= hasAddress;
                    isMisleading |= !isName(loose);
                    loose.setLength(0);
                    at++;
                }
                case '[' -> loose.append(literal());
                case '>', ')', ']' -> isBad = true;
                default -> {
                    loose.append(c);
                    at++;
                }
            }
        }

        private static boolean isName(CharSequence text) {
            return NAME.matcher(text).matches();
        }

        private void endMember() {
            var rest = loose.toString().strip();
            isMisleading |= hasAddress && !rest.isEmpty();
            if (!hasAddress && !rest.isEmpty()) {
                add(rest);
            }
            loose.setLength(0);
            hasAddress = false;
        }

        private void add(String address) {
            var mailbox = Mailbox.of(withoutBlanks(address));
            mailbox.ifPresent(found::add);
            isBad |= mailbox.isEmpty();
        }

        /// Blanks may stand around the dots and the `@` (RFC 5322 §4.4); between words they make it no address.
        private static String withoutBlanks(String address) {
            return address.replaceAll("\\s*([.@])\\s*(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", "$1")
                    .strip();
        }

        private void angle() {
            isBad |= hasAddress;
            hasAddress = true;
            var name = loose.toString();
            loose.setLength(0);
            at++;
            var inside = new StringBuilder();
            while (at < text.length() && text.charAt(at) != '>' && !isBad) {
                char c = text.charAt(at);
                switch (c) {
                    case '(' -> comment();
                    case '"' -> inside.append(quoted());
                    case '<' -> isBad = true;
                    default -> {
                        inside.append(c);
                        at++;
                    }
                }
            }
            isBad |= at >= text.length();
            at++;
            int route = inside.toString().strip().startsWith("@") ? inside.indexOf(":") : -1;
            var address = inside.substring(route + 1).strip();
            isMisleading |= !isName(name) && !name.strip().equalsIgnoreCase(address);
            add(address);
        }

        private void comment() {
            int depth = 0;
            do {
                char c = at < text.length() ? text.charAt(at) : ')';
                isBad |= at >= text.length();
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
                at += c == '\\' ? 2 : 1;
            } while (depth > 0 && !isBad);
        }

        private String quoted() {
            return until('"');
        }

        private String literal() {
            return until(']');
        }

        /// With its delimiters.
        private String until(char end) {
            int from = at++;
            while (at < text.length() && text.charAt(at) != end) {
                at += text.charAt(at) == '\\' ? 2 : 1;
            }
            isBad |= at >= text.length();
            at = Math.min(at + 1, text.length());
            return text.substring(from, at);
        }
    }
}
