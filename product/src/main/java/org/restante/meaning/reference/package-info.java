/// The code reference: a page for each reply code, enhanced status code and code of a provider, written for the person who
/// found it in a log.
///
/// The room is pure. [CodeReference] is given the [Heading]s of all pages and a way to get a [CodePage] by its place, so that
/// one answer needs one page and not all of them; who reads files is `org.restante.app.knowledge`.
@NullMarked
package org.restante.meaning.reference;

import org.jspecify.annotations.NullMarked;
