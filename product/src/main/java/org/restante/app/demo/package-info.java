/// `restante demo`: the server, receivers behind sockets, and mail with a story, in a time that passes faster than ours.
@NullMarked
package org.restante.app.demo;

import org.jspecify.annotations.NullMarked;
