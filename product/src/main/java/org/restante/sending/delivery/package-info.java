/// One SMTP or LMTP session with one host (RFC 5321 §3, RFC 2033): says the mail, and tells what was answered to whom. It decides
/// nothing: what an answer means and what follows is for others.
@NullMarked
package org.restante.sending.delivery;

import org.jspecify.annotations.NullMarked;
