package org.radhub.bench;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * The studies of an imagined region, by number: the same number always gives the same study, so that several archives can be
 * filled alike, and a question has a known number of hits.
 */
final class Region {
    /** Days over which the studies are spread evenly. */
    static final int DAYS = 730;

    private static final LocalDate LAST_DAY = LocalDate.of(2026, 10, 31);
    private static final List<String> SURNAMES = List.of(
            "Zhang=张", "Wang=王", "Li=李", "Zhao=赵", "Chen=陈", "Liu=刘", "Yang=杨", "Huang=黄", "Wu=吴", "Zhou=周", "Xu=徐",
            "Sun=孙", "Ma=马", "Zhu=朱", "Hu=胡", "Guo=郭", "He=何", "Lin=林", "Gao=高", "Luo=罗");
    private static final List<String> GIVEN_NAMES = List.of(
            "Wei=伟", "Fang=芳", "Na=娜", "Min=敏", "Jing=静", "Qiang=强", "Lei=磊", "Jun=军", "Yang=洋", "Yan=艳", "Jie=杰",
            "Juan=娟", "Tao=涛", "Ming=明", "Chao=超", "Xia=霞", "Ping=平", "Gang=刚", "Hua=华", "Bo=波", "Lan=兰", "Feng=峰",
            "Yu=玉");
    private static final List<String> BODY_PARTS = List.of("CHEST", "HEAD", "ABDOMEN", "KNEE", "LSPINE");

    private Region() {}

    /**
     * @param number from 0
     * @param patientName with its ideographic group, as in {@code Zhang^Wei=张^伟}
     * @param studyDate yyyyMMdd
     */
    record Exam(
            int number,
            String patientId,
            String patientName,
            String birthDate,
            String sex,
            String accessionNumber,
            String studyDate,
            String studyTime,
            String modality,
            String bodyPart,
            String description) {}

    /** Each patient has two studies, one in 250 studies is a PET, half of the others are CT. */
    static Exam study(int number) {
        var patient = number / 2;
        var surname = SURNAMES.get(patient % SURNAMES.size()).split("=");
        var given =
                GIVEN_NAMES.get(patient / SURNAMES.size() % GIVEN_NAMES.size()).split("=");
        var second = patient / (SURNAMES.size() * GIVEN_NAMES.size());
        var name = "%s^%s%s=%s^%s".formatted(surname[0], given[0], letters(second), surname[1], given[1]);
        var day = LAST_DAY.minusDays(number % DAYS);
        var bodyPart = BODY_PARTS.get(number % BODY_PARTS.size());
        var modality = modality(number);
        return new Exam(
                number,
                "P%07d".formatted(patient),
                name,
                "19%02d%02d%02d".formatted(30 + patient % 70, 1 + patient % 12, 1 + patient % 28),
                patient % 2 == 0 ? "M" : "F",
                "A%09d".formatted(number),
                day.format(DateTimeFormatter.BASIC_ISO_DATE),
                "%02d%02d%02d".formatted(number % 24, number % 60, number / 24 % 60),
                modality,
                bodyPart,
                modality + " " + bodyPart);
    }

    static String studyUid(String token, int study) {
        return "2.25.1%s%06d".formatted(token, study);
    }

    static String seriesUid(String token, int study, int series) {
        return "2.25.1%s%06d%02d".formatted(token, study, series);
    }

    static String instanceUid(String token, int study, int series, int instance) {
        return "2.25.1%s%06d%02d%06d".formatted(token, study, series, instance);
    }

    static String sopClassUid(String modality) {
        return switch (modality) {
            case "CT" -> "1.2.840.10008.5.1.4.1.1.2";
            case "MR" -> "1.2.840.10008.5.1.4.1.1.4";
            case "DX" -> "1.2.840.10008.5.1.4.1.1.1.1";
            case "PT" -> "1.2.840.10008.5.1.4.1.1.128";
            default -> throw new IllegalArgumentException(modality);
        };
    }

    private static String modality(int number) {
        if (number % 250 == 249) {
            return "PT";
        }
        return switch (number % 4) {
            case 0, 1 -> "CT";
            case 2 -> "DX";
            default -> "MR";
        };
    }

    /** 0: none, 1: a, 2: b, … */
    private static String letters(int number) {
        var text = new StringBuilder();
        for (var rest = number; rest > 0; rest /= 26) {
            text.append((char) ('a' + (rest - 1) % 26));
        }
        return text.toString();
    }
}
