/// Webhooks: what goes on record is told to other programs by HTTP, each hook at its own pace from its own place in the journal.
///
/// [Hooks] holds those in force; a [Hook] reads, sends and remembers; [HookQueue] decides what is sent when and is told the time;
/// [HookDoor] speaks HTTP.
@NullMarked
package org.restante.app.hooks;

import org.jspecify.annotations.NullMarked;
