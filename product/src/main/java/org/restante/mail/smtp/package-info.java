/// The words of an SMTP conversation as values: [Reply], [EnhancedStatusCode], [Stage] and [Trouble] (RFC 5321, 3463, 2034).
/// Nothing here knows a socket, a file or a provider.
@NullMarked
package org.restante.mail.smtp;

import org.jspecify.annotations.NullMarked;
