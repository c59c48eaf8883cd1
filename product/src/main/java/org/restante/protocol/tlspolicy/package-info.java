/// What TLS a mail host must show before mail goes to it, and why: DANE (RFC 7672) and MTA-STS (RFC 8461), and the counts that are
/// reported to the receiver (TLS-RPT, RFC 8460).
///
/// [TlsPolicies] is the door: for one MX host it says a [Demand]. DANE goes before MTA-STS (RFC 8461 §2) and counts only where the
/// DNS answers were validated. Where DANE cannot be told, the host is not used for now: who can disturb our DNS must not be able to
/// switch DANE off. [DaneTrust] and [StsTrust] check a certificate inside JSSE.
@NullMarked
package org.restante.protocol.tlspolicy;

import org.jspecify.annotations.NullMarked;
