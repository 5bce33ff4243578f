package org.radhub.storage.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.radhub.storage.testing.Eventually.eventually;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.radhub.registry.testing.TestDatabase;
import org.radhub.storage.testing.DataSetBytes;
import org.radhub.storage.testing.SharedFile;
import org.radhub.storage.testing.StorageUnderTest;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What three hospitals sent, with copies and conflicts, all of it in the object store. */
final class Archive {
    /** Everything that the object store alone can say, by what it is known by outside: generated ids and this machine's doings aside. */
    private static final Map<String, String> ROWS =
            Map.of("studies", """
            select s.id, site, study_uid, patient_id, issuer, patient_name, birth_date, sex, accession_number, study_date,
                   study_time, study_id, description, referring_physician, modalities, body_part, series_count,
                   instance_count, bytes, calling_ae, first_received_at, last_received_at,
                   array(select unnest(warnings) order by 1) as warnings, state, arrival_told, stored_told, late_instances,
                   announced, announced_series,
                   array(select key from storage.study_name n where n.study_id = s.id order by 1) as names
            from storage.study s""", "series", """
            select s.site, s.study_uid, r.series_uid, r.modality, r.number, r.description, r.body_part, r.series_date,
                   r.series_time, r.instance_count, r.told_instances, r.announced, r.in_acquisition
            from storage.series r join storage.study s on s.id = r.study_id""", "instances", """
            select i.site, s.study_uid, r.series_uid, i.sop_uid, i.sop_class, i.transfer_syntax, i.number, i.number_order,
                   i.rows, i.columns, i.frames, i.pack_id, i.file_offset, i.length, i.digest, i.pixel_fingerprint,
                   i.received_at, i.slice_normal, i.slice_position
            from storage.instance i join storage.study s on s.id = i.study_id join storage.series r on r.id = i.series_id""", "conflicts", """
            select c.id, c.site, c.sop_uid, c.digest, s.study_uid, c.pack_id, c.file_offset, c.length, c.received_at, c.calling_ae,
                   c.sop_class, c.transfer_syntax, c.number, c.rows, c.columns, c.frames, c.pixel_fingerprint, c.patient_id,
                   c.issuer, c.patient_name, c.birth_date, c.sex, c.decided_by, c.note
            from storage.conflict c join storage.study s on s.id = c.study_id""", "packs", """
            select id, site, study_uid, series_uid, state, object_key, bytes, sha256, first_entry_at from storage.pack
            where state = 'STORED'""");

    private Archive() {}

    static void fill(StorageUnderTest storage) throws Exception {
        for (var site : List.of("COUNTYA", "COUNTYB", "县三")) {
            for (int i = 0; i < 3; i++) {
                for (int number = 0; number < 2; number++) {
                    storage.keep(
                            site,
                            "first",
                            "1.3.%d.%d".formatted(i, number),
                            DataSetBytes.image(
                                    "1.1." + i,
                                    "1.2." + i + "." + number % 2,
                                    "1.3.%d.%d".formatted(i, number),
                                    "P" + i,
                                    "Zhang^Wei=张^伟",
                                    String.valueOf(number),
                                    (site + i + number).getBytes(StandardCharsets.UTF_8)));
                }
            }
        }
        // A copy, a conflict within the study, a conflict with another study, and a second patient.
        storage.keep("COUNTYA", "first", "1.1.0", "1.2.0.0", "1.3.0.0", "COUNTYA00".getBytes(StandardCharsets.UTF_8));
        storage.keep("COUNTYA", "first", "1.1.0", "1.2.0.0", "1.3.0.0", new byte[] {9, 9});
        storage.keep("COUNTYB", "first", "7.1", "7.2", "1.3.1.0", new byte[] {8, 8});
        storage.keep(
                "COUNTYB",
                "first",
                "7.4",
                DataSetBytes.image("7.1", "7.2", "7.4", "P9", "Li^Na", "4", new byte[50_000]));
        storage.keep(
                "COUNTYB",
                "first",
                "6.3",
                new DataSetBytes()
                        .text(0x00080016, "UI", DataSetBytes.SECONDARY_CAPTURE)
                        .text(0x00080018, "UI", "6.3")
                        .text(0x0020000d, "UI", "6.1")
                        .text(0x0020000e, "UI", "6.2")
                        .text(0x00201206, "IS", "1")
                        .text(0x00201208, "IS", "1")
                        .value(0x7fe00010, "OB", new byte[2])
                        .bytes());
        for (var name : List.of(
                "enhanced/pydicom-data__eCT_Supplemental.dcm",
                "synthetic/charset/gb18030_4byte.dcm",
                "synthetic/charset/wrong_gbk_as_100.dcm",
                "synthetic/malformed/pid_two_names_a.dcm",
                "synthetic/malformed/pid_two_names_b.dcm")) {
            var content = SharedFile.named(name).content();
            storage.intake()
                    .keep(content.offer("COUNTYB", "first"), new java.io.ByteArrayInputStream(content.dataSet()));
        }
        settle(storage, "first");
        // More of a study that is stored already: a second pack of the same series, older content first.
        storage.keep("COUNTYA", "second", "1.1.0", "1.2.0.0", "1.3.0.7", new byte[3000]);
        storage.keep("COUNTYA", "second", "1.1.1", "1.2.1.0", "1.3.1.0", new byte[] {5, 5});
        settle(storage, "second");
    }

    private static void settle(StorageUnderTest storage, String association) {
        storage.intake().associationClosed(association);
        eventually(() -> {
            assertThat(storage.jdbc()
                            .sql("select count(*) from storage.study where state <> 'TOLD'"
                                    + " or not stored_told and instance_count > 0")
                            .query(Integer.class)
                            .single())
                    .isZero();
            assertThat(spooled(storage)).isZero();
        });
    }

    private static long spooled(StorageUnderTest storage) throws IOException {
        try (var packs = Files.newDirectoryStream(storage.spool(), "*.tar")) {
            long count = 0;
            for (var pack : packs) {
                count += Files.size(pack);
            }
            return count;
        }
    }

    static Map<String, List<Map<String, Object>>> rows(DataSource database) {
        var rows = new java.util.TreeMap<String, List<Map<String, Object>>>();
        ROWS.forEach((name, sql) -> rows.put(
                name,
                JdbcClient.create(database)
                        .sql("select to_jsonb(x)::text as row from (" + sql + ") x order by 1")
                        .query()
                        .listOfRows()));
        return rows;
    }

    /** The storage's tables as new. */
    static void dropIndex(DataSource database) {
        var jdbc = JdbcClient.create(database);
        jdbc.sql("drop schema storage cascade").update();
        jdbc.sql("delete from flyway_schema_history where script like 'storage/%'")
                .update();
        TestDatabase.migrate(database);
    }

    /** The pack of the object store in which the instance lies. */
    static Path packOf(StorageUnderTest storage, String site, String sopUid) {
        return storage.home()
                .resolve("objects")
                .resolve(storage.jdbc()
                        .sql(
                                "select coalesce(p.object_key, 'in the spool') from storage.pack p join storage.instance i on i.pack_id = p.id"
                                        + " where i.site = ? and i.sop_uid = ?")
                        .params(site, sopUid)
                        .query(String.class)
                        .optional()
                        .orElse("in the spool"));
    }

    /** The metadata object beside a pack. */
    static Path metadataOf(Path pack) {
        var name = pack.getFileName().toString();
        return pack.resolveSibling(name.substring(0, name.length() - ".tar".length()) + ".metadata.json.gz");
    }

    static long offsetOf(StorageUnderTest storage, String site, String sopUid) {
        return storage.jdbc()
                .sql("select file_offset from storage.instance where site = ? and sop_uid = ?")
                .params(site, sopUid)
                .query(Long.class)
                .single();
    }

    static void flip(Path file, long offset) throws IOException {
        try (var bytes = new java.io.RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(offset);
            int was = bytes.read();
            bytes.seek(offset);
            bytes.write(was ^ 1);
        }
    }
}
