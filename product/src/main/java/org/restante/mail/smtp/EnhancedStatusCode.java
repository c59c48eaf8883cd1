package org.restante.mail.smtp;

import java.util.Optional;

/// An enhanced mail system status code, `class.subject.detail` (RFC 3463 §2).
///
/// @param category the class: 2 success, 4 persistent transient failure, 5 permanent failure
/// @param subject 0 to 999; 7 is security or policy
/// @param detail 0 to 999
public record EnhancedStatusCode(int category, int subject, int detail)
        implements Comparable<EnhancedStatusCode> {
    public EnhancedStatusCode {
        if (category != 2 && category != 4 && category != 5) {
            throw new IllegalArgumentException(
                    "class of an enhanced status code is 2, 4 or 5: " + category);
        }
        if (subject < 0 || subject > 999 || detail < 0 || detail > 999) {
            throw new IllegalArgumentException(
                    "subject and detail have one to three digits: " + subject + "." + detail);
        }
    }

    /// The code that `text` is, with nothing around it.
    public static Optional<EnhancedStatusCode> of(CharSequence text) {
        return at(text, 0, text.length()).filter(code -> code.length() == text.length());
    }

    /// The code that begins at `from`, if one does and it does not run on into a longer number or word.
    public static Optional<EnhancedStatusCode> at(CharSequence text, int from, int to) {
        if (to - from < 5 || text.charAt(from + 1) != '.') {
            return Optional.empty();
        }
        int category = text.charAt(from) - '0';
        if (category != 2 && category != 4 && category != 5) {
            return Optional.empty();
        }
        int position = from + 2;
        int subject = digits(text, position, to);
        position += width(text, position, to);
        if (subject < 0 || position >= to || text.charAt(position) != '.') {
            return Optional.empty();
        }
        position++;
        int detail = digits(text, position, to);
        position += width(text, position, to);
        if (detail < 0 || position < to && continuesCode(text, position, to)) {
            return Optional.empty();
        }
        return Optional.of(new EnhancedStatusCode(category, subject, detail));
    }

    private static boolean continuesCode(CharSequence text, int position, int to) {
        char next = text.charAt(position);
        if (next == '.') {
            return position + 1 < to && isDigit(text.charAt(position + 1));
        }
        return isDigit(next);
    }

    private static int digits(CharSequence text, int from, int to) {
        int value = -1;
        for (int i = from; i < Math.min(to, from + 3) && isDigit(text.charAt(i)); i++) {
            value = Math.max(value, 0) * 10 + text.charAt(i) - '0';
        }
        return value;
    }

    private static int width(CharSequence text, int from, int to) {
        int end = from;
        while (end < Math.min(to, from + 3) && isDigit(text.charAt(end))) {
            end++;
        }
        return end - from;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /// How many characters the code takes when written without leading zeros.
    public int length() {
        return toString().length();
    }

    public boolean isPermanent() {
        return category == 5;
    }

    @Override
    public int compareTo(EnhancedStatusCode other) {
        int byClass = Integer.compare(category, other.category);
        int bySubject = byClass != 0 ? byClass : Integer.compare(subject, other.subject);
        return bySubject != 0 ? bySubject : Integer.compare(detail, other.detail);
    }

    @Override
    public String toString() {
        return category + "." + subject + "." + detail;
    }
}
