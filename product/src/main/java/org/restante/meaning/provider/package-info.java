/// Who runs an MX host: [Provider]s as values, found by MX host or recipient domain, and the roll-up of MX hosts to a site.
@NullMarked
package org.restante.meaning.provider;

import org.jspecify.annotations.NullMarked;
