/// Makes delivery status notifications (RFC 3464, 3461): a text for people, a part for programs, and the message or its header.
@NullMarked
package org.restante.sending.bounce;

import org.jspecify.annotations.NullMarked;
