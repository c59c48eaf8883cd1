/// The MTA's side of the milter protocol, version 6, as Sendmail's libmilter and Postfix speak it: a filter is told of a message step by
/// step, answers each step, and at the end may change the message. Decides nothing: answers are values.
@NullMarked
package org.restante.protocol.milter;

import org.jspecify.annotations.NullMarked;
