/// The server's HTTP interface: routes ([Endpoint]) with the scope each asks for, tokens, limits, and problem documents (RFC 9457) for all
/// that is refused. What a route does belongs to the room it speaks for; here it is only named, checked and translated.
///
/// One virtual thread a connection. A request is bounded in octets and in time from its first line to its last octet; who shows wrong tokens
/// too often is slowed down, and whoever shows a right one is let in. `openapi/*.json` describes every route; a test holds both together.
@NullMarked
package org.restante.app.api;

import org.jspecify.annotations.NullMarked;
