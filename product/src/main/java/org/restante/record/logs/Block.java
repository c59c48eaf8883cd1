package org.restante.record.logs;

/// A stretch of one log: whole lines, read in one go. Blocks are numbered in the order of the input, so that what was read
/// side by side can be put in order again.
public final class Block {
    /// Room for the lines; grows only for a line longer than a block.
    byte[] bytes;

    int length;
    long number;
    int file;

    Block(int size) {
        bytes = new byte[size];
    }

    /// A block of lines that are at hand already.
    public static Block of(byte[] lines, int length, int file) {
        var block = new Block(0);
        block.bytes = lines;
        block.length = length;
        block.file = file;
        return block;
    }

    public byte[] bytes() {
        return bytes;
    }

    /// How many bytes of [#bytes] are lines.
    public int length() {
        return length;
    }

    /// 0, 1, 2 … over the whole input.
    public long number() {
        return number;
    }

    /// Which of the input's files it came from.
    public int file() {
        return file;
    }
}
