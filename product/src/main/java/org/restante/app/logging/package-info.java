/// What the server says while it runs: lines for machines and people, to standard error, with the ids that tie them together. Only
/// `serve` logs; every other command answers on its streams and starts without a logging library.
///
/// A line is handed over and written by a thread of its own. A reader that does not keep up costs lines, which are counted and told,
/// and never mail. No line holds a secret or what stands in a message.
@NullMarked
package org.restante.app.logging;

import org.jspecify.annotations.NullMarked;
