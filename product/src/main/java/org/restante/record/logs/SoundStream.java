package org.restante.record.logs;

import com.github.luben.zstd.ZstdIOException;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.ZipException;

/// A text that ends where its compressed data is damaged, instead of failing there; [#damage] tells of it. Trouble of the
/// disk is still an exception.
final class SoundStream extends FilterInputStream {
    private String damage = "";

    private SoundStream(InputStream in) {
        super(in);
    }

    /// Opens the text of `file`; even the head of its compressed data may be damaged.
    static SoundStream open(LogFile file) throws IOException {
        try {
            return new SoundStream(file.text());
        } catch (EOFException | ZipException | ZstdIOException e) {
            var nothing = new SoundStream(InputStream.nullInputStream());
            nothing.damaged(e);
            return nothing;
        }
    }

    private void damaged(IOException e) {
        damage =
                "the compressed data ends early or is damaged ("
                        + Objects.requireNonNullElse(e.getMessage(), "no end")
                        + "); what came before it was read";
    }

    /// What is wrong with the data, in words; empty so far as all is well.
    String damage() {
        return damage;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int at, int length) throws IOException {
        if (!damage.isEmpty()) {
            return -1;
        }
        try {
            return super.read(buffer, at, length);
        } catch (EOFException | ZipException | ZstdIOException e) {
            damaged(e);
            return -1;
        }
    }
}
