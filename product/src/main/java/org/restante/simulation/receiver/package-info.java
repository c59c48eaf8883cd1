/// Receivers with hidden limits: what a receiving site answers to a client, moment by moment, in whatever time it is told. Pure: time
/// and chance are arguments, so the same receiver serves virtual time and real sockets.
///
/// Checks come in this order, and the first that refuses answers:
///
/// ```text
/// connected   outage -> faulty host -> box -> connections at once -> connections a minute
/// MAIL        outage -> box -> messages on this connection           (-> limit, where the model limits at MAIL)
/// RCPT        unknown user -> greylist triple -> mailbox full -> ambient 451     (-> limit, the usual place)
/// DATA        (-> limit)
/// content     what the message holds                                 (-> limit, as Gmail does)
/// ```
///
/// A refusal by a limit is a violation. Violations decay; enough of them open the *box*: for a while nothing at all is taken from that
/// source, each box may be longer than the last, and a try during it may start it over. Nothing here tells a client why it was refused
/// but the words of the reply.
@NullMarked
package org.restante.simulation.receiver;

import org.jspecify.annotations.NullMarked;
