package org.radhub.viewer.store;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.radhub.audit.Access;
import org.radhub.audit.AuditAction;
import org.radhub.audit.AuditTrail;
import org.radhub.storage.Intake;
import org.radhub.storage.NotKept;
import org.radhub.storage.Offer;
import org.radhub.viewer.access.Sender;
import org.radhub.viewer.answer.Problem;
import org.radhub.viewer.frames.DataSetStart;
import org.radhub.viewer.frames.Malformed;
import org.radhub.viewer.store.Part10.NotPart10;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Store (PS3.18 10.5): a device with its token, or a doctor or administrator who signed in, stores files for the own site. Each is kept,
 * synced, before the answer says so.
 */
@RestController
class StoreController {
    private static final Logger LOG = LoggerFactory.getLogger(StoreController.class);
    private static final String DICOM = "application/dicom";
    private static final int AHEAD = 1 << 20;
    private static final int MOST_PARTS = 20_000;
    /** RFC 2046 5.1.1. */
    private static final int LONGEST_BOUNDARY = 70;

    private static final int OUT_OF_RESOURCES = 0xA700;
    private static final int DOES_NOT_MATCH = 0xA900;
    private static final int CANNOT_UNDERSTAND = 0xC000;
    private static final int TOO_LARGE = 0xC001;
    private static final int PROCESSING_FAILURE = 0x0110;

    private final Intake intake;
    private final AuditTrail trail;

    StoreController(Intake intake, AuditTrail trail) {
        this.intake = intake;
        this.trail = trail;
    }

    @PostMapping("/dicom-web/studies")
    ResponseEntity<Map<String, Object>> store(Sender sender, HttpServletRequest request) throws IOException {
        return store(sender, Optional.empty(), request);
    }

    /** Takes instances of this study alone. */
    @PostMapping("/dicom-web/studies/{study}")
    ResponseEntity<Map<String, Object>> store(Sender sender, @PathVariable String study, HttpServletRequest request)
            throws IOException {
        return store(sender, Optional.of(study), request);
    }

    private ResponseEntity<Map<String, Object>> store(Sender sender, Optional<String> study, HttpServletRequest request)
            throws IOException {
        var parts = new Parts(request.getInputStream(), boundary(request));
        var base = ServletUriComponentsBuilder.fromContextPath(request).path("/dicom-web/studies");
        var answer = new StoreAnswer(base.build().toUriString());
        var association = "stow-" + UUID.randomUUID();
        var studies = new TreeMap<String, Integer>();
        try {
            var left = MOST_PARTS;
            for (var part = parts.next(); part.isPresent(); part = parts.next()) {
                if (--left < 0) {
                    throw new Problem(HttpStatus.CONTENT_TOO_LARGE, "viewer.too-many-parts", MOST_PARTS);
                }
                store(new Offering(sender, association, study, answer, studies), part.get());
            }
        } catch (Parts.Broken e) {
            LOG.info("{} broke: {}", association, e.getMessage());
            throw new Problem(HttpStatus.BAD_REQUEST, "viewer.broken-body");
        } finally {
            intake.associationClosed(association);
            studies.forEach((uid, count) -> trail.record(Access.to(
                    AuditAction.INSTANCES_TRANSFERRED,
                    sender.actor(),
                    sender.site(),
                    uid,
                    count + " instances came by STOW-RS")));
        }
        if (answer.isEmpty()) {
            throw new Problem(HttpStatus.BAD_REQUEST, "viewer.no-parts");
        }
        return ResponseEntity.status(answer.status())
                .contentType(MediaType.valueOf("application/dicom+json"))
                .body(answer.dataSet());
    }

    /** One request. */
    private record Offering(
            Sender sender,
            String association,
            Optional<String> study,
            StoreAnswer answer,
            Map<String, Integer> studies) {}

    private void store(Offering offering, Parts.Part part) throws IOException {
        if (!part.contentType().toLowerCase(Locale.ROOT).startsWith(DICOM)) {
            offering.answer().failed(CANNOT_UNDERSTAND);
            return;
        }
        try {
            store(offering, Part10.read(part.body()));
        } catch (NotPart10 e) {
            LOG.info("a part of {} is not kept: {}", offering.association(), e.getMessage());
            offering.answer().failed(CANNOT_UNDERSTAND);
        }
    }

    private void store(Offering offering, Part10 file) throws IOException {
        try {
            var dataSet = offering.study().isEmpty()
                    ? file.dataSet()
                    : ofStudy(offering.study().get(), file);
            var receipt = intake.keep(
                    new Offer(
                            offering.sender().site(),
                            offering.sender().device(),
                            offering.association(),
                            file.sopClassUid(),
                            file.sopInstanceUid(),
                            file.transferSyntaxUid()),
                    dataSet);
            offering.answer().kept(file, receipt);
            offering.studies().merge(receipt.studyInstanceUid(), 1, Integer::sum);
        } catch (NotKept e) {
            LOG.info("{} of {} is not kept: {}", file.sopInstanceUid(), offering.association(), e.getMessage());
            offering.answer().failed(file, reason(e.reason()));
        }
    }

    /** The data set from its beginning, if it is of the study; what has to be looked at for that is bounded. */
    private static InputStream ofStudy(String study, Part10 file) throws NotKept, IOException {
        var ahead = file.dataSet().readNBytes(AHEAD);
        try {
            var says = DataSetStart.studyInstanceUid(new ByteArrayInputStream(ahead), file.transferSyntaxUid());
            if (says.filter(study::equals).isEmpty()) {
                throw new NotKept(NotKept.Reason.MISMATCH, "the instance is not of the study of this address");
            }
        } catch (Malformed e) {
            throw new NotKept(NotKept.Reason.NOT_UNDERSTOOD, e.getMessage(), e);
        }
        return new SequenceInputStream(new ByteArrayInputStream(ahead), file.dataSet());
    }

    private static int reason(NotKept.Reason reason) {
        return switch (reason) {
            case NO_ROOM -> OUT_OF_RESOURCES;
            case MISMATCH -> DOES_NOT_MATCH;
            case NOT_UNDERSTOOD -> CANNOT_UNDERSTAND;
            case TOO_LARGE -> TOO_LARGE;
            case FAILED -> PROCESSING_FAILURE;
        };
    }

    private static String boundary(HttpServletRequest request) {
        var type = mediaType(request);
        var root = type.map(media -> unquoted(media.getParameter("type"))).orElse("");
        var related = type.filter(media -> media.getType().equals("multipart")
                        && media.getSubtype().equals("related"))
                .filter(media -> root.isEmpty() || root.equalsIgnoreCase(DICOM))
                .orElseThrow(() -> new Problem(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "viewer.not-multipart"));
        var boundary = unquoted(related.getParameter("boundary"));
        if (boundary.isEmpty() || boundary.length() > LONGEST_BOUNDARY) {
            throw new Problem(HttpStatus.BAD_REQUEST, "viewer.bad-boundary", LONGEST_BOUNDARY);
        }
        return boundary;
    }

    private static Optional<MediaType> mediaType(HttpServletRequest request) {
        try {
            return Optional.of(MediaType.parseMediaType(String.valueOf(request.getContentType())));
        } catch (InvalidMediaTypeException e) {
            LOG.debug("not a media type", e);
            return Optional.empty();
        }
    }

    private static String unquoted(String text) {
        return text == null ? "" : text.replace("\"", "");
    }
}
