/// The words for who writes to whom: [Domain], [AddressLiteral] and [Mailbox] (RFC 5321, RFC 6531).
@NullMarked
package org.restante.mail.message;

import org.jspecify.annotations.NullMarked;
