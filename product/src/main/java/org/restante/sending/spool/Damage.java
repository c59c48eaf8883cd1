package org.restante.sending.spool;

/// A stretch of the log that was on disk once and could not be read back. What it held is lost to the spool; its bytes are kept.
///
/// @param segment the file's generation
/// @param offset where the stretch begins
/// @param bytes its length
/// @param from sequence of the first record that is missing
/// @param to sequence of the first record that was read again after it, or 0 where there is none in the segment
/// @param copy name of the file in the spool's folder that has the bytes
/// @param what the same in words
public record Damage(
        long segment, int offset, int bytes, long from, long to, String copy, String what) {}
