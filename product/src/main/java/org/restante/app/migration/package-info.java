/// Moving here from another server: reads its files and writes a `restante.toml`, which says of each value where it comes from and
/// names whatever could not be carried over, and why.
@NullMarked
package org.restante.app.migration;

import org.jspecify.annotations.NullMarked;
