package org.restante.app.server;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.restante.app.duty.IncidentWatch;

/// The keys that sign and the certificates that are shown, by where they are used; of each the beginning of a hash of its public half.
record KeysInForce(Map<String, String> all) {
    private static final int SHOWN = 16;

    KeysInForce {
        all = Map.copyOf(all);
    }

    static KeysInForce of(Terms terms) {
        var all = new TreeMap<String, String>();
        for (var one : terms.signatures().all()) {
            all.put(
                    "DKIM key at " + one.selector().nameAt(one.domain()),
                    beginning(one.key().record().octets()));
        }
        terms.tls()
                .ifPresent(shown -> {
                    all.put("certificate for SMTP", beginning(shown.usual()));
                    shown.named()
                            .forEach((name, one) ->
                                    all.put("certificate for SMTP as " + name, beginning(one)));
                });
        terms.web().ifPresent(one -> all.put("certificate for HTTP", beginning(one)));
        return new KeysInForce(all);
    }

    private static String beginning(ServerCertificate one) {
        return one.fingerprint().substring(0, SHOWN);
    }

    private static String beginning(byte[] octets) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(octets);
            return HexFormat.of().formatHex(hash).substring(0, SHOWN);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// What is different in others, each as the act of an event.
    List<String> changes(KeysInForce others) {
        var changes = new ArrayList<String>();
        var names = new TreeSet<>(all.keySet());
        names.addAll(others.all.keySet());
        for (var name : names) {
            var before = all.getOrDefault(name, "none");
            var now = others.all.getOrDefault(name, "none");
            if (!before.equals(now)) {
                changes.add(
                        IncidentWatch.KEY_CHANGE + name + ", now " + now + ", before " + before);
            }
        }
        return changes;
    }
}
