/// Signatures of mail by domain keys (RFC 6376, 8301, 8463): canonical forms, signing, and verifying.
///
/// A [MessageSigner] and a [Verifier] see the body once, as it passes by, and keep none of it; the header they get whole. Lines end with
/// CRLF: a lone CR or LF is an octet like any other, as it is on the wire. Keys come in through a port ([PublicKeys]), the time as an
/// argument; nothing here touches a file or the network.
@NullMarked
package org.restante.protocol.dkim;

import org.jspecify.annotations.NullMarked;
