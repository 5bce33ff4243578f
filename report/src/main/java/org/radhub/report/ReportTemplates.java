package org.radhub.report;

import java.util.List;

/** The texts that readers may start from. */
public interface ReportTemplates {
    /**
     * Those for the modality, the ones for the body part first.
     *
     * @param modality as in (0008,0060); CR is taken for DX
     * @param bodyPart as in (0018,0015); may be empty
     */
    List<ReportTemplate> suiting(String modality, String bodyPart);
}
