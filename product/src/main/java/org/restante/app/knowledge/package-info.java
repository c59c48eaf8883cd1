/// Reads what the product knows: rules and providers, and the pages of the code reference. Files are read here and nowhere in
/// `org.restante.meaning`.
@NullMarked
package org.restante.app.knowledge;

import org.jspecify.annotations.NullMarked;
