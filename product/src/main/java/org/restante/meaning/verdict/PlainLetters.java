package org.restante.meaning.verdict;

import java.nio.charset.StandardCharsets;

/// Letters beyond US-ASCII as rules see them: Latin ones without their marks (`é` is `e`), Cyrillic and Greek ones in lower case,
/// typographic signs as plain ones. UTF-8 that was taken for Latin-1 and encoded once more is read as what it was; a byte that is
/// no UTF-8 is read as Latin-1.
final class PlainLetters {
    /// From U+00C0 on.
    private static final String LATIN_1 =
            "aaaaaaaceeeeiiiidnooooo*ouuuuytsaaaaaaaceeeeiiiidnooooo/ouuuuyty";

    /// From U+0100 on.
    private static final String LATIN_EXTENDED =
            "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllll"
                    + "nnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

    private final byte[] text;
    private final int end;
    private int at;
    private int length;

    private PlainLetters(byte[] text, int from, int end) {
        this.text = text;
        this.end = end;
        at = from;
        length = from;
    }

    /// A rule's text, spelled as the normal text in which it is looked for.
    static String of(String text) {
        if (isPlain(text)) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = spell(bytes, 0, bytes.length);
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }

    /// Spells the bytes `[from, to)` plainly, in place, which makes them no longer.
    ///
    /// @return where they end now
    static int spell(byte[] text, int from, int to) {
        return new PlainLetters(text, from, to).spell();
    }

    private int spell() {
        while (at < end) {
            byte b = text[at];
            if (b >= 0) {
                text[length++] = b;
                at++;
                continue;
            }
            int size = sizeAt(at);
            if (size == 1) {
                latin1(b & 0xff);
            } else {
                int character = character(size);
                int twice = size == 2 && character < 0xf5 ? encodedTwice(character) : 0;
                write(twice > 0 ? twice : character, size);
            }
        }
        return length;
    }

    /// How many bytes the character takes; one where they are no UTF-8.
    private int sizeAt(int from) {
        int b = text[from] & 0xff;
        int size =
                b >= 0xf0 && b < 0xf5
                        ? 4
                        : b >= 0xe0 && b < 0xf0 ? 3 : b >= 0xc2 && b < 0xe0 ? 2 : 1;
        if (from + size > end) {
            return 1;
        }
        for (int i = 1; i < size; i++) {
            if ((text[from + i] & 0xc0) != 0x80) {
                return 1;
            }
        }
        return size;
    }

    private int character(int size) {
        int character = text[at] & 0xff >> size + 1;
        for (int i = 1; i < size; i++) {
            character = character << 6 | text[at + i] & 0x3f;
        }
        return character;
    }

    /// The character whose UTF-8 bytes stand here as characters of their own, the first of them `lead`; passes all but the last
    /// pair. 0 where none stands here.
    private int encodedTwice(int lead) {
        int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : lead >= 0xc2 ? 1 : 0;
        int last = at + 2 * more;
        if (more == 0 || last + 2 > end) {
            return 0;
        }
        int character = lead & 0x3f >> more;
        for (int i = at + 2; i <= last; i += 2) {
            if (text[i] != (byte) 0xc2 || (text[i + 1] & 0xc0) != 0x80) {
                return 0;
            }
            character = character << 6 | text[i + 1] & 0x3f;
        }
        at = last;
        return character;
    }

    private void latin1(int b) {
        text[length++] = b < 0xc0 ? text[at] : (byte) LATIN_1.charAt(b - 0xc0);
        at++;
    }

    /// Writes a character and passes the `size` bytes that are left of it.
    private void write(int character, int size) {
        at += size;
        int plain = plain(character);
        if (plain < 128) {
            if (plain > 0) {
                text[length++] = (byte) plain;
            }
            if (character == 0xdf) {
                text[length++] = 's';
            } else if (character == 0xe6 || character == 0xc6) {
                text[length++] = 'e';
            }
        } else if (plain < 0x800) {
            text[length++] = (byte) (0xc0 | plain >> 6);
            text[length++] = (byte) (0x80 | plain & 0x3f);
        } else {
            if (plain < 0x10000) {
                text[length++] = (byte) (0xe0 | plain >> 12);
            } else {
                text[length++] = (byte) (0xf0 | plain >> 18);
                text[length++] = (byte) (0x80 | plain >> 12 & 0x3f);
            }
            text[length++] = (byte) (0x80 | plain >> 6 & 0x3f);
            text[length++] = (byte) (0x80 | plain & 0x3f);
        }
    }

    /// The plain form; 0 for what is left out.
    private static int plain(int c) {
        if (c < 0x180) {
            return c >= 0x100
                    ? LATIN_EXTENDED.charAt(c - 0x100)
                    : c >= 0xc0 ? LATIN_1.charAt(c - 0xc0) : c == 0xa0 ? ' ' : c;
        }
        if (c < 0x460) {
            if (c >= 0x300 && c < 0x370) {
                return 0;
            }
            if (c >= 0x218 && c <= 0x21b) {
                return c < 0x21a ? 's' : 't';
            }
            if (c == 0x401 || c == 0x451) {
                return 0x435;
            }
            return c >= 0x410 && c < 0x430 || c >= 0x391 && c <= 0x3a9
                    ? c + 0x20
                    : c >= 0x400 && c < 0x410 ? c + 0x50 : c;
        }
        if (c >= 0x2010 && c <= 0x2015) {
            return '-';
        }
        return switch (c) {
            case 0x2018, 0x2019 -> '\'';
            case 0x201c, 0x201d, 0x201e -> '"';
            case 0x200b, 0xfeff -> 0;
            case 0x202f, 0x3000 -> ' ';
            default -> c >= 0xff01 && c <= 0xff5e ? ByteKind.LOWER[c - 0xfee0] : c;
        };
    }
}
