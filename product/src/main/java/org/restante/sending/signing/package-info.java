/// Which keys sign which mail.
///
/// [Signatures] is the door: made from [SigningSettings], it holds the keys, chooses by the domain of From, and gives the fields to put
/// before a message. How a signature is made stands in [org.restante.protocol.dkim].
@NullMarked
package org.restante.sending.signing;

import org.jspecify.annotations.NullMarked;
