package org.radhub.workflow.request;

import java.util.List;
import org.radhub.workflow.AwaitedStudies;
import org.radhub.workflow.AwaitedStudy;
import org.springframework.stereotype.Component;

/** The requests whose studies have not come, for others to see. */
@Component
class WaitingRequests implements AwaitedStudies {
    private final RequestRepository requests;

    WaitingRequests(RequestRepository requests) {
        this.requests = requests;
    }

    @Override
    public List<AwaitedStudy> of(String site) {
        return requests.waitingAt(site).stream()
                .map(request -> new AwaitedStudy(
                        request.id(),
                        request.site(),
                        request.studyInstanceUid(),
                        request.accessionNumber(),
                        request.priority(),
                        request.clinicalQuestion(),
                        request.exam(),
                        request.askedAt()))
                .toList();
    }
}
