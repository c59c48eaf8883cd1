/// What waits to be delivered, since when, and when it is due: the states of recipients, their schedule, their end. What is said
/// here was stored first; after a restart everything stands as it stood.
@NullMarked
package org.restante.sending.queue;

import org.jspecify.annotations.NullMarked;
