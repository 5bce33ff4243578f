package org.radhub.viewer.dicomweb;

import java.util.List;
import java.util.function.Function;
import org.radhub.storage.Instance;
import org.radhub.storage.Series;
import org.radhub.storage.Study;

/**
 * A DICOM attribute that searches match on and answer with.
 *
 * @param keyword as in PS3.6
 * @param tag eight hexadecimal digits, upper case
 * @param values as text; none or an empty one where the object says nothing
 */
record Attribute<T>(String keyword, String tag, String vr, Function<T, List<String>> values) {

    /** PS3.18 table 10.6.3-3, and what viewers ask for beyond. */
    static final List<Attribute<Study>> STUDY = List.of(
            one("StudyDate", "00080020", "DA", Study::studyDate),
            one("StudyTime", "00080030", "TM", Study::studyTime),
            one("AccessionNumber", "00080050", "SH", Study::accessionNumber),
            new Attribute<>("ModalitiesInStudy", "00080061", "CS", Study::modalities),
            one("ReferringPhysicianName", "00080090", "PN", Study::referringPhysician),
            one("StudyDescription", "00081030", "LO", Study::description),
            one("PatientName", "00100010", "PN", study -> study.patient().name()),
            one("PatientID", "00100020", "LO", study -> study.patient().id()),
            one("IssuerOfPatientID", "00100021", "LO", study -> study.patient().issuer()),
            one("PatientBirthDate", "00100030", "DA", study -> study.patient().birthDate()),
            one("PatientSex", "00100040", "CS", study -> study.patient().sex()),
            one("StudyInstanceUID", "0020000D", "UI", Study::studyInstanceUid),
            one("StudyID", "00200010", "SH", Study::studyId),
            one("NumberOfStudyRelatedSeries", "00201206", "IS", study -> String.valueOf(study.seriesCount())),
            one("NumberOfStudyRelatedInstances", "00201208", "IS", study -> String.valueOf(study.instanceCount())));

    /** PS3.18 table 10.6.3-4. */
    static final List<Attribute<Series>> SERIES = List.of(
            one("SeriesDate", "00080021", "DA", Series::seriesDate),
            one("SeriesTime", "00080031", "TM", Series::seriesTime),
            one("Modality", "00080060", "CS", Series::modality),
            one("SeriesDescription", "0008103E", "LO", Series::description),
            one("BodyPartExamined", "00180015", "CS", Series::bodyPart),
            one("SeriesInstanceUID", "0020000E", "UI", Series::seriesInstanceUid),
            one("SeriesNumber", "00200011", "IS", Series::number),
            one("NumberOfSeriesRelatedInstances", "00201209", "IS", series -> String.valueOf(series.instanceCount())));

    /** PS3.18 table 10.6.3-5. */
    static final List<Attribute<Instance>> INSTANCE = List.of(
            one("SOPClassUID", "00080016", "UI", Instance::sopClassUid),
            one("SOPInstanceUID", "00080018", "UI", Instance::sopInstanceUid),
            one("AvailableTransferSyntaxUID", "00083002", "UI", Instance::transferSyntaxUid),
            one("InstanceNumber", "00200013", "IS", Instance::number),
            one("NumberOfFrames", "00280008", "IS", instance -> pixels(instance, instance.frames())),
            one("Rows", "00280010", "US", instance -> pixels(instance, instance.rows())),
            one("Columns", "00280011", "US", instance -> pixels(instance, instance.columns())));

    private static <T> Attribute<T> one(String keyword, String tag, String vr, Function<T, String> value) {
        return new Attribute<>(keyword, tag, vr, object -> List.of(value.apply(object)));
    }

    private static String pixels(Instance instance, int number) {
        return instance.rows() == 0 ? "" : String.valueOf(number);
    }
}
