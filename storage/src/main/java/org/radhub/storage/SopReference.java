package org.radhub.storage;

/** An instance as others name it: a SOP Instance Reference (PS3.3 10.8). */
public record SopReference(String sopClassUid, String sopInstanceUid) {}
