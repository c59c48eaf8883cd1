/// The events on record, chosen and told: for people in sentences, for programs as they are.
@NullMarked
package org.restante.app.events;

import org.jspecify.annotations.NullMarked;
