package org.restante.protocol.dkim;

/// Which keys and hashes a verifier believes (RFC 8301).
///
/// @param smallestRsa bits
/// @param largestRsa bits; a larger key would cost more than a stranger may make us spend
/// @param readsOld whether rsa-sha1 and the drafts without `v=` are believed, for mail of long ago
public record KeyPolicy(int smallestRsa, int largestRsa, boolean readsOld) {
    /// RFC 8301 §3.2 asks for 1024 and 4096; nobody publishes more than 8192.
    public static final KeyPolicy TODAY = new KeyPolicy(1024, 8192, false);

    /// What RFC 4871 and its drafts allowed: for archives.
    public static final KeyPolicy OF_OLD = new KeyPolicy(384, 8192, true);
}
