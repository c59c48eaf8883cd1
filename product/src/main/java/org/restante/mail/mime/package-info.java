/// Making messages: a header that any server passes on, bodies of text, HTML and files in the encodings they need (RFC 5322, 2045 to 2047,
/// 2231, 2392). Values in, octets out; nothing a program gives can make a field or a line of its own.
@NullMarked
package org.restante.mail.mime;

import org.jspecify.annotations.NullMarked;
