package org.radhub.viewer.pixels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.opencv.core.CvException;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.imgcodecs.Imgcodecs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** JPEG, JPEG-LS and JPEG 2000 by OpenCV's native code, loaded when first needed. Without it for this machine there are no codecs. */
final class Codecs {
    private static final Logger LOG = LoggerFactory.getLogger(Codecs.class);

    private static final Set<String> KNOWN = Set.of(
            "1.2.840.10008.1.2.4.50",
            "1.2.840.10008.1.2.4.51",
            "1.2.840.10008.1.2.4.57",
            "1.2.840.10008.1.2.4.70",
            "1.2.840.10008.1.2.4.80",
            "1.2.840.10008.1.2.4.81",
            "1.2.840.10008.1.2.4.90",
            "1.2.840.10008.1.2.4.91",
            "1.2.840.10008.1.2.4.201",
            "1.2.840.10008.1.2.4.202",
            "1.2.840.10008.1.2.4.203");

    private static final class Loaded {
        private static final boolean OK = load();
    }

    private Codecs() {}

    /** Whether there is a codec for the transfer syntax on this machine. */
    static boolean has(String transferSyntaxUid) {
        return KNOWN.contains(transferSyntaxUid) && Loaded.OK;
    }

    /** @param ybr whether the samples are luminance and chrominance, to be made RGB of */
    static Samples decode(byte[] compressed, boolean ybr, String photometric) throws Undecodable {
        var source = new Mat(1, compressed.length, CvType.CV_8UC1);
        try {
            source.put(0, 0, compressed);
            var flags = ybr ? Imgcodecs.DICOM_FLAG_YBR : Imgcodecs.DICOM_FLAG_UNSIGNED;
            var decoded = Imgcodecs.dicomJpgMatRead(source, flags, Imgcodecs.IMREAD_UNCHANGED);
            try {
                return samples(decoded, photometric);
            } finally {
                decoded.release();
            }
        } catch (CvException | UnsupportedOperationException e) {
            throw new Undecodable("the codec failed", e);
        } finally {
            source.release();
        }
    }

    private static Samples samples(Mat decoded, String photometric) throws Undecodable {
        var bands = decoded.channels();
        var bytesPerSample = (int) decoded.elemSize1();
        if (decoded.rows() < 1 || decoded.cols() < 1 || bands != 1 && bands != 3 || bytesPerSample > 2) {
            throw new Undecodable("the codec could make nothing of the frame");
        }
        var count = decoded.rows() * decoded.cols() * bands;
        var bytes = new byte[count * bytesPerSample];
        if (bytesPerSample == 1) {
            decoded.get(0, 0, bytes);
        } else {
            var words = new short[count];
            decoded.get(0, 0, words);
            for (var i = 0; i < count; i++) {
                bytes[2 * i] = (byte) words[i];
                bytes[2 * i + 1] = (byte) (words[i] >> 8);
            }
        }
        if (bands == 3) {
            blueFirstToRedFirst(bytes, bytesPerSample);
        }
        return new Samples(
                decoded.rows(), decoded.cols(), bands, bytesPerSample, bands == 3 ? "RGB" : photometric, bytes);
    }

    private static void blueFirstToRedFirst(byte[] bytes, int bytesPerSample) {
        var pixel = 3 * bytesPerSample;
        for (var start = 0; start < bytes.length; start += pixel) {
            for (var i = 0; i < bytesPerSample; i++) {
                var kept = bytes[start + i];
                bytes[start + i] = bytes[start + 2 * bytesPerSample + i];
                bytes[start + 2 * bytesPerSample + i] = kept;
            }
        }
    }

    private static boolean load() {
        var library = library();
        if (library.isEmpty()) {
            LOG.warn("no image codecs for this machine: compressed images are handed out as they are, and not drawn");
            return false;
        }
        try (var bytes = Codecs.class.getClassLoader().getResourceAsStream(library.get())) {
            if (bytes == null) {
                LOG.warn("the image codecs are not in the build: {}", library.get());
                return false;
            }
            Path file = Files.createTempFile(
                    "radhub-codecs-", library.get().substring(library.get().lastIndexOf('.')));
            file.toFile().deleteOnExit();
            Files.copy(bytes, file, StandardCopyOption.REPLACE_EXISTING);
            System.load(file.toAbsolutePath().toString());
            return true;
        } catch (IOException | UnsatisfiedLinkError e) {
            LOG.warn(
                    "the image codecs could not be loaded: compressed images are handed out as they are, and not drawn",
                    e);
            return false;
        }
    }

    private static Optional<String> library() {
        var system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        var machine = System.getProperty("os.arch", "");
        if (!Set.of("amd64", "x86_64").contains(machine)) {
            return Optional.empty();
        }
        if (system.startsWith("linux")) {
            return Optional.of("lib/linux-x86_64/libopencv_java.so");
        }
        if (system.startsWith("mac")) {
            return Optional.of("lib/macos-x86_64/libopencv_java.jnilib");
        }
        return system.startsWith("windows") ? Optional.of("lib/win32-x86_64/opencv_java.dll") : Optional.empty();
    }
}
