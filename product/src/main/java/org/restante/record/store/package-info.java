/// The events in columns, to be asked: an index of the journal in one DuckDB file, in a process of its own.
///
/// The journal is the record and this is made of it: a [StoreProcess] follows the journal's files by itself, commits what it read together with
/// the place it had come to, and answers [Question]s. A [StoreKeeper] in the server starts it, starts it again when it has died, and asks it by
/// length-prefixed JSON over its standard input and output. Nothing of mail waits for any of this.
///
/// | what goes wrong | what is done |
/// |---|---|
/// | the process is killed | what was committed is there; reading goes on from the place that was committed with it |
/// | a stretch of the journal is read twice | an event whose id and time are there is passed over |
/// | the file is damaged, or of another version | it is put aside and made anew from the journal |
/// | a question takes too long | it is called off, and the one who asked is told |
@NullMarked
package org.restante.record.store;

import org.jspecify.annotations.NullMarked;
