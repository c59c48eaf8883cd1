/// The events on record: JSON lines in files that are only appended to, packed when they are full, kept for a time and up to a
/// size.
///
/// *Synced policy*: the spool has an event durable before the journal sees it, so nobody waits for the journal. What came together is
/// synced together, about four times a second while there is something; a crash costs nothing, as the spool's cursor stands before
/// what was not synced and the journal passes over what it holds already.
///
/// | what goes wrong | what is done |
/// |---|---|
/// | disk full, I/O error while writing | the file is cut back to the last sync; the events stay in the spool and are appended again |
/// | sync fails | the file is cut back and never written again; the next event begins a new one |
/// | crash in a line | the unsound end is cut off when the folder is opened |
/// | crash while packing | the half-packed copy is deleted; a whole one counts, and the plain file goes |
/// | packing or deleting fails | told, tried again at the next rotation or within a minute |
/// | a packed file is damaged | readers tell of it, give what comes before, and go on with the next |
@NullMarked
package org.restante.record.journal;

import org.jspecify.annotations.NullMarked;
