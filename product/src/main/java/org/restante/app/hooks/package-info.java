/// Webhooks: what goes on record is told to other programs by HTTP, each hook at its own pace from its own place in the journal.
///
/// [Hooks] holds those in force; a [Hook] is one at work: [HookReading] reads the journal for it, [HookQueue] decides what is sent when and is
/// told the time, [HookCourier] sends, [HookMemory] remembers, and [HookDoor] speaks HTTP.
@NullMarked
package org.restante.app.hooks;

import org.jspecify.annotations.NullMarked;
