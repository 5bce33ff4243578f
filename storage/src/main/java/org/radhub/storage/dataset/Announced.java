package org.radhub.storage.dataset;

/**
 * How many instances and series there are, in the words of one of them; 0 where it does not say.
 *
 * @param seriesInStudy Number of Study Related Series (0020,1206)
 * @param inStudy Number of Study Related Instances (0020,1208)
 * @param inSeries Number of Series Related Instances (0020,1209)
 * @param inAcquisition Images in Acquisition (0020,1002)
 */
public record Announced(int seriesInStudy, int inStudy, int inSeries, int inAcquisition) {}
