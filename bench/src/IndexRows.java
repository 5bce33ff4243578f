package org.radhub.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntConsumer;

/**
 * Writes statements for psql that put studies of the {@link Region} into an empty index of Radhub, as the hub would have written them:
 * one series, one stored pack and equally many instances each, told to everybody. The objects themselves do not exist.
 *
 * <pre>IndexRows STUDIES INSTANCES TOKEN</pre>
 */
final class IndexRows {
    private static final Instant FIRST = Instant.parse("2026-10-31T00:00:00Z");
    private static final long FILE = 525_824;
    private static final String SITE = "COUNTYA";

    private final PrintWriter out;
    private final int studies;
    private final int instances;
    private final String token;
    private final Random random = new Random(1);

    private IndexRows(PrintWriter out, int studies, int instances, String token) {
        this.out = out;
        this.studies = studies;
        this.instances = instances;
        this.token = token;
    }

    public static void main(String[] args) throws IOException {
        if (args.length != 3) {
            System.err.println("usage: IndexRows STUDIES INSTANCES TOKEN");
            System.exit(2);
        }
        var studies = Integer.parseInt(args[0]);
        try (var out = new PrintWriter(
                new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), 1 << 20))) {
            new IndexRows(out, studies, Integer.parseInt(args[1]) / studies, args[2]).write();
            if (out.checkError()) {
                throw new IOException("the reader of the rows went away");
            }
        }
    }

    private void write() {
        out.println("begin;");
        table(
                "study (id, site, study_uid, patient_id, issuer, patient_name, birth_date, sex, accession_number,"
                        + " study_date, study_time, study_id, description, referring_physician, modalities, body_part,"
                        + " series_count, instance_count, bytes, calling_ae, first_received_at, last_received_at,"
                        + " active_at, state, completed_at, evidence_kind, evidence_detail, arrival_told, stored_told)",
                this::study);
        table("study_name (study_id, key)", this::names);
        table(
                "series (id, study_id, series_uid, modality, number, description, body_part, series_date, series_time,"
                        + " instance_count)",
                this::series);
        table(
                "pack (id, node_id, site, study_uid, series_uid, state, object_key, bytes, sha256, first_entry_at,"
                        + " last_entry_at, stored_at)",
                this::pack);
        table(
                "instance (id, study_id, series_id, site, sop_uid, sop_class, transfer_syntax, number, number_order,"
                    + " rows, columns, frames, pack_id, file_offset, length, digest, pixel_fingerprint, received_at)",
                this::instances);
        out.println("commit;");
        out.println(
                "vacuum analyze storage.study, storage.study_name, storage.series, storage.pack, storage.instance;");
    }

    private void table(String columns, IntConsumer rowsOfStudy) {
        out.println("copy storage." + columns + " from stdin;");
        for (var number = 0; number < studies; number++) {
            rowsOfStudy.accept(number);
        }
        out.println("\\.");
    }

    private void study(int number) {
        var exam = Region.study(number);
        row(
                id('a', number),
                SITE,
                Region.studyUid(token, number),
                exam.patientId(),
                "",
                exam.patientName(),
                exam.birthDate(),
                exam.sex(),
                exam.accessionNumber(),
                exam.studyDate(),
                exam.studyTime(),
                number,
                exam.description(),
                "Sun^Li=孙^丽",
                "{" + exam.modality() + "}",
                exam.bodyPart(),
                1,
                instances,
                instances * FILE,
                "COUNTYA_CT",
                received(number, 0),
                received(number, instances),
                received(number, instances),
                "TOLD",
                received(number, instances),
                "ASSOCIATION_CLOSED",
                "storage.evidence.association-closed\u001f2",
                true,
                true);
    }

    private void names(int number) {
        var name = Region.study(number).patientName().toLowerCase(Locale.ROOT);
        row(id('a', number), name);
        for (var group : name.split("=")) {
            row(id('a', number), group);
        }
    }

    private void series(int number) {
        var exam = Region.study(number);
        row(
                id('b', number),
                id('a', number),
                Region.seriesUid(token, number, 1),
                exam.modality(),
                1,
                "Axial 1",
                exam.bodyPart(),
                exam.studyDate(),
                exam.studyTime(),
                instances);
    }

    private void pack(int number) {
        row(
                id('c', number),
                new UUID(0, 1),
                SITE,
                Region.studyUid(token, number),
                Region.seriesUid(token, number, 1),
                "STORED",
                "loaded/" + id('c', number) + ".tar",
                instances * FILE,
                sha256(),
                received(number, 0),
                received(number, instances),
                received(number, instances));
    }

    private void instances(int number) {
        var sopClass = Region.sopClassUid(Region.study(number).modality());
        for (var instance = 1; instance <= instances; instance++) {
            row(
                    new UUID(random.nextLong(), random.nextLong()),
                    id('a', number),
                    id('b', number),
                    SITE,
                    Region.instanceUid(token, number, 1, instance),
                    sopClass,
                    DataSet.EXPLICIT_VR_LITTLE_ENDIAN,
                    instance,
                    instance,
                    512,
                    512,
                    1,
                    id('c', number),
                    (instance - 1) * FILE + 1024,
                    FILE,
                    checksums(FILE - 1000),
                    checksums(512 << 10),
                    received(number, instance));
        }
    }

    /** Random to look at, as the hub's are, and the same each time it is asked for. */
    private static UUID id(char kind, int number) {
        return UUID.nameUUIDFromBytes((kind + ":" + number).getBytes(StandardCharsets.US_ASCII));
    }

    private String checksums(long length) {
        return "%d-%08x-%08x".formatted(length, random.nextInt(), random.nextInt());
    }

    private String sha256() {
        return "%016x%016x%016x%016x"
                .formatted(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    private static Instant received(int number, int instance) {
        return FIRST.plusSeconds(number * 100L + instance);
    }

    private void row(Object... values) {
        for (var i = 0; i < values.length; i++) {
            if (i > 0) {
                out.print('\t');
            }
            out.print(values[i]);
        }
        out.print('\n');
    }
}
