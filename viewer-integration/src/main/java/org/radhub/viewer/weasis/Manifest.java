package org.radhub.viewer.weasis;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.radhub.storage.Instance;
import org.radhub.storage.Patient;
import org.radhub.storage.Series;
import org.radhub.storage.Studies;
import org.radhub.storage.Study;

/** Writes a manifest of Weasis's schema, version 2.5. What an attribute of the schema cannot hold is left out, or cut. */
final class Manifest {
    private static final String NAMESPACE = "http://www.weasis.org/xsd/2.5";
    private static final int LONG_STRING = 64;
    private static final int SHORT_STRING = 16;
    private static final Pattern NOT_XML =
            Pattern.compile("[^\\x{20}-\\x{D7FF}\\x{E000}-\\x{FFFD}\\x{10000}-\\x{10FFFF}]");
    private static final Pattern DATE = Pattern.compile("[1-9]\\d{7}");
    private static final Pattern TIME = Pattern.compile("(([01]\\d)|(2[0-3]))([0-5]\\d([0-5]\\d(\\.\\d{1,6})?)?)?");
    private static final Pattern CODE = Pattern.compile("[A-Z0-9 _]{1,16}");
    private static final Pattern INTEGER = Pattern.compile("-?\\d{1,9}");
    private static final Pattern SEX = Pattern.compile("[MFO]");
    private static final Pattern UID = Pattern.compile("[0-9.]{1,64}");

    private final Studies studies;
    private final String wado;
    private final String token;

    /**
     * @param wado address of WADO-URI as Weasis reaches it
     * @param token that opens the images
     */
    Manifest(Studies studies, String wado, String token) {
        this.studies = studies;
        this.wado = wado;
        this.token = token;
    }

    /** @param shown the studies to show, all of one patient */
    void write(List<Study> shown, OutputStream out) throws IOException {
        try {
            var xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("manifest");
            xml.writeDefaultNamespace(NAMESPACE);
            xml.writeStartElement("arcQuery");
            xml.writeAttribute("arcId", "radhub");
            xml.writeAttribute("baseUrl", wado);
            xml.writeAttribute("requireOnlySOPInstanceUID", "false");
            xml.writeEmptyElement("httpTag");
            xml.writeAttribute("key", "Authorization");
            xml.writeAttribute("value", "Bearer " + token);
            for (var i = 0; i < shown.size(); i = writePatient(xml, shown, i)) {
                xml.writeCharacters("\n");
            }
            xml.writeEndElement();
            xml.writeEndElement();
            xml.writeEndDocument();
            xml.flush();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    /** Writes the studies that name the patient in the same way; answers with the first that does not. */
    private int writePatient(XMLStreamWriter xml, List<Study> shown, int from) throws XMLStreamException {
        var patient = shown.get(from).patient();
        xml.writeStartElement("Patient");
        xml.writeAttribute("PatientID", text(patient.id(), LONG_STRING));
        xml.writeAttribute("PatientName", name(patient));
        optional(xml, "IssuerOfPatientID", text(patient.issuer(), LONG_STRING));
        matching(xml, "PatientBirthDate", DATE, patient.birthDate());
        matching(xml, "PatientSex", SEX, patient.sex());
        var at = from;
        while (at < shown.size() && shown.get(at).patient().equals(patient)) {
            write(xml, shown.get(at++));
        }
        xml.writeEndElement();
        return at;
    }

    private void write(XMLStreamWriter xml, Study study) throws XMLStreamException {
        xml.writeStartElement("Study");
        xml.writeAttribute("StudyInstanceUID", study.studyInstanceUid());
        optional(xml, "StudyDescription", text(study.description(), LONG_STRING));
        matching(xml, "StudyDate", DATE, study.studyDate());
        matching(xml, "StudyTime", TIME, study.studyTime());
        optional(xml, "AccessionNumber", text(study.accessionNumber(), SHORT_STRING));
        optional(xml, "StudyID", text(study.studyId(), SHORT_STRING));
        optional(xml, "ReferringPhysicianName", text(study.referringPhysician(), LONG_STRING));
        for (var series : studies.seriesOf(study.id())) {
            write(xml, series);
        }
        xml.writeEndElement();
    }

    private void write(XMLStreamWriter xml, Series series) throws XMLStreamException {
        xml.writeStartElement("Series");
        xml.writeAttribute("SeriesInstanceUID", series.seriesInstanceUid());
        optional(xml, "SeriesDescription", text(series.description(), LONG_STRING));
        matching(xml, "SeriesNumber", INTEGER, series.number().strip());
        matching(xml, "Modality", CODE, series.modality());
        matching(xml, "SeriesDate", DATE, series.seriesDate());
        matching(xml, "SeriesTime", TIME, series.seriesTime());
        for (var instance : studies.instancesOf(series.id())) {
            write(xml, instance);
        }
        xml.writeEndElement();
    }

    private static void write(XMLStreamWriter xml, Instance instance) throws XMLStreamException {
        xml.writeEmptyElement("Instance");
        xml.writeAttribute("SOPInstanceUID", instance.sopInstanceUid());
        matching(xml, "SOPClassUID", UID, instance.sopClassUid());
        matching(xml, "InstanceNumber", INTEGER, instance.number().strip());
    }

    /** All groups of the name, or the first alone where they are too long together. */
    private static String name(Patient patient) {
        var whole = patient.name();
        return text(whole.length() <= LONG_STRING ? whole : whole.split("=", -1)[0], LONG_STRING);
    }

    private static void optional(XMLStreamWriter xml, String name, String value) throws XMLStreamException {
        if (!value.isEmpty()) {
            xml.writeAttribute(name, value);
        }
    }

    private static void matching(XMLStreamWriter xml, String name, Pattern form, String value)
            throws XMLStreamException {
        if (form.matcher(value).matches()) {
            xml.writeAttribute(name, value);
        }
    }

    private static String text(String value, int limit) {
        var clean = NOT_XML.matcher(value).replaceAll(" ").strip();
        if (clean.length() <= limit) {
            return clean;
        }
        var end = Character.isHighSurrogate(clean.charAt(limit - 1)) ? limit - 1 : limit;
        return clean.substring(0, end);
    }
}
