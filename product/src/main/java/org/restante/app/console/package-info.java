/// The console's pages and how people come in to it.
///
/// The pages are built from `ui/` (docs/console.md) into resources under `console/`, and served as they are: [Pages]. All they show they ask
/// the public interface for, as any program does, by a session in place of a token. [SessionRoutes] signs in and out; [UserRoutes] is for
/// administrators. What comes from the network is text to these pages, and the policy they are sent with lets nothing of it run.
@NullMarked
package org.restante.app.console;

import org.jspecify.annotations.NullMarked;
