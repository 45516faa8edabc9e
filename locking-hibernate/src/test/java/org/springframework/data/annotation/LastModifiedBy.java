package org.springframework.data.annotation;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;

/** Stands for that of Spring Data, which is known by its name alone. */
@Retention(RetentionPolicy.RUNTIME)
public @interface LastModifiedBy {}
