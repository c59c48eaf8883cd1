/// Who may come in: the files of users and of tokens, the hashes of their secrets, and what each may do.
///
/// [UserFile] reads and changes `users.toml`; [PasswordDoor] is what the server asks. A password is never kept: the file has its Argon2id
/// hash, memory a keyed hash of what succeeded lately. [TokenFile] and [TokenDoor] are the same for programs that speak HTTP.
///
/// [ConsoleDoor] lets people in to the console: users with roles in `console.toml`, sessions in memory, and a throttle for those who guess.
@NullMarked
package org.restante.app.access;

import org.jspecify.annotations.NullMarked;
