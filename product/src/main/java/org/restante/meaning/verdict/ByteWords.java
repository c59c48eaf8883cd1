package org.restante.meaning.verdict;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;

/// A set of words that is asked with stretches of bytes.
final class ByteWords {
    private final byte[][] slots;
    private int longest;

    ByteWords(Collection<String> words) {
        slots = new byte[Integer.highestOneBit(Math.max(8, words.size() * 4)) * 2][];
        for (var word : words) {
            add(word.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void add(byte[] word) {
        longest = Math.max(longest, word.length);
        int slot = hash(word, 0, word.length) & slots.length - 1;
        while (slots[slot] != null) {
            if (Arrays.equals(slots[slot], word)) {
                return;
            }
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = word;
    }

    boolean holds(byte[] in, int from, int to) {
        if (to - from > longest) {
            return false;
        }
        int slot = hash(in, from, to) & slots.length - 1;
        while (slots[slot] != null) {
            if (Arrays.equals(slots[slot], 0, slots[slot].length, in, from, to)) {
                return true;
            }
            slot = slot + 1 & slots.length - 1;
        }
        return false;
    }

    private static int hash(byte[] in, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + in[i];
        }
        return hash ^ hash >>> 15;
    }
}
