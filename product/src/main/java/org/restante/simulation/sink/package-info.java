/// Receivers with hidden limits behind real SMTP sockets: the same models that play in virtual time, for demonstrations, end-to-end
/// tests and benchmarks. What they take is read to its end and dropped.
///
/// ```text
/// client ── socket ──► Session ──► SharedVisit ──(one at a time)──► Receiver     says what the receiver answers
///                         └── Wait ◄── its latency                               time, waiting and chance are arguments
/// ```
///
/// Each connection has a virtual thread; a [Sink] bounds their number, the length of lines, the size of messages and the time a
/// client may be silent. What a receiver counts is counted by the client's address.
@NullMarked
package org.restante.simulation.sink;

import org.jspecify.annotations.NullMarked;
