/// SMTP on the wire, both sides: lines, replies, mail data and the grammar of commands and their parameters (RFC 5321, 2920, 3030,
/// 3461, 6531). What comes from the other side is bounded in size and time; what it means is others' business.
@NullMarked
package org.restante.protocol.session;

import org.jspecify.annotations.NullMarked;
