package org.radhub.app.pages;

/** One entry of a list to choose from. */
record Choice(String id, String name) {}
