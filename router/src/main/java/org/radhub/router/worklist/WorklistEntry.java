package org.radhub.router.worklist;

import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import org.radhub.registry.Device;
import org.radhub.router.ExpectedExam;
import org.radhub.storage.Attributes;

/**
 * An expected exam as a scheduled procedure step (PS3.4 K.6.1.2.2). Nobody tells the hub who the patient is, or when and where the exam is
 * planned, so the patient's attributes are there without a value, and the step is one for the device that asks, due from when it was asked for
 * and at the latest today.
 */
final class WorklistEntry {
    static final int SPECIFIC_CHARACTER_SET = Attributes.SPECIFIC_CHARACTER_SET;
    private static final int LONGEST_DESCRIPTION = 64;
    private static final int LONGEST_ID = 16;
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss");

    private WorklistEntry() {}

    static Attributes of(ExpectedExam exam, Device device, Instant now, ZoneId zone) {
        var today = now.atZone(zone);
        var asked = exam.askedAt().atZone(zone);
        boolean askedToday = asked.toLocalDate().equals(today.toLocalDate());
        var step = Attributes.builder()
                .put(0x00080060, device.modality())
                .put(0x00400001, device.aeTitle())
                .put(0x00400002, DATE.format(today))
                .put(0x00400003, askedToday ? TIME.format(asked) : "000000")
                .put(0x00400006, "")
                .put(0x00400007, described(exam))
                .put(0x00400009, id(exam))
                .put(0x00400020, "SCHEDULED");
        return Attributes.builder()
                .put(0x00080050, exam.accessionNumber())
                .put(0x00080090, "")
                .put(0x00100010, "")
                .put(0x00100020, "")
                .put(0x00100021, "")
                .put(0x00100030, "")
                .put(0x00100040, "")
                .put(0x0020000D, exam.studyInstanceUid().isEmpty() ? uid(exam.id()) : exam.studyInstanceUid())
                .put(0x00321060, described(exam))
                .sequence(0x00400100, List.of(step.build()))
                .put(0x00401001, id(exam))
                .put(0x00401002, described(exam))
                .put(0x00401003, exam.priority())
                .build();
    }

    /** PS3.5 B.2: the same for the same request, whenever and by whichever process it is asked for. */
    private static String uid(UUID id) {
        return "2.25." + new BigInteger(id.toString().replace("-", ""), 16);
    }

    private static String id(ExpectedExam exam) {
        return exam.id().toString().replace("-", "").substring(0, LONGEST_ID);
    }

    /** As one value of LO holds it. */
    private static String described(ExpectedExam exam) {
        var line = new StringBuilder();
        exam.question()
                .codePoints()
                .map(point -> point == '\\' ? '/' : Character.isISOControl(point) ? ' ' : point)
                .limit(LONGEST_DESCRIPTION)
                .forEach(line::appendCodePoint);
        return line.toString().strip();
    }
}
