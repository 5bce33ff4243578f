package org.radhub.router.worklist;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import org.radhub.registry.Device;
import org.radhub.router.ExpectedExam;
import org.radhub.storage.Attributes;

/**
 * An expected exam as a scheduled procedure step (PS3.4 K.6.1.2.2), one for the device that asks. Where nobody said who the patient is, the
 * patient's attributes are there without a value; where nobody said when it is planned, it is due from when it was asked for and at the latest
 * today.
 */
final class WorklistEntry {
    static final int SPECIFIC_CHARACTER_SET = Attributes.SPECIFIC_CHARACTER_SET;
    private static final int LONGEST_DESCRIPTION = 64;
    private static final int LONGEST_VALUE = 200;
    private static final int LONGEST_ID = 16;
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");

    private WorklistEntry() {}

    static Attributes of(ExpectedExam exam, Device device, Instant now, ZoneId zone) {
        var due = due(exam, now, zone);
        var patient = exam.patient();
        var step = Attributes.builder()
                .put(0x00080060, exam.modality().isEmpty() ? device.modality() : exam.modality())
                .put(0x00400001, device.aeTitle())
                .put(0x00400002, DATE.format(due))
                .put(0x00400003, TIME.format(due))
                .put(0x00400006, "")
                .put(0x00400007, procedure(exam))
                .put(0x00400009, id(exam))
                .put(0x00400020, "SCHEDULED");
        return Attributes.builder()
                .put(0x00080050, exam.accessionNumber())
                .put(0x00080090, "")
                .put(0x00100010, value(patient.name()))
                .put(0x00100020, value(patient.id()))
                .put(0x00100021, value(patient.issuer()))
                .put(0x00100030, value(patient.birthDate()))
                .put(0x00100040, value(patient.sex()))
                .put(0x0020000D, exam.studyInstanceUid().isEmpty() ? uid(exam.id()) : exam.studyInstanceUid())
                .put(0x00321060, procedure(exam))
                .sequence(0x00400100, List.of(step.build()))
                .put(0x00401001, id(exam))
                .put(0x00401002, described(exam.question()))
                .put(0x00401003, exam.priority())
                .build();
    }

    /** Whom this entry is of, for the trail: the ID, or where nobody gave one the name. */
    static String patient(Attributes entry) {
        var id = entry.text(0x00100020);
        return id.isEmpty() ? entry.text(0x00100010) : id;
    }

    private static LocalDateTime due(ExpectedExam exam, Instant now, ZoneId zone) {
        var asked = exam.askedAt().atZone(zone).toLocalDateTime();
        var today = now.atZone(zone).toLocalDate();
        return exam.scheduledAt()
                .map(at -> at.atZone(zone).toLocalDateTime())
                .orElse(asked.toLocalDate().equals(today) ? asked : today.atStartOfDay());
    }

    /** PS3.5 B.2: the same for the same request, whenever and by whichever process it is asked for. */
    private static String uid(UUID id) {
        return "2.25." + new BigInteger(id.toString().replace("-", ""), 16);
    }

    private static String id(ExpectedExam exam) {
        return exam.id().toString().replace("-", "").substring(0, LONGEST_ID);
    }

    private static String procedure(ExpectedExam exam) {
        return described(exam.procedure().isEmpty() ? exam.question() : exam.procedure());
    }

    /** As one value of LO holds it. */
    private static String described(String text) {
        return value(text.codePoints()
                .limit(LONGEST_DESCRIPTION)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString());
    }

    /** As one value: what a study says of its patient may be more than one. */
    private static String value(String text) {
        return text.codePoints()
                .limit(LONGEST_VALUE)
                .map(point -> point == '\\' ? '/' : Character.isISOControl(point) ? ' ' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
    }
}
