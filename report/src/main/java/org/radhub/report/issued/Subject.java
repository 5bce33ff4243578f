package org.radhub.report.issued;

import java.util.LinkedHashMap;
import java.util.Map;
import org.radhub.registry.Person;
import org.radhub.registry.Site;
import org.radhub.workflow.ReadCase;

/**
 * Whom and what a version is about and who answers for it, as known at the moment it was issued. It is signed together with the text, so that a
 * patient who is renamed later, or a hospital, does not change a signed report. Empty strings where nothing is known.
 *
 * @param site code of the site that sent the study
 * @param readingSite code of the site where the author works
 * @param birthDate (0010,0030), as sent
 * @param studyDate (0008,0020), as sent
 */
public record Subject(
        String site,
        String siteName,
        String siteNameZh,
        String readingSite,
        String readingSiteName,
        String readingSiteNameZh,
        String authorName,
        String authorNameZh,
        String studyInstanceUid,
        String patientId,
        String issuer,
        String patientName,
        String birthDate,
        String sex,
        String accessionNumber,
        String modality,
        String bodyPart,
        String description,
        String studyDate,
        String clinicalQuestion,
        String history) {

    public static Subject of(ReadCase read, Site site, Person author, Site readingSite) {
        return new Subject(
                site.code(),
                Wording.cleanLine(site.name()),
                Wording.cleanLine(site.nameZh()),
                readingSite.code(),
                Wording.cleanLine(readingSite.name()),
                Wording.cleanLine(readingSite.nameZh()),
                Wording.cleanLine(author.name()),
                Wording.cleanLine(author.nameZh()),
                read.study().studyInstanceUid(),
                Wording.cleanLine(read.patient().id()),
                Wording.cleanLine(read.patient().issuer()),
                Wording.cleanLine(read.patient().name()),
                Wording.cleanLine(read.patient().birthDate()),
                Wording.cleanLine(read.patient().sex()),
                Wording.cleanLine(read.accessionNumber()),
                Wording.cleanLine(read.modality()),
                Wording.cleanLine(read.bodyPart()),
                Wording.cleanLine(read.description()),
                Wording.cleanLine(read.studyDate()),
                Wording.clean(read.clinicalQuestion()),
                Wording.clean(read.history()));
    }

    Map<String, String> members() {
        var members = new LinkedHashMap<String, String>();
        members.put("site", site);
        members.put("siteName", siteName);
        members.put("siteNameZh", siteNameZh);
        members.put("readingSite", readingSite);
        members.put("readingSiteName", readingSiteName);
        members.put("readingSiteNameZh", readingSiteNameZh);
        members.put("authorName", authorName);
        members.put("authorNameZh", authorNameZh);
        members.put("studyInstanceUid", studyInstanceUid);
        members.put("patientId", patientId);
        members.put("issuer", issuer);
        members.put("patientName", patientName);
        members.put("birthDate", birthDate);
        members.put("sex", sex);
        members.put("accessionNumber", accessionNumber);
        members.put("modality", modality);
        members.put("bodyPart", bodyPart);
        members.put("description", description);
        members.put("studyDate", studyDate);
        members.put("clinicalQuestion", clinicalQuestion);
        members.put("history", history);
        return members;
    }
}
