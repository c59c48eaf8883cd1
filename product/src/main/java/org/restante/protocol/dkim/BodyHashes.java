package org.restante.protocol.dkim;

import java.io.OutputStream;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// All hashes that the signatures of one message need, made in one pass over its body.
final class BodyHashes extends OutputStream {
    /// A hash and how long the canonical body was.
    record Hashed(byte[] hash, long octets) {}

    private final List<BodyHash> hashes;

    BodyHashes(Collection<BodyHash.Kind> kinds) {
        hashes = new LinkedHashSet<>(kinds).stream().map(BodyHash::new).toList();
    }

    @Override
    public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
        for (var hash : hashes) {
            hash.write(bytes, from, count);
        }
    }

    /// The body is complete.
    Map<BodyHash.Kind, Hashed> finish() {
        var finished = new HashMap<BodyHash.Kind, Hashed>();
        for (var hash : hashes) {
            finished.put(hash.kind(), new Hashed(hash.finish(), hash.octets()));
        }
        return finished;
    }
}
