package org.radhub.workflow;

import java.util.Optional;

/**
 * What to list.
 *
 * @param text matched within patient name, patient ID, accession number and Study Instance UID, case-insensitively
 * @param reader person id of the current reader
 * @param page from 1
 * @param size 1 to 200
 */
public record CaseQuery(
        Optional<CaseState> state,
        Optional<String> site,
        Optional<String> text,
        Optional<String> reader,
        int page,
        int size) {}
