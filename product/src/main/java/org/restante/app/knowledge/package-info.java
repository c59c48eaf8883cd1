/// What the product knows, read from `knowledge/`: providers, rules, the meanings of codes, and the pages of the code reference.
/// Files are read here and nowhere in `org.restante.meaning`. The TOML files are compiled at build time into flat resources,
/// because parsing them takes longer than a command may take to answer; where those are absent the TOML files themselves are
/// read. A user's own folder is read after ours and asked first.
@NullMarked
package org.restante.app.knowledge;

import org.jspecify.annotations.NullMarked;
