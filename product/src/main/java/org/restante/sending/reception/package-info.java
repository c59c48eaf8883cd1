/// Takes mail in by SMTP: sessions, TLS, authentication and who may do what. One virtual thread a connection, in straight-line
/// code; 250 is said only after the door behind it says durable. Nobody relays through it whom the configuration does not name.
@NullMarked
package org.restante.sending.reception;

import org.jspecify.annotations.NullMarked;
