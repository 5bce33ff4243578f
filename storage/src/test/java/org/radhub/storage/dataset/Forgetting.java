package org.radhub.storage.dataset;

/** Keeps nothing. */
final class Forgetting implements DataSetReader.Keeper {
    @Override
    public void bytes(byte[] buffer, int offset, int length) {}

    @Override
    public void belongsTo(String studyInstanceUid, String seriesInstanceUid) {}
}
