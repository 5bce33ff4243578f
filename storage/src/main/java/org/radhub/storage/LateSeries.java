package org.radhub.storage;

/**
 * What came late of one series. Texts are empty where it says nothing.
 *
 * @param newInstances instances that came late
 * @param instances how many it has now
 */
public record LateSeries(
        String seriesInstanceUid,
        String modality,
        String number,
        String description,
        int newInstances,
        int instances) {}
