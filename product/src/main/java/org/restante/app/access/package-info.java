/// Who may come in: the file of users, their passwords' hashes, and what each may do.
///
/// [UserFile] reads and changes `users.toml`; [PasswordDoor] is what the server asks. A password is never kept: the file has its Argon2id
/// hash, memory a keyed hash of what succeeded lately.
@NullMarked
package org.restante.app.access;

import org.jspecify.annotations.NullMarked;
