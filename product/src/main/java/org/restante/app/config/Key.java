package org.restante.app.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a component of a section says about itself. The key is the component's name, `maxSize` written `max_size`.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Key {
    /// What it is, for the documentation: a phrase.
    String value();

    /// The default as it would be written, without quotes; a list's elements between commas. Empty: the key must be there, unless its
    /// type can be empty ([java.util.Optional], a list, tables by name, a table).
    String usual() default "";

    /// Why this default.
    String why() default "";

    /// What the example file shows where there is no default; for tables by name, the name.
    String example() default "";

    /// The smallest and the largest value, written like the default; also of a list's elements.
    String min() default "";

    String max() default "";

    /// The key where it cannot be the component's name.
    String name() default "";

    /// Whether a change takes effect only when the server is started again.
    boolean restart() default false;
}
