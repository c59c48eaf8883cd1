package org.restante.mail.smtp;

/// Letters and digits of US-ASCII in bytes, without regard to case where words are compared.
final class Ascii {
    private Ascii() {}

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    static boolean isLetter(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z';
    }

    static int lower(byte b) {
        return b >= 'A' && b <= 'Z' ? b + 32 : b;
    }

    /// Whether `[from, to)` begins with the lower-case `word`.
    static boolean startsWith(byte[] in, int from, int to, String word) {
        return to - from >= word.length() && equals(in, from, from + word.length(), word);
    }

    static boolean equals(byte[] in, int from, int to, String word) {
        if (to - from != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (lower(in[from + i]) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static int indexOf(byte[] in, int from, int to, String word) {
        for (int at = from; at + word.length() <= to; at++) {
            if (lower(in[at]) == word.charAt(0) && startsWith(in, at, to, word)) {
                return at;
            }
        }
        return -1;
    }
}
