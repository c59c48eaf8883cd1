package org.restante.app.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a key holds.
sealed interface Shape {
    /// One value.
    record Single(Scalar<?> scalar) implements Shape {}

    /// A table with the keys of a record.
    record Section(Class<?> type) implements Shape {
        List<Entry> keys() {
            return Arrays.stream(type.getRecordComponents()).map(Entry::of).toList();
        }

        Optional<Entry> key(String name) {
            return keys().stream().filter(entry -> entry.name().equals(name)).findFirst();
        }
    }

    /// One that may be absent.
    record Maybe(Shape inner) implements Shape {}

    /// A list of values, or of tables.
    record Many(Shape inner) implements Shape {}

    /// A table whose keys are names that the operator gives.
    record Named(Shape inner) implements Shape {}

    /// A key of a section.
    record Entry(String name, Shape shape, Key key, RecordComponent component) {
        private static Entry of(RecordComponent component) {
            var key = component.getAnnotation(Key.class);
            if (key == null) {
                throw new IllegalStateException("no @Key on " + component);
            }
            return new Entry(
                    key.name().isEmpty() ? written(component.getName()) : key.name(),
                    Shape.of(component.getGenericType()),
                    key,
                    component);
        }

        /// `maxSize` is written `max_size`.
        private static String written(String name) {
            return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        }

        Object of(Object section) {
            try {
                var accessor = component.getAccessor();
                accessor.setAccessible(true);
                return accessor.invoke(section);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("accessors only read", e);
            }
        }
    }

    static Shape of(Type type) {
        if (type instanceof ParameterizedType generic) {
            var inner = generic.getActualTypeArguments();
            var raw = generic.getRawType();
            if (raw == Optional.class) {
                return new Maybe(of(inner[0]));
            }
            if (raw == List.class) {
                return new Many(of(inner[0]));
            }
            if (raw == Map.class && inner[0] == String.class) {
                return new Named(of(inner[1]));
            }
        }
        if (type instanceof Class<?> plain) {
            if (Scalar.of(plain).isPresent()) {
                return new Single(Scalar.of(plain).get());
            }
            if (plain.isRecord()) {
                return new Section(plain);
            }
        }
        throw new IllegalStateException("a key cannot hold a " + type.getTypeName());
    }
}
