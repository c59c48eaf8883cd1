/// Says to a person what a code or a reply means: the verdict of the rules, the page of the reference, and what the reply itself
/// gives away. [org.restante.app.explain.Explanations] is the door.
@NullMarked
package org.restante.app.explain;

import org.jspecify.annotations.NullMarked;
