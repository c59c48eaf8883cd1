package org.restante.app.knowledge;

/// A file of knowledge that cannot be understood. The message says where, what was found and what would be right.
public final class KnowledgeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public KnowledgeException(String message) {
        super(message);
    }
}
