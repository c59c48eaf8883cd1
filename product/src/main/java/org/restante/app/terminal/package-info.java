/// What `analyze` prints for people: the story, the incidents and the tables, in lines of 100 columns, and the progress bar.
/// Nothing here asks what kind of terminal it writes to: colours and letters are told by the caller as a [Look].
@NullMarked
package org.restante.app.terminal;

import org.jspecify.annotations.NullMarked;
