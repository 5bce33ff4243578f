package org.radhub.storage.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Random;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Storage in a process of its own, to which four devices send without end; each acknowledgement is a line of its output. */
public final class SendingProcess {
    public static final String ACKNOWLEDGED = "acknowledged ";

    private SendingProcess() {}

    public static Process start(Path home, DataSource database) throws IOException, SQLException {
        String url;
        try (var connection = database.getConnection()) {
            url = connection.getMetaData().getURL();
        }
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Xmx256m",
                        SendingProcess.class.getName(),
                        home.toString(),
                        url)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static void main(String[] arguments) {
        var database = new PGSimpleDataSource();
        database.setUrl(arguments[1]);
        database.setUser("postgres");
        var storage = new StorageUnderTest(Path.of(arguments[0]), database)
                .with("radhub.storage.pack-limit", "300KB")
                .start();
        for (int device = 0; device < 4; device++) {
            int number = device;
            new Thread(() -> send(storage, number)).start();
        }
    }

    private static void send(StorageUnderTest storage, int device) {
        try {
            for (int i = 0; ; i++) {
                var uid = "1.%d.%d.%d".formatted(device, i / 20, i);
                storage.keep("COUNTYA", "device " + device + " " + i / 20, uid, dataSet(uid));
                acknowledge(uid);
                if (i % 20 == 19) {
                    storage.intake().associationClosed("device " + device + " " + i / 20);
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static synchronized void acknowledge(String uid) {
        System.out.write(
                (ACKNOWLEDGED + uid + "\n").getBytes(StandardCharsets.US_ASCII),
                0,
                ACKNOWLEDGED.length() + uid.length() + 1);
        System.out.flush();
    }

    /** What is sent under this SOP Instance UID. */
    public static byte[] dataSet(String uid) {
        var parts = uid.split("\\.");
        var random = new Random(Arrays.hashCode(parts));
        var pixels = new byte[2 * random.nextInt(10_000)];
        random.nextBytes(pixels);
        var study = "2.%s.%s".formatted(parts[1], parts[2]);
        return DataSetBytes.image(study, study + ".1", uid, "P" + parts[1], "Device^" + parts[1], parts[3], pixels);
    }
}
