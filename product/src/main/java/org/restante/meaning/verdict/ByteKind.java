package org.restante.meaning.verdict;

/// What each byte of a reply is to the normal text, and what it is in lower case.
final class ByteKind {
    static final byte BLANK = 0;
    static final byte MARK = 1;
    static final byte LETTER = 2;
    static final byte DIGIT = 3;
    static final byte DOT = 4;
    static final byte AT = 5;
    static final byte JOINER = 6;

    /// A byte of a character beyond US-ASCII; a letter in all else.
    static final byte BEYOND = 7;

    static final byte[] OF = new byte[256];
    static final byte[] LOWER = new byte[256];

    static {
        for (int i = 0; i < 256; i++) {
            OF[i] = i <= ' ' ? BLANK : i >= 128 ? BEYOND : MARK;
            LOWER[i] = (byte) i;
        }
        for (int c = 'a'; c <= 'z'; c++) {
            OF[c] = LETTER;
            OF[c - 32] = LETTER;
            LOWER[c - 32] = (byte) c;
        }
        for (int c = '0'; c <= '9'; c++) {
            OF[c] = DIGIT;
        }
        OF['.'] = DOT;
        OF['@'] = AT;
        for (char c : "-_#+~".toCharArray()) {
            OF[c] = JOINER;
        }
    }

    private ByteKind() {}
}
