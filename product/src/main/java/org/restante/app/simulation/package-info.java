/// `restante simulate`: scenarios read from files, and their results told in the terminal, as JSON and as a page.
@NullMarked
package org.restante.app.simulation;

import org.jspecify.annotations.NullMarked;
