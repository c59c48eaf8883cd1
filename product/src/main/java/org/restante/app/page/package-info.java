/// The page of `analyze --html`: one file with its style, its drawings and its little script inside. Templates stand in
/// `src/main/jte`; everything that comes from a log is escaped by them.
@NullMarked
package org.restante.app.page;

import org.jspecify.annotations.NullMarked;
